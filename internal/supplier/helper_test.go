package supplier_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

var now = moduletest.Now

func day(n int) time.Time { return now.AddDate(0, 0, n) }

func euros(n int64) record.Money { return record.Units(n, "EUR") }

// house is the supplier module in a real store.
func house(t *testing.T) (*moduletest.House, *supplier.Service, context.Context) {
	t.Helper()
	h := moduletest.New(t)
	s := supplier.New(h.Kit)
	h.Start(s.Module())
	return h, s, actor.AsSystem(t.Context())
}

func person(id string, role actor.Role, city string) actor.Actor {
	return actor.Actor{ID: "account-" + id, Name: id, Role: role, City: city, Active: true, Language: "en"}
}

func as(ctx context.Context, who actor.Actor) context.Context { return actor.With(ctx, who) }

var (
	nobody = actor.Actor{}
	olena  = person("olena", actor.Entrepreneur, "ghent")
	gent   = person("b", actor.Buyer, "ghent")
)

// told is a profile in which everything is filled in.
func told() *supplier.Profile {
	largest := euros(90_000)
	return &supplier.Profile{Meta: record.Meta{ID: "supplier-1"}, Account: olena.ID, Name: "Чисто", City: "ghent",
		Said: []supplier.Phrase{{Words: "прибирання", Language: "uk"}}, CPV: []string{"90919300"},
		Cities: []string{"ghent", "rotterdam"}, Languages: []string{"uk", "nl"}, About: "Since 2023.", Largest: &largest, Staff: 4, Founded: 2023,
		Turnover:     []supplier.YearAmount{{Year: 2025, Amount: euros(140_000)}},
		Insurance:    []supplier.Insurance{{Kind: "liability", Amount: euros(500_000), Until: day(90)}},
		Certificates: []supplier.Certificate{{Name: "ISO 9001", Until: day(90)}}, Registrations: []string{"KBO 0712.345.678"},
		References: []supplier.PastContract{{Title: "Zilverhoek", Client: "Stad Aalst", Country: "BE", Year: 2024, CPV: []string{"90911200"}, Language: "nl"}},
		Contact:    supplier.Contact{Email: "olena@clean.example", Phone: "+32 1234", Web: "https://clean.example"}, Visible: supplier.DefaultVisibility()}
}

func kept(t *testing.T, s *supplier.Service, ctx context.Context, change func(*supplier.Profile)) *supplier.Profile {
	t.Helper()
	p := told()
	if change != nil {
		change(p)
	}
	if err := s.Put(ctx, p); err != nil {
		t.Fatal(err)
	}
	return p
}

// parts says which parts of a profile hold something: contact, capacity, proof.
func parts(p *supplier.Profile) string {
	seen := ""
	if p.Contact.Email != "" && p.Contact.Phone != "" && p.Contact.Web != "" {
		seen += "contact "
	} else if p.Contact != (supplier.Contact{}) {
		seen += "some contact "
	}
	switch {
	case p.Largest != nil && p.Staff > 0 && p.Founded > 0 && len(p.Turnover) > 0:
		seen += "capacity "
	case p.Largest != nil || p.Staff > 0 || p.Founded > 0 || len(p.Turnover) > 0:
		seen += "some capacity "
	}
	switch {
	case len(p.Insurance) > 0 && len(p.Certificates) > 0 && len(p.References) > 0 && len(p.Registrations) > 0:
		seen += "proof "
	case len(p.Insurance) > 0 || len(p.Certificates) > 0 || len(p.References) > 0 || len(p.Registrations) > 0:
		seen += "some proof "
	}
	return seen
}
