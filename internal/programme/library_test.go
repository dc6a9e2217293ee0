package programme_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

const vtt = "WEBVTT\n\n00:01.000 --> 00:04.000\nAsk for small lots.\n"

// A clip is let in only with captions and a transcript, and is found by what is said in it.
func TestAClipNeedsCaptionsAndATranscript(t *testing.T) {
	h := open(t)
	clip := programme.ItemForm{Kind: "clip", Title: "How Riga lots", Text: "Five minutes.", Language: "en", Themes: []string{"a"},
		Address: "https://example.org/clip", Captions: vtt}
	if _, err := h.Publish(h.riga, "", clip); !wrong(err, "transcript") || wrong(err, "captions") {
		t.Errorf("without a transcript: %v", err)
	}
	clip.Transcript = "We cut the laundry contract into nine parts."
	for says, captions := range map[string]string{"none": "", "a subtitle file of another kind": "1\n00:00:01,000 --> 00:00:04,000\nHi",
		"no times": "WEBVTT\n\nHi", "a longer word": "WEBVTTX\n\n00:01.000 --> 00:04.000\nHi"} {
		wrongly := clip
		wrongly.Captions = captions
		if _, err := h.Publish(h.riga, "", wrongly); !wrong(err, "captions") {
			t.Errorf("captions of %s: %v", says, err)
		}
	}
	clip.Captions = "\ufeffWEBVTT - of Riga\r\n\r\n01:00:01.000 --> 01:00:04.000 align:start\r\nHi\r\n"
	made, err := h.Publish(h.riga, "", clip)
	h.must(err)
	tab := clip
	tab.Transcript, tab.Captions = "Said", "WEBVTT\tof Riga\n\n00:01.000 --> 00:04.000\nHi"
	if _, err := h.Publish(h.riga, "", tab); err != nil {
		t.Errorf("a tab after the first word: %v", err)
	}
	_, err = h.Item(h.riga, "item-none")
	h.is(err, problem.NotFound, "an item that is none")
	if made.City != "riga" {
		t.Errorf("it is of %q", made.City)
	}
	for field, spoil := range map[string]func(*programme.ItemForm){
		"address": func(f *programme.ItemForm) { f.Address = "javascript:alert(1)" }, "title": func(f *programme.ItemForm) { f.Title = " " },
		"themes": func(f *programme.ItemForm) { f.Themes = nil },
		"kind":   func(f *programme.ItemForm) { f.Kind = "" },
	} {
		f := clip
		spoil(&f)
		if _, err := h.Publish(h.riga, "", f); !wrong(err, field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	h.house.CatchUp()
	if got := h.titles(t.Context(), programme.LibraryQuestion{Words: "laundry"}); !slices.Equal(got, []string{"How Riga lots"}) {
		t.Errorf("found by what is said: %v", got)
	}
}

func (h *house) titles(ctx context.Context, q programme.LibraryQuestion) []string {
	h.t.Helper()
	q.Page, q.Size = 1, 20
	found, _, err := h.Library(ctx, q)
	h.must(err)
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
	practice := func(ctx context.Context, title string, themes ...string) *programme.Item {
		t.Helper()
		i, err := h.Publish(ctx, "", programme.ItemForm{Kind: "practice", Title: title, Text: "What we did.", Language: "en", Themes: themes})
		h.must(err)
		return i
	}
	practice(h.athens, "A jobs fair in the market", "b")
	lots := practice(h.riga, "Small lots", "a", "c")
	practice(h.wide, "Plain words", "a")
	h.house.CatchUp()
	visitor := t.Context()
	for _, c := range []struct {
		q    programme.LibraryQuestion
		want []string
	}{
		{programme.LibraryQuestion{}, []string{"A jobs fair in the market", "Plain words", "Small lots"}},
		{programme.LibraryQuestion{Themes: []string{"a"}}, []string{"Plain words", "Small lots"}},
		{programme.LibraryQuestion{Cities: []string{"athens"}}, []string{"A jobs fair in the market"}},
		{programme.LibraryQuestion{Words: "lots", Themes: []string{"b"}}, nil},
	} {
		if got := h.titles(visitor, c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.q, got, c.want)
		}
	}
	f := programme.ItemForm{Revision: lots.Revision, Kind: "practice", Title: "Small lots", Text: "What we did.", Language: "en", Themes: []string{"a"},
		Hidden: "yes"}
	if _, err := h.Publish(h.athens, lots.ID, f); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city changes it: %v", err)
	}
	_, err := h.Publish(h.riga, lots.ID, f)
	h.must(err)
	h.house.CatchUp()
	if got := h.titles(visitor, programme.LibraryQuestion{Themes: []string{"a"}}); !slices.Equal(got, []string{"Plain words"}) {
		t.Errorf("taken out: %v", got)
	}
	if _, err := h.Item(visitor, lots.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("anybody opens what was taken out: %v", err)
	}
	if _, err := h.Item(h.riga, lots.ID); err != nil {
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
		spoil            func(*programme.ItemForm)
	}{
		{"no title", "title", "problem.required", func(f *programme.ItemForm) { f.Title = " " }},
		{"no text", "description", "problem.required", func(f *programme.ItemForm) { f.Text = "" }},
		{"no kind", "kind", "problem.required", func(f *programme.ItemForm) { f.Kind = "" }},
		{"no theme", "themes", "problem.required", func(f *programme.ItemForm) { f.Themes = nil }},
		{"a toolkit without an address", "address", "problem.required", func(f *programme.ItemForm) { f.Address = "" }},
		{"an address that is not safe", "address", "problem.http_url", func(f *programme.ItemForm) { f.Address = "http://a.example" }},
		{"an address of nowhere", "address", "problem.http_url", func(f *programme.ItemForm) { f.Address = "https:///x" }},
		{"two addresses", "address", "problem.http_url", func(f *programme.ItemForm) { f.Address = "https://a.example https://b.example" }},
		{"a city that is none", "city", "problem.city_unknown", func(f *programme.ItemForm) { f.City = "atlantis" }},
		{"a clip without a transcript", "transcript", "library.transcript_missing",
			func(f *programme.ItemForm) { f.Kind, f.Captions, f.Transcript = "clip", vtt, " " }},
	} {
		f := programme.ItemForm{Kind: "toolkit", Title: "A toolkit", Text: "What we did.", Themes: []string{"a"}, Address: "https://a.example/kit"}
		c.spoil(&f)
		_, err := h.Publish(h.wide, "", f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	for i, err := range h.Items(t.Context()) {
		t.Errorf("stored: %+v, %v", i, err)
	}
}

// An item is its city's, whatever its form says; the programme's staff changes every city's.
func TestWhoKeepsAnItem(t *testing.T) {
	h := open(t)
	f := programme.ItemForm{Kind: "practice", Title: "Small lots", Text: "What we did.", Themes: []string{"a"}, City: "athens", Captions: vtt, Transcript: "Said"}
	i, err := h.Publish(h.riga, "", f)
	h.must(err)
	if i.City != "riga" || i.Language != "en" || i.Captions != "" || i.Transcript != "" {
		t.Errorf("%+v", i)
	}
	f.Revision = i.Revision
	for says, as := range map[string]context.Context{"the city that the form names": h.athens, "another city": h.tampere} {
		_, err := h.Publish(as, i.ID, f)
		h.is(err, problem.NotFound, says+" changes it")
	}
	f.City, f.Hidden = "riga", "yes"
	i, err = h.Publish(h.wide, i.ID, f)
	h.must(err)
	hidden := i.Hidden
	if hidden.IsZero() || i.City != "riga" {
		t.Errorf("%+v", i)
	}
	for says, c := range map[string]struct {
		as  context.Context
		may bool
	}{"a visitor": {t.Context(), false}, "another city": {h.athens, false}, "a buyer": {h.guest("one"), false}, "its city": {h.riga, true},
		"the programme": {h.wide, true}} {
		if _, err := h.Item(c.as, i.ID); (err == nil) != c.may {
			t.Errorf("%s opens what was taken out: %v", says, err)
		}
	}
	h.now = h.now.Add(time.Hour)
	f.Revision = i.Revision
	if i, err = h.Publish(h.riga, i.ID, f); err != nil || !i.Hidden.Equal(hidden) {
		t.Errorf("it was taken out at %s, now at %s, %v", hidden, i.Hidden, err)
	}
	f.Revision, f.Hidden = i.Revision, ""
	if i, err = h.Publish(h.riga, i.ID, f); err != nil || !i.Hidden.IsZero() {
		t.Errorf("it is back: %+v, %v", i, err)
	}
	_, err = h.Publish(h.riga, i.ID, f)
	h.is(err, problem.Conflict, "an older form")
}
