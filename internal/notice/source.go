package notice

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
)

// Feeds that notices of their formats come from where no other is named: eForms and TED XML
// from the Official Journal, what is posted here from here.
var feedOf = map[string]string{"eforms": "ted", "ted": "ted", Here: Here, "ocds": ""}

func Feed(s ocds.Source) string { return cmp.Or(s.Feed, feedOf[s.System]) }

func IsCall(tags []string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return strings.HasPrefix(tag, "tender") })
}
