package process

import (
	"fmt"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// same reports whether two releases under one number say the same. Notices that were stored
// before fingerprints were are taken to be the same.
func same(old, next *ocds.Release) bool {
	return (old.Digest == "" || next.Digest == "" || old.Digest == next.Digest) && !otherPublication(old, next)
}

// otherPublication reports whether two notices of one number were published under two: converters
// give all of their notices one identifier.
func otherPublication(old, next *ocds.Release) bool {
	a, b := codes.NoticeNumber(old.Source.Publication), codes.NoticeNumber(next.Source.Publication)
	return a != "" && b != "" && a != b
}

// rename gives a release whose number is taken by other content one of its own: that of its
// publication where the two were published apart, else the next free version.
func rename(r, old *ocds.Release, try int) (remarks []string) {
	if number := strings.TrimLeft(r.Source.Publication, "0"); otherPublication(old, r) && !strings.HasSuffix(r.Source.NoticeID, "/"+number) {
		r.OCID, r.ID, r.Source.NoticeID = r.OCID+"-"+number, r.ID+"-"+number, r.Source.NoticeID+"/"+number
		return nil
	}
	version, _, _ := strings.Cut(r.Source.Version, ".")
	r.Source.Version = fmt.Sprintf("%s.%d", version, try+2)
	return []string{otherContent}
}
