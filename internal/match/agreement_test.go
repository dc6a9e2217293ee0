package match

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

func TestTheShareOfPairsBelow(t *testing.T) {
	for _, c := range []struct {
		says                   string
		contested, uncontested []float64
		want                   float64
	}{
		{"all below", []float64{1, 2}, []float64{3, 4}, 1},
		{"all above", []float64{3}, []float64{1, 2}, 0},
		{"a tie is half", []float64{2}, []float64{2}, 0.5},
		{"one of each", []float64{2}, []float64{1, 2, 3}, 0.5},
		{"three of four", []float64{1, 3}, []float64{2, 4}, 0.75},
	} {
		if got := below(c.contested, c.uncontested); got != c.want {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

// contesting is a city with some cleaning firms, a contract whose title has their words, and one of the same trade in
// other words.
func contesting(t *testing.T, firms int) (s *Service, near, far *tender.Tender) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	for i := range firms {
		form := supplier.Form{Section: "work", Name: fmt.Sprint("Firm ", i), City: "helsinki", Words: "school cleaning", Language: "en"}
		if _, err := suppliers.Change(matchtest.Owner(ctx, fmt.Sprint(i)), form); err != nil {
			t.Fatal(err)
		}
	}
	near = matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	far = matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Upkeep of premises", "school cleaning", "helsinki")
	h.CatchUp()
	return s, near, far
}

func contest(t *testing.T, s *Service, of *tender.Tender, from, to int, reason ...string) {
	t.Helper()
	for i := from; i < to; i++ {
		if _, err := s.Object(matchtest.Owner(t.Context(), fmt.Sprint(i)), of.ID, append(reason, "trade")[0]); err != nil {
			t.Fatal(err)
		}
	}
}

// A contested match that the weights place below the firm's other one agrees with them; one that they place above it
// does not. Weights that do not tell the two apart agree by half.
func TestWeightsAgreeWithWhatFirmsContest(t *testing.T) {
	blind := Default
	blind.Words, blind.Label = 0, 0
	for _, c := range []struct {
		says        string
		low         bool // the contested match is the one in other words
		usual, want float64
	}{
		{"the contract in other words", true, 1, 0.5},
		{"the contract in the firm's own words", false, 0, 0.5},
	} {
		t.Run(c.says, func(t *testing.T) {
			s, of, other := contesting(t, fewObjections)
			if c.low {
				of = other
			}
			contest(t, s, of, 0, fewObjections)
			got, err := s.Agreement(actor.AsSystem(t.Context()), Default, blind)
			if err != nil || len(got) != 2 || got[0] != c.usual || got[1] != c.want {
				t.Errorf("%v, want %v and %v, %v", got, c.usual, c.want, err)
			}
		})
	}
}

// The pairs are weighed as the matches were: by the default weights each has the fit that both sides see.
func TestPairsAreWeighedAsMatchesAre(t *testing.T) {
	s, _, far := contesting(t, bestFirms)
	contest(t, s, far, 0, 3)
	ctx := actor.AsSystem(t.Context())
	c, err := s.comparison(ctx)
	if err != nil || len(c.firms) != 3 {
		t.Fatalf("%d firms, %v", len(c.firms), err)
	}
	weigh, lowered := c.weighing(Default), false
	for _, one := range c.firms {
		stored, err := s.of(ctx, "supplier", one.firm)
		if err != nil || len(stored) != 2 {
			t.Fatalf("%d matches, %v", len(stored), err)
		}
		for _, m := range stored {
			if got := weigh(one.firm, m.TenderID); math.Abs(got-m.Fit) > 1e-9 {
				t.Errorf("weighed %v, the match has %v", got, m.Fit)
			}
			lowered = lowered || slices.ContainsFunc(m.Parts, func(p Part) bool { return p.Name == "rivals" && p.Factor < 1 })
		}
	}
	if !lowered {
		t.Error("so many firms fit, and rivals lower no match")
	}
}

// Each firm counts the same, however much it contests.
func TestFirmsCountAlikeInTheAgreement(t *testing.T) {
	s, near, far := contesting(t, fewObjections)
	contest(t, s, far, 0, 8)
	contest(t, s, near, 8, fewObjections)
	got, err := s.Agreement(actor.AsSystem(t.Context()), Default)
	if err != nil || len(got) != 1 || math.Abs(got[0]-0.8) > 1e-9 {
		t.Errorf("eight of ten agree: %v, %v", got, err)
	}
}

// What fewer than ten firms contested is shown to nobody, neither by reason nor as agreement; a firm that contests all
// its matches has nothing to compare and is none of the ten.
func TestTheAgreementOfFewIsNotShown(t *testing.T) {
	s, near, far := contesting(t, fewObjections)
	ctx := actor.AsSystem(t.Context())
	look := func(says string, agreement int, reasons string) {
		t.Helper()
		got, err := s.Agreement(ctx, Default)
		if err != nil || len(got) != agreement {
			t.Errorf("%s: %v, %v", says, got, err)
		}
		if by, err := s.ObjectionsByReason(ctx); err != nil || fmt.Sprint(by) != reasons {
			t.Errorf("%s: %v, want %s, %v", says, by, reasons, err)
		}
	}
	look("nobody", 0, "map[]")
	contest(t, s, far, 0, fewObjections-1)
	look("nine", 0, "map[]")
	contest(t, s, far, fewObjections-1, fewObjections)
	look("ten", 1, "map[*:10]")
	contest(t, s, near, 0, 1)
	look("one has contested all", 0, "map[*:10]")
	contest(t, s, near, 0, fewObjections, "far")
	contest(t, s, far, 0, 1, "small")
	look("a rare reason beside common ones", 0, "map[*:10 far:10]")
}

// The agreement is for the tuning at the store itself; no role may ask for it.
func TestNoPersonAsksForTheAgreement(t *testing.T) {
	_, s, _, _ := started(t)
	for _, role := range append(actor.Roles(), "") {
		ctx := actor.With(t.Context(), actor.Actor{ID: "a", Role: role, Active: true})
		if _, err := s.Agreement(ctx, Default); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%q asks for the agreement: %v", role, err)
		}
		if _, err := s.ObjectionsByReason(ctx); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%q counts everywhere: %v", role, err)
		}
	}
}
