package match

import (
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/supplier"
)

// A trade is not shown the contracts of another that only works in the same buildings.
func TestATradeOfTheSameBuildingIsNoMatch(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	painting := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Painting of social rental flats", "painting", "helsinki")
	plumbing := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Plumbing and repairs in rented homes", "plumbing", "helsinki")
	moving := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Moving a primary school", "removals", "helsinki")
	for words, want := range map[string][]string{
		"plastering of flats and homes": nil, "plasterer": nil, "tiling bathrooms in homes": nil, "glazing": nil, "carpentry in rented flats": nil,
		"insulating lofts and walls": nil, "facade cleaning": nil, "electrician, repairs in homes": nil, "hairdresser": nil, "tailoring and costume alterations": nil,
		"painter and decorator": {painting.ID}, "plumbing": {plumbing.ID}, "heating": {plumbing.ID}, "removals": {moving.ID},
	} {
		if _, err := suppliers.Change(matchtest.Owner(ctx, words), supplier.Form{Section: "work", Name: "Firm", City: "helsinki", Words: words, Language: "en",
			Languages: []string{"en"}}); err != nil {
			t.Fatal(err)
		}
		h.CatchUp()
		_, pairs, err := s.ListOwn(matchtest.Owner(ctx, words))
		var got []string
		for _, pair := range pairs {
			got = append(got, pair.Tender.ID)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: matches %v, want %v, %v", words, got, want, err)
			for _, pair := range pairs {
				t.Logf("%v %s %d %+v", pair.Profile.CPV, pair.Tender.CPV(), pair.Match.Score, pair.Match.Reasons)
			}
		}
	}
}
