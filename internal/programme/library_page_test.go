package programme_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/programme"
	"citiesgrow/internal/store"
)

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
	h.must(store.NewFeed(h.house.DB, h.house.Log, h.Module().Followers...).CatchUp(actor.AsSystem(t.Context())))
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
