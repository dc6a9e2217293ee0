package tender

import (
	"bytes"
	"context"
	"regexp"

	"citiesgrow/internal/notice/ocds"
)

// numbers are what names a notice or a procedure: a UUID (BT-04, BT-701) with or without its
// version, the number of a publication with its year and perhaps zeros before it, the number of
// a notice in the Official Journal ("2024/S 044-128154") or with its year behind a slash, an
// OCID, the id of a tender here.
var numbers = regexp.MustCompile(`(?i)\b(?:(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d{1,2})?` +
	`|(?P<journal>(?:19|20)\d\d)/S\s?\d{1,3}-0*(?P<notice>\d{1,8})` +
	`|0*(?P<publication>\d{3,8})[-/](?P<year>(?:19|20)\d\d)` +
	`|(?P<other>ocds-[0-9a-z]{6}-[0-9a-z-]+|tender-[0-9a-z]{6,}))\b`)

// joined makes one word of each number in a text, so that a number is found as a whole or not
// at all: the same on both sides of the search.
func joined(text string) string {
	return string(numbers.ReplaceAllFunc([]byte(text), func(found []byte) []byte {
		at := numbers.FindSubmatchIndex(found)
		number := numbers.Expand(nil, []byte("${uuid}${notice}${journal}${publication}${year}${other}"), found, at)
		return bytes.ToLower(bytes.ReplaceAll(number, []byte("-"), nil))
	}))
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
