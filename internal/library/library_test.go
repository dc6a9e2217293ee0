package library_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/library"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

const vtt = "WEBVTT\n\n00:01.000 --> 00:04.000\nAsk for small lots.\n"

// A clip is let in only with captions and a transcript, and is found by what is said in it.
func TestAClipNeedsCaptionsAndATranscript(t *testing.T) {
	h := open(t)
	clip := library.Form{Kind: "clip", Title: "How Riga lots", Text: "Five minutes.", Language: "en", Themes: []string{"a"},
		Address: "https://example.org/clip", Captions: vtt}
	if _, err := h.Create(h.riga, clip); !wrong(err, "transcript") || wrong(err, "captions") {
		t.Errorf("without a transcript: %v", err)
	}
	clip.Transcript = "We cut the laundry contract into nine parts."
	for says, captions := range map[string]string{"none": "", "a subtitle file of another kind": "1\n00:00:01,000 --> 00:00:04,000\nHi",
		"no times": "WEBVTT\n\nHi", "a longer word": "WEBVTTX\n\n00:01.000 --> 00:04.000\nHi"} {
		wrongly := clip
		wrongly.Captions = captions
		if _, err := h.Create(h.riga, wrongly); !wrong(err, "captions") {
			t.Errorf("captions of %s: %v", says, err)
		}
	}
	clip.Captions = "\ufeffWEBVTT - of Riga\r\n\r\n01:00:01.000 --> 01:00:04.000 align:start\r\nHi\r\n"
	made, err := h.Create(h.riga, clip)
	h.Must(err)
	tab := clip
	tab.Transcript, tab.Captions = "Said", "WEBVTT\tof Riga\n\n00:01.000 --> 00:04.000\nHi"
	if _, err := h.Create(h.riga, tab); err != nil {
		t.Errorf("a tab after the first word: %v", err)
	}
	_, err = h.Get(h.riga, "item-none")
	h.Is(err, problem.NotFound, "an item that is none")
	if made.City != "riga" {
		t.Errorf("it is of %q", made.City)
	}
	for field, spoil := range map[string]func(*library.Form){
		"address": func(f *library.Form) { f.Address = "javascript:alert(1)" }, "title": func(f *library.Form) { f.Title = " " },
		"themes": func(f *library.Form) { f.Themes = nil },
		"kind":   func(f *library.Form) { f.Kind = "" },
	} {
		f := clip
		spoil(&f)
		if _, err := h.Create(h.riga, f); !wrong(err, field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	h.CatchUp()
	if got := h.titles(t.Context(), library.Query{Words: "laundry"}); !slices.Equal(got, []string{"How Riga lots"}) {
		t.Errorf("found by what is said: %v", got)
	}
}

func (h *house) titles(ctx context.Context, q library.Query) []string {
	h.t.Helper()
	q.Page, q.Size = 1, 20
	found, _, err := h.List(ctx, q)
	h.Must(err)
	var all []string
	for _, i := range found {
		all = append(all, i.Title)
	}
	slices.Sort(all)
	return all
}

// The library is narrowed by theme and city, is open to everybody, and what is taken out is
// gone for all but who looks after it.
func TestTheLibraryIsSearched(t *testing.T) {
	h := open(t)
	practice := func(ctx context.Context, title string, themes ...string) *library.Item {
		t.Helper()
		i, err := h.Create(ctx, library.Form{Kind: "practice", Title: title, Text: "What we did.", Language: "en", Themes: themes})
		h.Must(err)
		return i
	}
	practice(h.athens, "A jobs fair in the market", "b")
	lots := practice(h.riga, "Small lots", "a", "c")
	practice(h.wide, "Plain words", "a")
	h.CatchUp()
	visitor := t.Context()
	for _, c := range []struct {
		q    library.Query
		want []string
	}{
		{library.Query{}, []string{"A jobs fair in the market", "Plain words", "Small lots"}},
		{library.Query{Themes: []string{"a"}}, []string{"Plain words", "Small lots"}},
		{library.Query{Cities: []string{"athens"}}, []string{"A jobs fair in the market"}},
		{library.Query{Words: "lots", Themes: []string{"b"}}, nil},
	} {
		if got := h.titles(visitor, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.q, got, c.want)
		}
	}
	f := library.Form{Revision: lots.Revision, Kind: "practice", Title: "Small lots", Text: "What we did.", Language: "en", Themes: []string{"a"},
		Hidden: "yes"}
	if _, err := h.Change(h.athens, lots.ID, f); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city changes it: %v", err)
	}
	_, err := h.Change(h.riga, lots.ID, f)
	h.Must(err)
	h.CatchUp()
	if got := h.titles(visitor, library.Query{Themes: []string{"a"}}); !slices.Equal(got, []string{"Plain words"}) {
		t.Errorf("taken out: %v", got)
	}
	if _, err := h.Get(visitor, lots.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("anybody opens what was taken out: %v", err)
	}
	if _, err := h.Get(h.riga, lots.ID); err != nil {
		t.Errorf("its own staff does not: %v", err)
	}
	if differs, err := h.Module().Check(h.wide); err != nil || len(differs) > 0 {
		t.Errorf("%v %v", differs, err)
	}
}

