package slot_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/service"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// house is the appointments of a directory of services, with a clock that a test moves.
type house struct {
	*moduletest.House
	*slot.Service
	services *service.Service
	now      time.Time
	people   sync.Map // actor.Actor, by token
	t        *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), now: moduletest.Now, t: t}
	h.Kit.Now = func() time.Time { return h.now }
	tenders, suppliers := tender.New(h.Kit), supplier.New(h.Kit)
	matches := match.New(h.Kit, tenders, suppliers)
	h.services = service.New(h.Kit, matches, func(actor.Actor, service.Query) {})
	h.Service = slot.New(h.Kit, h.services)
	fits := matches.Handlers(h.services)
	h.Start(tenders.Module(fits), suppliers.Module(), fits.Module(), h.services.Module(), h.Module(h.services.ShowAgain))
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

// listed enters a service.
func (h *house) listed(as context.Context, f service.Form) *service.Listing {
	h.t.Helper()
	l, err := h.services.Create(as, f)
	h.Must(err)
	return l
}

func cover(name string, days int) service.Form {
	return service.Form{Name: name, Description: "We compare offers and help with the papers.", Topics: []string{"insurance"}, Days: days,
		Supplies: []service.SupplyForm{{Kind: "insurance", Detail: "liability"}}, Apply: "Book an appointment."}
}

// letters are those in the outbox once the feed was followed, whose subject ends so.
func (h *house) letters(about string) []*mail.Letter {
	h.t.Helper()
	return slices.DeleteFunc(h.Letters(about), func(l *mail.Letter) bool { return !strings.HasSuffix(l.About, about) })
}

// send is what the worker does with the letters that are due: they are sent.
func (h *house) send() {
	h.t.Helper()
	all := store.Of[mail.Letter](h.DB, mail.Letters)
	for _, l := range h.letters("") {
		if !l.Due.After(h.now) {
			l.Due, l.Sent = time.Time{}, h.now
			h.Must(all.Put(h.t.Context(), l))
		}
	}
}

// site serves the pages and the API of services; a person's token is their id.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	s := h.Site(h.Module(h.services.ShowAgain), h.services.Module())
	return func(token, method, path, body string) (int, string) {
		h.t.Helper()
		who, _ := h.people.Load(token)
		known, _ := who.(actor.Actor)
		r := s.Ask(known, method, path, body)
		return r.Status, r.Body
	}
}
