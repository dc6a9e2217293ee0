// Package decode reads releases from OCDS 1.1 JSON: releases, records, packages of them and JSON lines, as publishers write them.
package decode

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// reading is one release while it is read.
type reading struct {
	Reader
	v        loosejson.Value // the release
	language string
	place    *time.Location // whose clock is meant where a date names no offset
	parties  *cast
	remarks  []ocds.Remark
}

// Decode reads one release from its JSON members. Its errors name no position.
func (rd Reader) Decode(fields map[string]any) (*ocds.Release, error) {
	return rd.release(loosejson.Of(fields), packageInfo{})
}

// release reads one release of a package.
func (rd Reader) release(v loosejson.Value, pack packageInfo) (*ocds.Release, error) {
	if v.String("ocid") == "" {
		return nil, errNoOCID
	}
	if len(v.String("ocid")) > longest {
		return nil, errLongOCID
	}
	pack.of(v.Get("packageInfo"))
	g := &reading{Reader: rd, v: v, language: codes.LanguageNamed(v.String("language")), place: placeOf(v), parties: newCast()}
	r := &ocds.Release{OCID: v.String("ocid"), ID: v.String("id"), Language: g.language, Date: g.moment(v, false, "date")}
	if r.Date.IsZero() {
		r.Date = loosejson.Of(map[string]any{"date": pack.date.Data()}).Moment(g.place, false, "date")
	}
	g.parties.read(v)
	r.Tender = g.tender()
	titlesOnOneLine(r.Tender)
	r.Awards = g.awards()
	r.Bids = g.bids()
	r.Changes = g.changes()
	r.Related = g.related()
	r.Private = yes(v.Flag(ocds.OwnMember, "private"))
	r.Buyer = g.buyer()
	r.Parties = g.parties.list()
	r.Tags = tags(flat(v.List("tag")), r, v)
	if r.ID == "" || len(r.ID) > longest {
		r.ID = derivedID(r)
	}
	r.Source = g.source(r, pack)
	r.Remarks = g.remarks
	if r.SaysNothing() && !takesBack(v) {
		return nil, errNothing
	}
	return r, nil
}

// of takes what a release says about the package that it came in.
func (p *packageInfo) of(info loosejson.Value) {
	if p.date.Data() == nil {
		p.date = info.Get("publishedDate")
	}
}

// flat lists the texts of a list, also of lists within it.
func flat(list []loosejson.Value) []string {
	var all []string
	for _, one := range list {
		if within, isList := one.Data().([]any); isList {
			for _, s := range within {
				all = codes.Add(all, loosejson.Of(s).String())
			}
			continue
		}
		all = codes.Add(all, one.String())
	}
	return all
}

// takesBack reports whether a release that says nothing takes something back: by its tag, or by
// null.
func takesBack(v loosejson.Value) bool {
	for _, tag := range flat(v.List("tag")) {
		if strings.HasSuffix(tag, "Cancellation") || strings.HasSuffix(tag, "Termination") {
			return true
		}
	}
	for _, field := range []any{v.Object()["tender"], v.Object()["awards"], v.Object()["contracts"]} {
		if hasNull(field) {
			return true
		}
	}
	return false
}

func hasNull(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, one := range v {
			if one == nil || hasNull(one) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, hasNull)
	}
	return false
}

func yes(b *bool) bool { return b != nil && *b }

