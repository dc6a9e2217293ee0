package official

import (
	"html"
	"regexp"
	"strings"
)

var entity = regexp.MustCompile(`&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-z]{2,8});`)

// Plain reads a text that a portal kept as HTML ("St Bede&apos;s"), some of them twice
// over. Only what ends in a semicolon is taken for an entity, so that addresses with
// parameters stay as they are.
func Plain(s string) string {
	for range 3 {
		if !strings.Contains(s, "&") {
			break
		}
		s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	}
	return s
}
