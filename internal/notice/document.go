package notice

import (
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ocds/merge"
)

// documentKind says how the releases of a document add up to its statement.
type documentKind int

const (
	// merging: releases of one OCDS process. They are merged by the rules of the standard:
	// ids hold for the whole process, a list that is repeated changes what it repeats and
	// removes nothing.
	merging documentKind = iota
	// replacing: versions of one eForms or TED notice and the corrections of it, each of which
	// repeats the whole notice, or a contract that was posted here. The last one replaces what
	// those before it said. The ids of results, organisations and contracts hold within the
	// document alone; those of lots hold for the whole procedure.
	replacing
	// patching: a TED corrigendum (F14). It says only what it changes.
	patching
)

// document is what one source has said in one publication and its corrections.
type document struct {
	kind     documentKind
	releases []*ocds.Release // in the order of publication
	merged   *merge.Process  // of a merging document: the releases so far
}

func kindOfDocument(r *ocds.Release) documentKind {
	switch {
	case r.Source.System == "ocds":
		return merging
	case r.Source.System == "ted" && r.Source.FormType == "change":
		return patching
	}
	return replacing
}

// documentNames are the names under which the notices of one document are found.
func documentNames(r *ocds.Release) []string {
	switch {
	case r.Source.System == "ocds":
		return []string{"process " + r.OCID}
	case r.Source.System == Here:
		return []string{"here " + r.OCID}
	}
	names := []string{"notice " + codes.NoticeNumber(r.Source.NoticeID)}
	if r.Source.Publication != "" { // the same notice in another format
		names = append(names, "notice "+codes.NoticeNumber(r.Source.Publication))
	}
	return names
}

// corrected is the name of the notice that a release corrects; empty where it corrects none.
func corrected(r *ocds.Release) string {
	if r.Replaces == "" {
		return ""
	}
	return "notice " + codes.NoticeNumber(r.Replaces)
}

// statement is what the document says now.
func (d *document) statement() *ocds.Release {
	last := d.releases[len(d.releases)-1]
	switch {
	case d.kind == merging:
		return d.mergedStatement(last)
	case len(d.releases) == 1:
		return last
	}
	return d.lastStatement(*last)
}

// mergedStatement merges the releases of a process. Releases are only ever added behind those
// that are merged already.
func (d *document) mergedStatement(last *ocds.Release) *ocds.Release {
	if len(d.releases) == 1 && !strings.HasSuffix(strings.Join(last.Tags, " "), "Cancellation") {
		return last
	}
	if d.merged == nil {
		d.merged = &merge.Process{}
	}
	for _, r := range d.releases[d.merged.Count():] {
		if d.merged.Add(r) != nil {
			return last // what was stored cannot be read any more: the last release alone counts
		}
	}
	compiled, err := d.merged.Release(decode.Reader{Criteria: criterion.Read})
	if err != nil {
		return last
	}
	compiled.Tags, compiled.Source, compiled.Date, compiled.Changes, compiled.Private = tagsOf(d.releases), last.Source, last.Date, last.Changes, last.Private
	return compiled
}

// tagsOf are the tags of all releases.
func tagsOf(releases []*ocds.Release) []string {
	var tags []string
	for _, r := range releases {
		tags = codes.Add(tags, r.Tags...)
	}
	return tags
}

// lastStatement is the last release, with what an earlier one took back: a lot that was
// cancelled stays so when another part of the notice is corrected later. A release without a
// title is no whole notice: what it leaves out stays as it was.
func (d *document) lastStatement(last ocds.Release) *ocds.Release {
	partial := last.Tender != nil && last.Tender.Title.Empty()
	for _, r := range slices.Backward(d.releases[:len(d.releases)-1]) {
		if r.Tender == nil {
			continue
		}
		if last.Tender == nil {
			last.Tender = r.Tender
			continue
		}
		t := *last.Tender
		t.Lots = slices.Clone(t.Lots)
		for i := range t.Lots {
			if t.Lots[i].Status == "" && r.Source.System != Here && cancelledLot(r.Tender.Lots, t.Lots[i].ID) && !d.goesOn(r, t.Lots[i].ID) {
				t.Lots[i].Status = "cancelled"
			}
		}
		if partial {
			t = overlay(*r.Tender, t)
		}
		last.Tender = &t
	}
	if d.releases[0].Source.System == Here {
		d.keepOutcome(&last)
		return &last
	}
	last.Tags = slices.Clone(last.Tags)
	for _, r := range d.releases {
		for _, tag := range r.Tags {
			if strings.HasSuffix(tag, "Cancellation") {
				last.Tags = codes.Add(last.Tags, tag)
			}
		}
	}
	return &last
}

// keepOutcome copies the outcome that an earlier notice of a contract posted here published, where the
// last notice has none.
func (d *document) keepOutcome(last *ocds.Release) {
	if _, ok := outcomeOf(last); ok {
		return
	}
	for _, r := range slices.Backward(d.releases) {
		if len(r.Awards) > 0 {
			last.Awards, last.Bids, last.Parties, last.Tags = r.Awards, r.Bids, r.Parties, r.Tags
			return
		}
	}
}

// goesOn reports whether a release after r changes a lot in another way than cancelling it: the
// buyer took the cancellation back.
func (d *document) goesOn(r *ocds.Release, lot string) bool {
	after := d.releases[slices.Index(d.releases, r)+1:]
	return slices.ContainsFunc(after, func(later *ocds.Release) bool {
		return slices.ContainsFunc(later.Changes, func(c ocds.Amendment) bool {
			return c.Reason != "cancel" && slices.Contains(strings.FieldsFunc(c.Section, func(r rune) bool { return r == ',' || r == ' ' }), lot)
		})
	})
}

func cancelledLot(lots []ocds.Lot, id string) bool {
	return slices.ContainsFunc(lots, func(l ocds.Lot) bool { return l.ID == id && l.Status == "cancelled" })
}
