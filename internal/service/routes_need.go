package service

import (
	"slices"
	"strings"

	"citiesgrow/internal/topic"
	"citiesgrow/web"
)

// SayNeed names a need and its detail in the reader's language.
func SayNeed(c *web.Ctx, kind, detail string) string {
	label := kind
	if slices.Contains(Needs(), kind) {
		label = c.Words.T("service.need_" + kind)
	}
	switch {
	case detail == "":
		return label
	case kind == "language":
		var names []string
		for code := range strings.SplitSeq(detail, ",") {
			names = append(names, c.Words.LanguageName(code))
		}
		detail = c.Words.Join(names)
	case kind == "insurance" && (detail == "liability" || detail == "professional"):
		return c.Words.T("supplier.insurance_" + detail)
	}
	return label + ": " + detail
}

// SayTopic names a topic in the reader's language; an unknown one by its id.
func SayTopic(c *web.Ctx, id string) string {
	if !topic.Known(id) {
		return id
	}
	return c.Words.T("topic." + id)
}
