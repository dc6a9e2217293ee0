// Package matchtest gives tests a firm and a contract that fit each other. It is for tests only.
package matchtest

import (
	"context"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func Cleaner() *supplier.Profile {
	return &supplier.Profile{Meta: record.Meta{ID: "supplier-1"}, Name: "Чисто Oy", CPV: []string{"90910000"}, Cities: []string{"helsinki"},
		Languages: []string{"uk", "fi"},
		Largest:   tendertest.Euros(100_000), Staff: 4, Founded: 2023, Turnover: []supplier.YearAmount{{Year: 2025, Amount: *tendertest.Euros(140_000)}},
		Insurance: []supplier.Insurance{{Kind: "liability", Amount: *tendertest.Euros(1_000_000)},
			{Kind: "liability", Amount: *tendertest.Euros(9_000_000), Until: moduletest.Now.AddDate(0, 0, -1)}},
		Certificates: []supplier.Certificate{{Name: "ISO 9001:2015"}, {Name: "VCA", Until: moduletest.Now.AddDate(0, 0, -1)}},
		References:   []supplier.PastContract{{Title: "Office"}}}
}

func Schools(requirements ...ocds.Requirement) *tender.Tender {
	return &tender.Tender{Meta: record.Meta{ID: "tender-1"}, Compiled: notice.Compiled{Stage: notice.Competing,
		Content: notice.Content{City: "helsinki", Cities: []string{"helsinki"}, Language: "fi",
			Tender: ocds.Tender{Title: i18n.Text{"fi": "Koulujen siivous"}, CPV: []string{"90919300"}, Value: tendertest.Euros(80_000),
				Deadline:  moduletest.Now.AddDate(0, 0, 20),
				Languages: []string{"fi", "sv"}, Requirements: requirements}}}}
}

func Owner(ctx context.Context, id string) context.Context {
	return actor.With(ctx, actor.Actor{ID: "account-" + id, Name: id, Role: actor.Entrepreneur, City: "helsinki", Active: true, Language: "en"})
}

func Buyer(ctx context.Context) context.Context {
	return actor.With(ctx, actor.Actor{ID: "account-b", Role: actor.Buyer, City: "helsinki", Organisation: "Helsinki", Active: true, Language: "en"})
}

func Published(t *testing.T, tenders *tendertest.Market, ctx context.Context, title, trade, city string) *tender.Tender {
	t.Helper()
	begun, err := tenders.Drafts.Create(ctx, draft.Form{Title: title, Description: "For a year.", Language: "en", Trade: trade, City: city, Deadline: "2026-12-20",
		Languages: []string{"en"}, NoLotsWhy: "One.", SubmitURL: "https://tenders.example/one"})
	if err == nil {
		begun, err = tenders.Drafts.Publish(ctx, begun.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return begun
}

// keptFirm stores a cleaning firm of a city.
func Kept(t *testing.T, s *supplier.Service, ctx context.Context, id, city string, change func(*supplier.Profile)) *supplier.Profile {
	t.Helper()
	p := Cleaner()
	p.ID, p.Account, p.Name, p.City, p.Cities, p.Visible = "supplier-"+id, "account-"+id, id, city, []string{city}, supplier.DefaultVisibility()
	if change != nil {
		change(p)
	}
	if err := s.Put(ctx, p); err != nil {
		t.Fatal(err)
	}
	return p
}
