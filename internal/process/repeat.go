package process

import (
	"fmt"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// same reports whether two releases with the same number have the same content. Notices that were stored before fingerprints
// existed count as the same.
func same(old, next *ocds.Release) bool {
	return (old.Digest == "" || next.Digest == "" || old.Digest == next.Digest) && !otherPublication(old, next)
}

// otherPublication reports whether two notices with the same number have different publication numbers. Some converters give all
// notices the same identifier.
func otherPublication(old, next *ocds.Release) bool {
	a, b := codes.NoticeNumber(old.Source.Publication), codes.NoticeNumber(next.Source.Publication)
	return a != "" && b != "" && a != b
}

// rename changes the number of a release if that number is already used for other content. It appends the publication number if
// the publications differ, otherwise it takes the next free version.
func rename(r, old *ocds.Release, try int) (remarks []string) {
	if number := strings.TrimLeft(r.Source.Publication, "0"); otherPublication(old, r) && !strings.HasSuffix(r.Source.NoticeID, "/"+number) {
		r.OCID, r.ID, r.Source.NoticeID = r.OCID+"-"+number, r.ID+"-"+number, r.Source.NoticeID+"/"+number
		return nil
	}
	version, _, _ := strings.Cut(r.Source.Version, ".")
	r.Source.Version = fmt.Sprintf("%s.%d", version, try+2)
	return []string{otherContent}
}
