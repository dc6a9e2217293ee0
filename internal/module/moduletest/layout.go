package moduletest

import (
	"regexp"
	"strings"
)

var (
	tagged   = regexp.MustCompile(`</?[a-zA-Z](?:"[^"]*"|[^<>"])*>`)
	spaced   = regexp.MustCompile(`"[^"]*"|\s+`)
	behind   = regexp.MustCompile(`>[ \t]*\n\s*`)
	inFront  = regexp.MustCompile(`[ \t]*\n\s*<`)
	tagsEnd  = regexp.MustCompile(`\s*/?>$`)
	doctypes = regexp.MustCompile(`^\s*<!doctype html>`)
)

// Unlaid is a page without the line breaks and indents of its templates, so that a test can say what
// a page holds and not how its source is laid out. Anything but a page stays as it is.
func Unlaid(text string) string {
	if !doctypes.MatchString(strings.ToLower(text[:min(len(text), 40)])) {
		return text
	}
	text = tagged.ReplaceAllStringFunc(text, func(tag string) string {
		tag = spaced.ReplaceAllStringFunc(tag, func(part string) string {
			if part[0] == '"' {
				return part // a value stays as it is
			}
			return " "
		})
		return tagsEnd.ReplaceAllString(tag, ">")
	})
	return inFront.ReplaceAllString(behind.ReplaceAllString(text, ">"), "<")
}
