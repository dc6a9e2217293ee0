package tender_test

import (
	"maps"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

func TestATextIsKeptInTheLanguageItIsWrittenIn(t *testing.T) {
	_, s, ctx := house(t)
	for title, want := range map[string]string{
		"Уборка трёх школ в Риге":                         "ru",
		"Прибирання приміщень трьох шкіл щодня":           "uk",
		"Trīs skolu uzkopšana Rīgā un logu mazgāšana":     "lv",
		"Nettoyage des écoles et des crèches de la ville": "fr",
		"Catering": "en", // too short: the language the buyer reads in
	} {
		f := full()
		f.City, f.Title, f.Description = "riga", title, ""
		riga := actor.With(ctx, actor.Actor{ID: "account-r", Role: actor.Buyer, City: "riga", Organisation: "Rīgas dome", Active: true, Language: "en"})
		got, err := s.Draft(riga, f)
		if err != nil {
			t.Fatal(err)
		}
		if got.Draft.Language != want || got.Draft.Tender.Title[want] != title {
			t.Errorf("%q is kept as %s, want %s", title, got.Draft.Language, want)
		}
	}
}

func TestCodesThatThereAreNoneOfAreRefused(t *testing.T) {
	_, s, ctx := house(t)
	for says, c := range map[string]struct {
		change func(*tender.Form)
		want   []string
	}{
		"the language of the text":      {func(f *tender.Form) { f.Language = "zz" }, []string{"language"}},
		"a language of answers":         {func(f *tender.Form) { f.Languages = []string{"nl", "xx"} }, []string{"languages"}},
		"a language in capital letters": {func(f *tender.Form) { f.Languages = []string{"NL"} }, []string{"languages"}},
		"a social aim":                  {func(f *tender.Form) { f.Social = []string{"opp", "nonsense"} }, []string{"social"}},
		"all of them": {func(f *tender.Form) { f.Language, f.Languages, f.Social = "zz", []string{"xx"}, []string{"x"} },
			[]string{"language", "languages", "social"}},
		"none": {func(f *tender.Form) { f.Language, f.Languages, f.Social = "uk", []string{"nl", "ar"}, []string{"opp"} }, nil},
	} {
		t.Run(says, func(t *testing.T) {
			f := full()
			c.change(&f)
			_, err := s.Draft(buyer(ctx, "account-b"), f)
			var got []string
			if p := problem.Of(err); p != nil {
				got = slices.Sorted(maps.Keys(p.Fields))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("refused %v (%v), want %v", got, err, c.want)
			}
		})
	}
}
