package tender

import (
	"context"
	"regexp"
	"strings"

	"citiesgrow/internal/ocds"
)

// numbers are what names a notice or a procedure: a UUID (BT-04, BT-701) with or without its
// version, the number of a publication with its year and perhaps zeros before it, an OCID.
var numbers = regexp.MustCompile(`(?i)\b(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d{1,2})?|0*(\d{3,8}-(?:19|20)\d\d)|(ocds-[0-9a-z]{6}-[0-9a-z-]+))\b`)

// joined makes one word of each number in a text, so that a number is found as a whole or not
// at all: the same on both sides of the search.
func joined(text string) string {
	return numbers.ReplaceAllStringFunc(text, func(found string) string {
		m := numbers.FindStringSubmatch(found)
		return strings.ToLower(strings.ReplaceAll(m[1]+m[2]+m[3], "-", ""))
	})
}

// known are the numbers by which a tender is known: its own, and those of every notice.
func (s *Service) known(ctx context.Context, t *Tender) ([]string, error) {
	all := []string{t.ID, t.OCID}
	add := func(source ocds.Source) { all = append(all, source.Publication, source.NoticeID, source.Procedure) }
	add(t.Source)
	if len(t.Notices) < 2 {
		return once(all), nil
	}
	notices, err := s.notices.GetMany(ctx, t.Notices)
	for _, n := range notices {
		add(n.Release.Source)
	}
	return once(all), err
}