// tags are those of the code list, whatever their case. Where the release has none,
// they follow from its content.
func tags(said []string, r *ocds.Release, v loosejson.Value) []string {
	var all []string
	for _, tag := range said {
		if i := slices.IndexFunc(ocds.ReleaseTags, func(t string) bool { return strings.EqualFold(t, tag) }); i >= 0 {
			all = codes.Add(all, ocds.ReleaseTags[i])
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, part := range []struct{ name, tag string }{{"planning", "planning"}, {"tender", "tender"}, {"awards", "award"}, {"contracts", "contract"}} {
		if len(v.List(part.name)) > 0 {
			all = append(all, part.tag)
		}
	}
	if len(all) == 0 {
		all = []string{"planning"}
	}
	return all
}

// derivedID stands for the id that a release does not have: the same on every import.
func derivedID(r *ocds.Release) string {
	sum := sha256.Sum256([]byte(r.OCID + "\x00" + r.Date.Format("2006-01-02T15:04:05.000") + "\x00" + strings.Join(r.Tags, ",")))
	return r.OCID + "-" + hex.EncodeToString(sum[:6])
}

// source says where the release came from. A release that Write made of a notice of
// another system keeps that notice's identity, so that the notice and the release
// are one publication, not two.
func (g *reading) source(r *ocds.Release, pack packageInfo) ocds.Source {
	s := ocds.Source{
		System: "ocds", NoticeID: r.OCID + "/" + r.ID, Version: "1", Procedure: r.OCID, Schema: cmp.Or(pack.version, g.v.String("version"), "1.1"),
		NoticeType: r.Tags[0], URL: g.noticeURL(),
	}
	was := g.v.Get(ocds.OwnMember, "source")
	if !g.Trusted {
		return s // anybody can write anything about where a file came from
	}
	if system := was.String("system"); slices.Contains([]string{"eforms", "ted", "ocds", "here"}, system) {
		s.System, s.NoticeID, s.Version = system, cmp.Or(was.String("noticeId"), s.NoticeID), cmp.Or(was.String("version"), s.Version)
	}
	if was.Object() != nil {
		s.Publication, s.Procedure, s.Schema = was.String("publication"), was.String("procedure"), was.String("schema")
		s.Feed = was.String("feed")
		s.NoticeType, s.Subtype, s.FormType = was.String("noticeType"), was.String("subtype"), was.String("formType")
		s.URL, s.Test = codes.Link(was.String("url")), yes(was.Flag("test"))
	}
	return s
}

// noticeURL is where the original can be read: the first document that is the notice.
func (g *reading) noticeURL() string {
	lists := append(append(g.v.Get("tender").List("documents"), g.v.Get("planning").List("documents")...), g.v.List("awards")...)
	for _, holder := range lists {
		for _, d := range append([]loosejson.Value{holder}, holder.List("documents")...) {
			if strings.HasSuffix(d.String("documentType"), "Notice") {
				if link := codes.Link(d.String("url")); link != "" {
					return link
				}
			}
		}
	}
	return ""
}

// related lists the notices of the same process that came before. Frameworks, parent
// contracts and renewals are processes of their own.
func (g *reading) related() []string {
	var all []string
	for _, p := range g.v.List("relatedProcesses") {
		relations := p.Strings("relationship")
		if !slices.Contains(relations, "planning") && !slices.Contains(relations, ocds.EarlierNotice) {
			continue
		}
		all = codes.Add(all, p.String("identifier"))
	}
	return all
}

// changes reads amendments, the list of 1.1 and the one of 1.0. Those without words
// and without changes say nothing.
func (g *reading) changes() []ocds.Amendment {
	var all []ocds.Amendment
	tender := g.v.Get("tender")
	for _, a := range slices.Concat(tender.List("amendments"), tender.List("amendment"), g.v.Get(ocds.OwnMember).List("amendments")) {
		one := ocds.Amendment{Section: a.String(ocds.OwnMember, "section"),
			Reason: a.String(ocds.OwnMember, "reason"), Description: a.Text("description", g.language)}
		if rationale := a.Text("rationale", g.language); one.Description.Empty() && one.Reason == "" && !rationale.Empty() {
			one.Description = rationale
		} else {
			one.Why = rationale
		}
		one.Old, one.New = a.String(ocds.OwnMember, "old"), a.String(ocds.OwnMember, "new")
		for _, c := range a.List("changes") {
			change := one
			change.Section, change.Old = c.String("property"), c.String("former_value")
			if change.Section != "" {
				all = append(all, change)
			}
		}
		if len(a.List("changes")) == 0 && (one.Section != "" || one.Reason != "" || !one.Description.Empty() || one.Old != "" || one.New != "") {
			all = append(all, one)
		}
	}
	return all
}

// titlesOnOneLine makes each title one line: publishers without titles put whole texts there.
func titlesOnOneLine(t *ocds.Tender) {
	if t == nil {
		return
	}
	titles := []i18n.Text{t.Title}
	for _, l := range t.Lots {
		titles = append(titles, l.Title)
	}
	for _, title := range titles {
		for language, words := range title {
			title[language] = strings.Join(strings.Fields(words), " ")
		}
	}
}
