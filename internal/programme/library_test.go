package programme_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
	"citiesgrow/internal/store"
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
	}{"a visitor": {t.Context(), false}, "another city": {h.athens, false}, "a buyer": {h.guest("one"), false}, "its city": {h.riga, true}, "the programme": {h.wide,
		true}} {
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

// The library by kind and language, by the name of a city, in pages; after a restart the index
// goes on where it stopped.
func TestThePagesOfTheLibrary(t *testing.T) {
	h := open(t)
	s := h.site()
	add := func(as context.Context, kind, title, language string) *programme.Item {
		i, err := h.Publish(as, "", programme.ItemForm{Kind: kind, Title: title, Text: "What we did.", Language: language, Themes: []string{"a"},
			Address: "https://a.example/" + language})
		h.must(err)
		return i
	}
	add(h.athens, "practice", "A fair", "en")
	add(h.riga, "toolkit", "Lots", "en")
	last := add(h.wide, "practice", "Αγορά", "el")
	h.must(store.NewFeed(h.house.DB, h.house.Log, programme.New(h.house.Kit).Module().Followers...).CatchUp(actor.AsSystem(t.Context())))
	for _, c := range []struct {
		q    programme.LibraryQuestion
		want []string
	}{
		{programme.LibraryQuestion{Kinds: []string{"practice"}}, []string{"A fair", "Αγορά"}},
		{programme.LibraryQuestion{Spoken: []string{"el"}}, []string{"Αγορά"}},
		{programme.LibraryQuestion{Spoken: []string{"el"}, Kinds: []string{"toolkit"}}, nil},
		{programme.LibraryQuestion{Words: "Athens"}, []string{"A fair"}},
		{programme.LibraryQuestion{Words: "Ateny"}, []string{"A fair"}},
	} {
		if got := h.titles(t.Context(), c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
	var p programme.LibraryPage
	s.Read(s.Get(t.Context(), "/api/v1/library?size=2&page=2"), &p)
	if p.Total != 3 || len(p.Items) != 1 || p.Page != 2 || p.Size != 2 {
		t.Errorf("%d of %d on page %d", len(p.Items), p.Total, p.Page)
	}
	for _, option := range p.Facets["kind"] {
		if want := map[string]int{"practice": 2, "toolkit": 1}[option.Value]; option.Count != want {
			t.Errorf("%s: %d, want %d", option.Value, option.Count, want)
		}
	}
	// What was taken out is not found, not even before the index has followed.
	_, err := h.Publish(h.wide, last.ID, programme.ItemForm{Revision: last.Revision, Kind: "practice", Title: "Αγορά", Text: "x", Language: "el",
		Themes: []string{"a"}, Hidden: "yes"})
	h.must(err)
	if got := h.titles(t.Context(), programme.LibraryQuestion{Spoken: []string{"el"}}); len(got) != 0 {
		t.Errorf("%q", got)
	}
	h.house.CatchUp()
	s.Read(s.Get(t.Context(), "/api/v1/library"), &p)
	if p.Total != 2 || len(p.Items) != 2 {
		t.Errorf("%d of %d", len(p.Items), p.Total)
	}
}

// The captions of a clip are a file of their own; the form is for who looks after an item.
func TestThePageOfAnItem(t *testing.T) {
	h := open(t)
	s := h.site()
	clip := `{"kind":"clip","title":"How Riga lots","description":"Five minutes.","themes":["a"],"address":"https://a.example/clip","captions":"WEBVTT\n\n00:01.000 --> 00:04.000\nHi","transcript":"We cut it."}`
	var made struct {
		ID string `json:"id"`
	}
	r := s.Ask(h.riga, "POST", "/api/v1/library", clip)
	s.Read(r, &made)
	if r.Status != 201 {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	practice, err := h.Publish(h.riga, "", programme.ItemForm{Kind: "practice", Title: "Lots", Text: "What we did.", Themes: []string{"a"}})
	h.must(err)
	s.Shows(t.Context(), "/api/v1/library/"+made.ID, []string{`"city":"riga"`, "We cut it."}, nil)
	s.Shows(t.Context(), "/library/"+made.ID+"/captions", []string{"WEBVTT\n\n00:01.000"}, nil)
	s.Shows(t.Context(), "/library/"+made.ID, []string{"We cut it."}, []string{"/library/" + made.ID + "/edit"})
	s.Shows(h.riga, "/library/"+made.ID+"/edit", []string{`value="How Riga lots"`}, nil)
	for _, c := range []struct {
		as           context.Context
		method, path string
		body         string
		status       int
	}{
		{t.Context(), "GET", "/library/" + practice.ID + "/captions", "", 404},
		{t.Context(), "POST", "/library", clip, 401},
		{h.guest("one"), "POST", "/library", clip, 403},
		{h.riga, "POST", "/library", strings.Replace(clip, "WEBVTT", "WEB", 1), 422},
		{h.riga, "POST", "/library", strings.Replace(clip, `["a"]`, `["z"]`, 1), 422},
		{h.athens, "PUT", "/library/" + made.ID, clip, 404},
		{h.riga, "PUT", "/library/" + made.ID, strings.Replace(clip, "{", `{"revision":1,"hidden":"yes",`, 1), 204},
		{t.Context(), "GET", "/library/" + made.ID, "", 404},
		{t.Context(), "GET", "/library/" + made.ID + "/captions", "", 404},
		{h.riga, "GET", "/library/" + made.ID, "", 200},
	} {
		if r := s.Ask(c.as, c.method, "/api/v1"+c.path, c.body); r.Status != c.status {
			t.Errorf("%s %s: status %d, want %d: %.300s", c.method, c.path, r.Status, c.status, r.Body)
		}
	}
	if r := s.Get(h.athens, "/library/"+practice.ID+"/edit"); r.Status != 404 {
		t.Errorf("another city opens the form: status %d", r.Status)
	}
}
