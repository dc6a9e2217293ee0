package search

import (
	"testing"

	"citiesgrow/internal/taxonomy"
)

func meaning(code, words string) taxonomy.Meaning {
	return taxonomy.Meaning{CPV: code, Weight: .98, Word: words}
}

// If another word of the query names a trade, a word without a trade only affects the order: a document with it alone is not
// found. A query of that word alone still finds documents.
func TestAWordWithoutATradeFindsNothingAlone(t *testing.T) {
	e := openAt(t, "")
	defer e.Close()
	for _, d := range []Document{
		doc("electric", "en", "Electrical checks", "Checks of sockets.", "45310000", "riga", 9, 1),
		doc("both", "en", "Electrical work in homes", "Checks of sockets.", "45310000", "riga", 9, 1),
		doc("coded", "fi", "Sähköasennus", "Kolme koulua.", "45310000", "riga", 9, 1),
		doc("uncoded", "en", "Vans with electrical engines", "Rent.", "60100000", "riga", 9, 1),
		doc("advice", "en", "Legal advice on work", "Care and support, help at home.", "79100000", "riga", 9, 1),
		doc("career", "en", "Career days", "Workplaces of tomorrow.", "79600000", "riga", 9, 1),
		doc("nursery", "en", "Child minding", "Three groups.", "85312110", "riga", 9, 1),
		doc("home", "en", "Day centre", "Home visits.", "85311100", "riga", 9, 1),
		doc("guarda", "pt", "Curso de português", "Com guarda de crianças.", "80580000", "riga", 9, 1),
		doc("guards", "en", "Guards for libraries", "Two guards.", "79713000", "riga", 9, 1),
		doc("it", "en", "Support for computers", "IT.", "72610000", "riga", 9, 1),
	} {
		if err := e.Put(t.Context(), "tenders", d); err != nil {
			t.Fatal(err)
		}
	}
	docks := taxonomy.Meaning{CPV: "15812000", Weight: .56, Word: "docks", Guess: true}
	electric, care, it := meaning("45310000", "electrical work"), meaning("85311100", "care"), meaning("72610000", "it support")
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Words: "electrical work", Plain: []string{"work"}, Meanings: []taxonomy.Meaning{electric}}, "both electric coded uncoded"},
		{Query{Words: "electrical work services", Plain: []string{"work", "services"}, Meanings: []taxonomy.Meaning{electric}}, "both electric coded uncoded"},
		{Query{Words: "work support", Plain: []string{"work", "support"}}, "advice"},
		{Query{Words: "work", Plain: []string{"work"}}, "both advice career"},
		{Query{Words: "work nothingofthekind", Plain: []string{"work"}}, "both advice career"},
		{Query{Words: "roofing work", Plain: []string{"work"}, Meanings: []taxonomy.Meaning{meaning("45261000", "roofing")}}, ""},
		{Query{Words: "work docks", Plain: []string{"work"}, Meanings: []taxonomy.Meaning{docks}}, "both advice career"},
		{Query{Words: "sockets support", Plain: []string{"support"}}, "electric both"},
		{Query{Words: "child care", Plain: []string{"care"}, Meanings: []taxonomy.Meaning{meaning("85312110", "child care"), care}}, "nursery"},
		{Query{Words: "care", Plain: []string{"care"}, Meanings: []taxonomy.Meaning{care}}, "home career advice"},
		{Query{Words: "home care", Plain: []string{"home", "care"}, Meanings: []taxonomy.Meaning{meaning("85311100", "home care")}}, "home advice"},
		{Query{Words: "museum guard", Meanings: []taxonomy.Meaning{meaning("79713000", "guard")}, Languages: []string{"en"}}, "guards"},
		{Query{Words: "museum work", Meanings: []taxonomy.Meaning{meaning("98000000", "work")}, Languages: []string{"en"}}, "both advice"},
		{Query{Words: "museu guarda", Meanings: []taxonomy.Meaning{meaning("79713000", "guarda")}, Languages: []string{"pt"}}, "guards guarda"},
		{Query{Words: "it support", Plain: []string{"it", "support"}, Meanings: []taxonomy.Meaning{it}, Languages: []string{"en"}}, "it"},
		// Quoted and excluded words and strict queries are not affected.
		{Query{Words: `"work"`, Plain: []string{"work"}}, "both advice"},
		{Query{Words: "electrical -work", Plain: []string{"work"}, Meanings: []taxonomy.Meaning{electric}}, "electric coded uncoded"},
		{Query{Words: "electrical work", Plain: []string{"work"}, Meanings: []taxonomy.Meaning{electric}, Strict: true}, "both electric coded"},
		{Query{Words: "electrical work", Plain: []string{"work"}, Exact: true}, "both"},
	} {
		if got := ids(find(t, e, c.q)); got != c.want {
			t.Errorf("%q: found %s, want %s", c.q.Words, got, c.want)
		}
	}
}
