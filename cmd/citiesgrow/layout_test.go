package main

import (
	"regexp"
	"strings"
	"testing"
)

var (
	tagged   = regexp.MustCompile(`</?[a-zA-Z](?:"[^"]*"|[^<>"])*>`)
	spaced   = regexp.MustCompile(`"[^"]*"|\s+`)
	behind   = regexp.MustCompile(`>[ \t]*\n\s*`)
	inFront  = regexp.MustCompile(`[ \t]*\n\s*<`)
	tagsEnd  = regexp.MustCompile(`\s*/?>$`)
	doctypes = regexp.MustCompile(`^\s*<!doctype html>`)
)

// unlaid is a page without the line breaks and indents of its templates, so that a test can say what
// a page holds and not how its source is laid out. Anything but a page stays as it is.
func unlaid(text string) string {
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

func TestUnlaid(t *testing.T) {
	const page = "<!DOCTYPE html>\n<p\n  class=\"a\"\n>\n  one <b>two</b>\n  three\n</p>\n<input\n  name=\"x\n y\" /><i\n>4</i\n>"
	if got := unlaid(page); got != "<!DOCTYPE html><p class=\"a\">one <b>two</b>three</p><input name=\"x\n y\"><i>4</i>" {
		t.Errorf("%q", got)
	}
	if got := unlaid("{\n  \"a\": 1\n}"); got != "{\n  \"a\": 1\n}" {
		t.Errorf("%q", got)
	}
}