// Each wrong input is refused with the name of its field, and nothing is stored.
func TestWhatAnItemMustTell(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		says, field, key string
		spoil            func(*library.Form)
	}{
		{"no title", "title", "problem.required", func(f *library.Form) { f.Title = " " }},
		{"no text", "description", "problem.required", func(f *library.Form) { f.Text = "" }},
		{"no kind", "kind", "problem.required", func(f *library.Form) { f.Kind = "" }},
		{"no theme", "themes", "problem.required", func(f *library.Form) { f.Themes = nil }},
		{"a toolkit without an address", "address", "problem.required", func(f *library.Form) { f.Address = "" }},
		{"an address that is not safe", "address", "problem.http_url", func(f *library.Form) { f.Address = "http://a.example" }},
		{"an address of nowhere", "address", "problem.http_url", func(f *library.Form) { f.Address = "https:///x" }},
		{"two addresses", "address", "problem.http_url", func(f *library.Form) { f.Address = "https://a.example https://b.example" }},
		{"a city that is none", "city", "problem.city_unknown", func(f *library.Form) { f.City = "atlantis" }},
		{"a clip without a transcript", "transcript", "library.transcript_missing",
			func(f *library.Form) { f.Kind, f.Captions, f.Transcript = "clip", vtt, " " }},
	} {
		f := library.Form{Kind: "toolkit", Title: "A toolkit", Text: "What we did.", Themes: []string{"a"}, Address: "https://a.example/kit"}
		c.spoil(&f)
		_, err := h.Create(h.wide, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	for i, err := range h.All(t.Context()) {
		t.Errorf("stored: %+v, %v", i, err)
	}
}

// An item is its city's, whatever its form says; the programme's staff changes every city's.
func TestWhoKeepsAnItem(t *testing.T) {
	h := open(t)
	f := library.Form{Kind: "practice", Title: "Small lots", Text: "What we did.", Themes: []string{"a"}, City: "athens", Captions: vtt, Transcript: "Said"}
	i, err := h.Create(h.riga, f)
	h.Must(err)
	if i.City != "riga" || i.Language != "en" || i.Captions != "" || i.Transcript != "" {
		t.Errorf("%+v", i)
	}
	f.Revision = i.Revision
	for says, as := range map[string]context.Context{"the city that the form names": h.athens, "another city": h.tampere} {
		_, err := h.Change(as, i.ID, f)
		h.Is(err, problem.NotFound, says+" changes it")
	}
	f.City, f.Hidden = "riga", "yes"
	i, err = h.Change(h.wide, i.ID, f)
	h.Must(err)
	hidden := i.Hidden
	if hidden.IsZero() || i.City != "riga" {
		t.Errorf("%+v", i)
	}
	for says, c := range map[string]struct {
		as  context.Context
		may bool
	}{"a visitor": {t.Context(), false}, "another city": {h.athens, false}, "a buyer": {h.As("one", actor.Buyer, "riga"), false}, "its city": {h.riga, true},
		"the programme": {h.wide, true}} {
		if _, err := h.Get(c.as, i.ID); (err == nil) != c.may {
			t.Errorf("%s opens what was taken out: %v", says, err)
		}
	}
	h.now = h.now.Add(time.Hour)
	f.Revision = i.Revision
	if i, err = h.Change(h.riga, i.ID, f); err != nil || !i.Hidden.Equal(hidden) {
		t.Errorf("it was taken out at %s, now at %s, %v", hidden, i.Hidden, err)
	}
	f.Revision, f.Hidden = i.Revision, ""
	if i, err = h.Change(h.riga, i.ID, f); err != nil || !i.Hidden.IsZero() {
		t.Errorf("it is back: %+v, %v", i, err)
	}
	_, err = h.Change(h.riga, i.ID, f)
	if now := moduletest.Stale[library.Item](h.House, err); now.ID != i.ID || now.Revision != i.Revision {
		t.Errorf("an older form: stored is %+v", now)
	}
	if other, err := h.Create(h.riga, f); err != nil || other.ID == i.ID || other.Revision != 1 {
		t.Errorf("a new item with the revision of another: %+v, %v", other, err)
	}
	for says, c := range h.Outsiders() {
		_, err := h.Create(c.As, f)
		h.Is(err, c.Kind, says+" adds an item")
		_, err = h.Change(c.As, i.ID, f)
		h.Is(err, c.Kind, says+" changes an item")
	}
}
