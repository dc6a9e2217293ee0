package service

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/topic"
	"citiesgrow/search"
)

// Kind is how services are indexed.
var Kind = search.Kind{
	Name:    "services",
	Facets:  []string{"city", "topic", "language", "cost", "stage", "mode", "supplies", "trade"},
	Numbers: []string{"assured"},
}

// describe returns the document of a service for the index; none of an inactive one, which is taken out.
func (s *Service) describe(_ context.Context, l *Listing) (*search.Document, error) {
	if l.Status == Inactive {
		return nil, module.ErrNotIndexed
	}
	return l.Document(), nil
}

// Document is how a service is found: by its texts, its topics with their everyday words, what it supplies, and
// the keys that narrow a list.
func (l *Listing) Document() *search.Document {
	d := &search.Document{ID: l.ID, Until: search.Always, Keys: map[string][]string{}, Numbers: map[string]int64{"assured": l.Assured.On.Unix()}}
	d.Texts = []search.Text{
		{Language: l.Language, Words: l.Name, Weight: 3, Name: "title"},
		{Language: l.Language, Words: l.Description, Weight: 1, Name: "body"},
		{Words: l.Organization.Name, Weight: 1, Name: "by"},
	}
	for _, t := range topic.All() {
		if slices.Contains(l.Topics, t.ID) {
			d.CPV = append(d.CPV, t.CPV...)
			d.Texts = append(d.Texts, t.Texts...)
		}
	}
	var details []string
	for _, supply := range l.Supplies {
		d.Keys["supplies"] = append(d.Keys["supplies"], supply.keys()...)
		if len(supply.Detail) > 2 { // the code of a language is not a word
			details = append(details, supply.Detail)
		}
	}
	if len(details) > 0 {
		d.Texts = append(d.Texts, search.Text{Words: strings.Join(details, ", "), Weight: 2, Name: "supplies"})
	}
	d.Keys["city"], d.Keys["topic"], d.Keys["language"], d.Keys["stage"] = l.Cities(), l.Topics, l.Languages, l.For.Stages
	d.Keys["trade"] = search.Levels(l.For.Trades...)
	d.Keys["mode"] = modes(l)
	if charge := l.Charge(); charge != "" {
		d.Keys["cost"] = []string{charge}
	}
	return d
}

// modes says whether a service is given at a place, online, or both.
func modes(l *Listing) []string {
	var all []string
	if len(l.Places) > 0 || !l.Online {
		all = append(all, "place")
	}
	if l.Online {
		all = append(all, "online")
	}
	return all
}
