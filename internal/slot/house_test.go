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
	"citiesgrow/internal/slot"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/support"
	"citiesgrow/internal/tender/tendertest"
)

// house is the appointments of a directory of services, with a clock that a test moves.
type house struct {
	*moduletest.House
	*slot.Service
	support *support.Service
	now     time.Time
	people  sync.Map // actor.Actor, by token
	t       *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), now: moduletest.Now, t: t}
	h.Kit.Now = func() time.Time { return h.now }
	tenders, suppliers := tendertest.On(t, h.House), supplier.New(h.Kit)
	matches := match.New(h.Kit, tenders.Tenders, suppliers, tenders.Interests)
	h.support = support.New(h.Kit, matches)
	h.Service = slot.New(h.Kit, h.support)
	fits := matches.Handlers(h.support)
	h.Start(append(tenders.ModulesWith(fits, fits), suppliers.Module(), fits.Module(), h.support.Module(), h.Module(h.support.ShowAgain))...)
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
func (h *house) listed(as context.Context, f support.Form) *support.Listing {
	h.t.Helper()
	l, err := h.support.List(as, f)
	h.Must(err)
	return l
}

func cover(name string, days int) support.Form {
	return support.Form{Name: name, Description: "We compare offers and help with the papers.", Topics: []string{"insurance"}, Days: days,
		Supplies: []support.SupplyForm{{Kind: "insurance", Detail: "liability"}}, Apply: "Book an appointment."}
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
	s := h.Site(h.Module(h.support.ShowAgain), h.support.Module())
	return func(token, method, path, body string) (int, string) {
		h.t.Helper()
		who, _ := h.people.Load(token)
		known, _ := who.(actor.Actor)
		r := s.Ask(known, method, path, body)
		return r.Status, r.Body
	}
}
