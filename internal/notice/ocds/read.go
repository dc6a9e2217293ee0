package ocds

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
)

// own is the name under which Write keeps what the standard and its extensions have
// no field for, so that nothing is lost between two houses.
const own = "citiesgrow"

// reading is one release while it is read.
type reading struct {
	Reader
	v        value // the release
	language string
	place    *time.Location // whose clock is meant where a date names no offset
	parties  *cast
	remarks  []Remark
}

// release reads one release of a package.
func (rd Reader) release(v value, pack packageInfo) (*Release, error) {
	if v.str("ocid") == "" {
		return nil, errNoOCID
	}
	if len(v.str("ocid")) > longest {
		return nil, errLongOCID
	}
	pack.of(v.get("packageInfo"))
	g := &reading{Reader: rd, v: v, language: codes.LanguageNamed(v.str("language")), place: placeOf(v), parties: newCast()}
	r := &Release{OCID: v.str("ocid"), ID: v.str("id"), Language: g.language, Date: g.moment(v, false, "date")}
	if r.Date.IsZero() {
		r.Date = value{map[string]any{"date": pack.date.any}}.moment(g.place, false, "date")
	}
	g.parties.read(v)
	r.Tender = g.tender()
	r.Tender.titlesOnOneLine()
	r.Awards = g.awards()
	r.Bids = g.bids()
	r.Changes = g.changes()
	r.Related = g.related()
	r.Private = yes(v.flag(own, "private"))
	r.Buyer = g.buyer()
	r.Parties = g.parties.list()
	r.Tags = tags(flat(v.list("tag")), r, v)
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

// titlesOnOneLine makes each title one line: publishers without titles put whole texts there.
func (t *Tender) titlesOnOneLine() {
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

// SaysNothing reports whether a release says neither what is bought, nor by whom, nor what came
// of it: the error page of a service, or an ocid alone.
func (r *Release) SaysNothing() bool {
	t := r.Tender
	silent := t == nil || t.Title.Empty() && t.Description.Empty() && len(t.CPV) == 0 && len(t.Lots) == 0 && len(t.Documents) == 0 &&
		len(t.Classifications) == 0 &&
		t.Value == nil && t.Deadline.IsZero() && t.DeadlineText == "" && t.Status == "" && t.Period == Period{}
	return silent && r.Buyer.Name == "" && len(r.Parties) == 0 && len(r.Awards) == 0 && len(r.Bids) == 0 && len(r.Changes) == 0
}

// of takes what a release says about the package that it came in.
func (p *packageInfo) of(info value) {
	if p.date.any == nil {
		p.date = info.get("publishedDate")
	}
}

// flat lists the texts of a list, also of lists within it.
func flat(list []value) []string {
	var all []string
	for _, one := range list {
		if within, isList := one.any.([]any); isList {
			for _, s := range within {
				all = codes.Add(all, value{s}.str())
			}
			continue
		}
		all = codes.Add(all, one.str())
	}
	return all
}

// takesBack reports whether a release that says nothing takes something back: by its tag, or by
// null.
func takesBack(v value) bool {
	for _, tag := range flat(v.list("tag")) {
		if strings.HasSuffix(tag, "Cancellation") || strings.HasSuffix(tag, "Termination") {
			return true
		}
	}
	for _, field := range []any{v.object()["tender"], v.object()["awards"], v.object()["contracts"]} {
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

// releaseTags are the closed code list releaseTag, but "compiled", which says only
// how the release was made.
var releaseTags = strings.Fields("planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award awardUpdate awardCancellation " +
	"contract contractUpdate contractAmendment implementation implementationUpdate contractTermination")

// tags are those of the code list, whatever their case. Where the release has none,
// what is in it tells.
func tags(said []string, r *Release, v value) []string {
	var all []string
	for _, tag := range said {
		if i := slices.IndexFunc(releaseTags, func(t string) bool { return strings.EqualFold(t, tag) }); i >= 0 {
			all = codes.Add(all, releaseTags[i])
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, part := range []struct{ name, tag string }{{"planning", "planning"}, {"tender", "tender"}, {"awards", "award"}, {"contracts", "contract"}} {
		if len(v.list(part.name)) > 0 {
			all = append(all, part.tag)
		}
	}
	if len(all) == 0 {
		all = []string{"planning"}
	}
	return all
}

// derivedID stands for the id that a release does not have: the same on every import.
func derivedID(r *Release) string {
	sum := sha256.Sum256([]byte(r.OCID + "\x00" + r.Date.Format("2006-01-02T15:04:05.000") + "\x00" + strings.Join(r.Tags, ",")))
	return r.OCID + "-" + hex.EncodeToString(sum[:6])
}

// source says where the release came from. A release that Write made of a notice of
// another system keeps that notice's identity, so that the notice and the release
// are one publication, not two.
func (g *reading) source(r *Release, pack packageInfo) Source {
	s := Source{
		System: "ocds", NoticeID: r.OCID + "/" + r.ID, Version: "1", Procedure: r.OCID, Schema: cmp.Or(pack.version, g.v.str("version"), "1.1"),
		NoticeType: r.Tags[0], URL: g.noticeURL(),
	}
	was := g.v.get(own, "source")
	if !g.Trusted {
		return s // anybody can write anything about where a file came from
	}
	if system := was.str("system"); slices.Contains([]string{"eforms", "ted", "ocds", "here"}, system) {
		s.System, s.NoticeID, s.Version = system, cmp.Or(was.str("noticeId"), s.NoticeID), cmp.Or(was.str("version"), s.Version)
	}
	if was.object() != nil {
		s.Publication, s.Procedure, s.Schema = was.str("publication"), was.str("procedure"), was.str("schema")
		s.Feed = was.str("feed")
		s.NoticeType, s.Subtype, s.FormType = was.str("noticeType"), was.str("subtype"), was.str("formType")
		s.URL, s.Test = codes.Link(was.str("url")), yes(was.flag("test"))
	}
	return s
}

// noticeURL is where the original can be read: the first document that is the notice.
func (g *reading) noticeURL() string {
	lists := append(append(g.v.get("tender").list("documents"), g.v.get("planning").list("documents")...), g.v.list("awards")...)
	for _, holder := range lists {
		for _, d := range append([]value{holder}, holder.list("documents")...) {
			if strings.HasSuffix(d.str("documentType"), "Notice") {
				if link := codes.Link(d.str("url")); link != "" {
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
	for _, p := range g.v.list("relatedProcesses") {
		relations := p.strs("relationship")
		if !slices.Contains(relations, "planning") && !slices.Contains(relations, sameProcess) {
			continue
		}
		all = codes.Add(all, p.str("identifier"))
	}
	return all
}

// sameProcess is the relationship that Write gives to an earlier notice.
const sameProcess = "x_earlierNotice"

// changes reads amendments, the list of 1.1 and the one of 1.0. Those without words
// and without changes say nothing.
func (g *reading) changes() []Amendment {
	var all []Amendment
	tender := g.v.get("tender")
	for _, a := range slices.Concat(tender.list("amendments"), tender.list("amendment"), g.v.get(own).list("amendments")) {
		one := Amendment{Section: a.str(own, "section"), Reason: a.str(own, "reason"), Description: a.text("description", g.language)}
		if rationale := a.text("rationale", g.language); one.Description.Empty() && one.Reason == "" && !rationale.Empty() {
			one.Description = rationale
		} else {
			one.Why = rationale
		}
		one.Old, one.New = a.str(own, "old"), a.str(own, "new")
		for _, c := range a.list("changes") {
			change := one
			change.Section, change.Old = c.str("property"), c.str("former_value")
			if change.Section != "" {
				all = append(all, change)
			}
		}
		if len(a.list("changes")) == 0 && (one.Section != "" || one.Reason != "" || !one.Description.Empty() || one.Old != "" || one.New != "") {
			all = append(all, one)
		}
	}
	return all
}
