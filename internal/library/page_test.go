package library_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/library"
	"citiesgrow/internal/store"
)

// The library by kind and language, by the name of a city, in pages; after a restart the index
// goes on where it stopped.
func TestThePagesOfTheLibrary(t *testing.T) {
	h := open(t)
	s := h.Site(h.Module())
	add := func(as context.Context, kind, title, language string) *library.Item {
		i, err := h.Create(as, library.Form{Kind: kind, Title: title, Text: "What we did.", Language: language, Themes: []string{"a"},
			Address: "https://a.example/" + language})
		h.Must(err)
		return i
	}
	add(h.athens, "practice", "A fair", "en")
	add(h.riga, "toolkit", "Lots", "en")
	last := add(h.wide, "practice", "Αγορά", "el")
	h.Must(store.NewFeed(h.DB, h.Log, library.New(h.Kit).Module().Followers...).CatchUp(actor.AsSystem(t.Context())))
	for _, c := range []struct {
		q    library.Query
		want []string
	}{
		{library.Query{Kinds: []string{"practice"}}, []string{"A fair", "Αγορά"}},
		{library.Query{Spoken: []string{"el"}}, []string{"Αγορά"}},
		{library.Query{Spoken: []string{"el"}, Kinds: []string{"toolkit"}}, nil},
		{library.Query{Words: "Athens"}, []string{"A fair"}},
		{library.Query{Words: "Ateny"}, []string{"A fair"}},
	} {
		if got := h.titles(t.Context(), c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
	var p library.ListPage
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
	_, err := h.Change(h.wide, last.ID, library.Form{Revision: last.Revision, Kind: "practice", Title: "Αγορά", Text: "x", Language: "el",
		Themes: []string{"a"}, Hidden: "yes"})
	h.Must(err)
	if got := h.titles(t.Context(), library.Query{Spoken: []string{"el"}}); len(got) != 0 {
		t.Errorf("%q", got)
	}
	h.CatchUp()
	s.Read(s.Get(t.Context(), "/api/v1/library"), &p)
	if p.Total != 2 || len(p.Items) != 2 {
		t.Errorf("%d of %d", len(p.Items), p.Total)
	}
}

// The captions of a clip are a file of their own; the form is for who looks after an item.
func TestThePageOfAnItem(t *testing.T) {
	h := open(t)
	s := h.Site(h.Module())
	clip := `{"kind":"clip","title":"How Riga lots","description":"Five minutes.","themes":["a"],"address":"https://a.example/clip",` +
		`"captions":"WEBVTT\n\n00:01.000 --> 00:04.000\nHi","transcript":"We cut it."}`
	var made struct {
		ID string `json:"id"`
	}
	r := s.Ask(h.riga, "POST", "/api/v1/library", clip)
	s.Read(r, &made)
	if r.Status != 201 {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	practice, err := h.Create(h.riga, library.Form{Kind: "practice", Title: "Lots", Text: "What we did.", Themes: []string{"a"}})
	h.Must(err)
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
		{h.As("one", actor.Buyer, "riga"), "POST", "/library", clip, 403},
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

// Who changes an item that was changed meanwhile sees both versions.
func TestBothVersionsOfAnItem(t *testing.T) {
	h := open(t)
	s := h.Site(h.Module())
	i, err := h.Create(h.riga, library.Form{Kind: "practice", Title: "Lots", Text: "What we did.", Language: "en", Themes: []string{"a"}})
	h.Must(err)
	typed := []string{"revision", "1", "kind", "practice", "title", "Stored", "description", "What we did.", "language", "en", "themes", "a", "themes", "b"}
	for _, want := range []int{303, 409} {
		r := s.Post(h.riga, "/library/"+i.ID, typed...)
		if r.Status != want {
			t.Fatalf("status %d, want %d: %.600s", r.Status, want, r.Body)
		}
		if want == 409 && (!strings.Contains(r.Body, "stored “Stored”, yours “Typed”") || !strings.Contains(r.Body, "stored “a; b”, yours “a; c”") ||
			strings.Contains(r.Body, "City: stored") || !strings.Contains(r.Body, `name="revision" value="2"`)) {
			t.Errorf("%.3000s", r.Body)
		}
		typed[5], typed[13] = "Typed", "c"
	}
}
