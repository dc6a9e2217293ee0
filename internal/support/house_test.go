package support_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/support"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// house is a directory beside the tenders and firms it helps with.
type house struct {
	*moduletest.House
	*support.Service
	market    *tendertest.Market
	suppliers *supplier.Service
	matches   *match.Service
	now       time.Time
	people    sync.Map // actor.Actor, by token
	t         *testing.T
}

func open(t *testing.T, change ...func(*moduletest.House)) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), now: moduletest.Now, t: t}
	h.Kit.Now = func() time.Time { return h.now }
	for _, f := range change {
		f(h.House)
	}
	h.market, h.suppliers = tendertest.On(t, h.House), supplier.New(h.Kit)
	h.matches = match.New(h.Kit, h.market.Tenders, h.suppliers, h.market.Interests)
	h.Service = support.New(h.Kit, h.matches)
	fits := h.matches.Handlers(h.Service)
	h.Start(append(h.market.ModulesWith(fits, fits), h.suppliers.Module(), fits.Module(), h.Service.Module(),
		slot.New(h.Kit, h.Service).Module(h.ShowAgain))...)
	return h
}

func (h *house) as(a actor.Actor) context.Context {
	a.Active = true
	if a.Language == "" {
		a.Language = "en"
	}
	h.people.Store(a.ID, a)
	return actor.With(h.t.Context(), a)
}

func (h *house) provider(id, city string) context.Context {
	return h.as(actor.Actor{ID: id, Name: id, Role: actor.Provider, City: city, Organisation: "Firms' House " + id})
}

func (h *house) owner(id, city string) context.Context {
	return h.as(actor.Actor{ID: id, Name: id, Role: actor.Entrepreneur, City: city})
}

func (h *house) staff(city string) context.Context {
	return h.as(actor.Actor{ID: "staff-" + city, Name: "Staff of " + city, Role: actor.Staff, City: city})
}

// listed enters a service and waits until it can be found.
func (h *house) listed(as context.Context, f support.Form) *support.Listing {
	h.t.Helper()
	l, err := h.List(as, f)
	h.Must(err)
	h.CatchUp()
	return l
}

func cover(name string, days int) support.Form {
	return support.Form{Name: name, Description: "We compare offers and help with the papers.", Topics: []string{"insurance"}, Days: days,
		Supplies: []support.SupplyForm{{Kind: "insurance", Detail: "liability"}}, Apply: "Book an appointment."}
}

// firm tells a firm that lacks cover.
func (h *house) firm(as context.Context, change func(*supplier.Form)) {
	h.t.Helper()
	who := actor.From(as)
	f := supplier.Form{Name: "Firm of " + who.Name, City: who.City, Words: "cleaning of offices", Language: "en", Languages: []string{"en"},
		Cities:    []string{who.City},
		Insurance: []supplier.InsuranceForm{{Kind: "liability", Amount: "500000"}}}
	if change != nil {
		change(&f)
	}
	_, err := h.suppliers.Save(as, f)
	h.Must(err)
	h.CatchUp()
}

// tender publishes one in Riga that asks for cover.
func (h *house) tender(days int, asked ...ocds.Requirement) string {
	h.t.Helper()
	if len(asked) == 0 {
		amount := record.Units(1_500_000, "EUR")
		asked = []ocds.Requirement{{Kind: ocds.Insurance, Detail: "liability", Amount: &amount}}
	}
	id := "tender-of-" + time.Duration(days).String()
	_, err := h.market.Processes.Receive(actor.AsSystem(h.t.Context()), &ocds.Release{OCID: id, ID: id, Date: moduletest.Now, Tags: []string{"tender"},
		Language: "en",
		Buyer:    ocds.Reference{Name: "Riga"},
		Source:   ocds.Source{System: "ocds", NoticeID: id, Version: "1"}, Tender: &ocds.Tender{Title: i18n.Text{"en": "Cleaning of offices"},
			CPV:    []string{"90919200"},
			Places: []ocds.Place{{NUTS: "LV006", Country: "LV"}}, Deadline: moduletest.Now.AddDate(0, 0, days), Requirements: asked}})
	h.Must(err)
	h.CatchUp()
	found, err := h.market.Tenders.List(h.t.Context(), tender.Search{Words: "cleaning"})
	h.Must(err)
	if len(found.Tenders) != 1 {
		h.t.Fatalf("%d tenders", len(found.Tenders))
	}
	return found.Tenders[0].ID
}

// letters are those that wait, whose subject ends so.
func (h *house) letters(about string) []*mail.Letter {
	h.t.Helper()
	return slices.DeleteFunc(h.Letters(about), func(l *mail.Letter) bool { return !strings.HasSuffix(l.About, about) })
}

// slot offers an appointment on Monday week.
func (h *house) slot(as context.Context, service string) *slot.Slot {
	h.t.Helper()
	start := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	slots := slot.New(h.Kit, h.Service)
	_, err := slots.Create(as, service, slot.Series{From: start, To: start.Add(30 * time.Minute), Minutes: 30, Weeks: 1, Where: "Room 4"})
	h.Must(err)
	free, err := slots.ListFree(h.t.Context(), service)
	h.Must(err)
	if len(free) != 1 {
		h.t.Fatalf("%d slots", len(free))
	}
	return free[0]
}

func same(a, b support.Form) bool {
	a.Revision, b.Revision = 0, 0
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// site serves the pages and the API of services; a person's token is their id.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Serve(h.Service.Module(), h.person)
}

// person is who has a token; nobody has one that was not given.
func (h *house) person(token string) actor.Actor {
	who, _ := h.people.Load(token)
	known, _ := who.(actor.Actor)
	return known
}
