// Package servicetest gives tests a directory of services with the tenders and firms that it helps, on the
// real store and index. It is for tests only.
package servicetest

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
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/reach"
	"citiesgrow/internal/service"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender/tendertest"
)

// Town is a directory with the modules that it stands on, and a clock that a test moves.
type Town struct {
	*moduletest.House
	Services  *service.Service
	Slots     *slot.Service
	Market    *tendertest.Market
	Suppliers *supplier.Service
	Matches   *match.Service
	Clock     time.Time
	Unmet     func(actor.Actor, service.Query) // called with each search that found nothing; may be nil

	people sync.Map // actor.Actor, by token
	t      *testing.T
}

// New makes the services of a town; the test calls Open when it has made its own.
func New(t *testing.T, change ...func(*moduletest.House)) *Town {
	t.Helper()
	w := &Town{House: moduletest.New(t), Clock: moduletest.Now, t: t}
	w.Kit.Now = func() time.Time { return w.Clock }
	for _, f := range change {
		f(w.House)
	}
	w.Market, w.Suppliers = tendertest.On(t, w.House), supplier.New(w.Kit)
	w.Matches = match.New(w.Kit, w.Market.Tenders, w.Suppliers, w.Market.Interests)
	w.Services = service.New(w.Kit, w.Matches, func(who actor.Actor, q service.Query) {
		if w.Unmet != nil {
			w.Unmet(who, q)
		}
	})
	w.Slots = slot.New(w.Kit, w.Services)
	return w
}

// Open starts the modules of the town, and those of the test.
func (w *Town) Open(more ...module.Module) {
	w.t.Helper()
	fits := w.Matches.Handlers(w.Services)
	w.Start(slices.Concat(w.Market.ModulesWith(fits, reach.New(w.Kit, w.Suppliers)),
		[]module.Module{w.Suppliers.Module(), fits.Module(), w.Services.Module(), w.Slots.Module(w.Services.ShowAgain)}, more)...)
}

// Actor signs an active actor in, whose token is the id; the language is English where none is given.
func (w *Town) Actor(a actor.Actor) context.Context {
	a.Active = true
	if a.Language == "" {
		a.Language = "en"
	}
	w.people.Store(a.ID, a)
	return actor.With(w.t.Context(), a)
}

// Provider is a provider of the organisation "Firms' House ID".
func (w *Town) Provider(id, city string) context.Context {
	return w.Actor(actor.Actor{ID: id, Name: id, Role: actor.Provider, City: city, Organisation: "Firms' House " + id})
}

// Owner is an entrepreneur.
func (w *Town) Owner(id, city string) context.Context {
	return w.Actor(actor.Actor{ID: id, Name: id, Role: actor.Entrepreneur, City: city})
}

// StaffOf is the staff of a city, with the id "staff-CITY".
func (w *Town) StaffOf(city string) context.Context {
	return w.Actor(actor.Actor{ID: "staff-" + city, Name: "Staff of " + city, Role: actor.Staff, City: city})
}

// Ask serves the pages and the API of these modules; a user's token is their id, none is a visitor.
func (w *Town) Ask(modules ...module.Module) func(token, method, path, body string) (int, string) {
	w.t.Helper()
	site := w.Site(modules...)
	return func(token, method, path, body string) (int, string) {
		w.t.Helper()
		who, _ := w.people.Load(token)
		known, _ := who.(actor.Actor)
		r := site.Ask(known, method, path, body)
		return r.Status, r.Body
	}
}

// LettersAbout are the letters in the outbox whose subject ends so, once the feed was followed.
func (w *Town) LettersAbout(about string) []*mail.Letter {
	w.t.Helper()
	return slices.DeleteFunc(w.Letters(about), func(l *mail.Letter) bool { return !strings.HasSuffix(l.About, about) })
}
