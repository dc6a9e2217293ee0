package seed_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"log/slog"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/event"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/library"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/process"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/service"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/unmet"
	"citiesgrow/internal/vacancy"
	"citiesgrow/search"
	"citiesgrow/seed"
	"citiesgrow/web"
)

// house is an empty service in a temporary folder.
type house struct {
	seed.House
	matches   *match.Service
	interests *interest.Service
	feed      *store.Feed
}

func open(t *testing.T) *house {
	t.Helper()
	return openOn(t, func(db store.DB) store.DB { return db })
}

func openOn(t *testing.T, wrap func(store.DB) store.DB) *house {
	t.Helper()
	start, began := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), time.Now()
	now := func() time.Time { return start.Add(time.Since(began)) }
	k := module.Kit{Now: now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler), Stretch: moduletest.Stretch}
	db, err := embedded.Open(t.TempDir(), embedded.Options{Clock: now})
	must(t, err)
	t.Cleanup(func() { db.Close() })
	k.DB = wrap(db)
	k.Post = mail.NewOutbox(k.DB, now)
	k.Taxonomy, err = taxonomy.New()
	must(t, err)
	k.Words, err = i18n.Load(web.Locales())
	must(t, err)
	k.Search, err = search.Open("", search.Options{Now: now})
	must(t, err)
	t.Cleanup(func() { k.Search.Close() })
	organisations := organisation.New(k)
	events := event.New(k, func(ctx context.Context) error { _, err := organisations.Verified(ctx); return err })
	h := &house{House: seed.House{Kit: k, Tenders: tender.New(k), Suppliers: supplier.New(k), Organisations: organisations, Events: events,
		Library: library.New(k)}}
	gate, pepper := seal.NewGate(k.Stretch), make(seal.Pepper, 32)
	h.Custody = custody.New(k, gate, custody.NewKeyCache())
	h.Reports = report.New(k, h.Custody, gate, pepper, nil)
	h.Cases = casework.New(k, h.Custody, h.Reports, pepper, nil)
	h.Vacancies = vacancy.New(k, h.Organisations)
	h.Pledges = pledge.New(k, h.Organisations)
	h.Accounts, err = account.New(k)
	must(t, err)
	h.interests = interest.New(k, h.Tenders)
	h.matches = match.New(k, h.Tenders, h.Suppliers, h.interests)
	h.Services = service.New(k, h.matches, unmet.NewTally(k).Note)
	h.Referrals = referral.New(k, h.matches, h.Services)
	h.Slots = slot.New(k, h.Services)
	h.start(t)
	h.CatchUp = func(ctx context.Context) error { return h.feed.CatchUp(actor.AsSystem(ctx)) }
	return h
}

func (h *house) start(t *testing.T) {
	specs := []store.Spec{mail.Letters}
	var kinds []search.Kind
	var followers []store.Follower
	for _, m := range []module.Module{process.New(h.Kit, h.interests).Module(), h.Tenders.Handlers(nil, nil, nil).Module(), h.interests.Module(),
		h.Suppliers.Module(), h.matches.Handlers(nil).Module(), h.Accounts.Module(), h.Services.Module(), h.Referrals.Module(),
		h.Slots.Module(h.Services.ShowAgain),
		h.Vacancies.Module(), h.Pledges.Module(), h.Events.Module(nil),
		organisation.Module(h.Organisations, h.Vacancies.OnPage(), h.Pledges.OnPage()), h.Custody.Module(), h.Reports.Module(), h.Cases.Module(),
		h.Library.Module()} {
		specs, kinds, followers = append(specs, m.Collections...), append(kinds, m.Kinds...), append(followers, m.Followers...)
	}
	must(t, h.Kit.DB.Ensure(t.Context(), specs))
	must(t, h.Kit.Search.Start(kinds...))
	h.feed = store.NewFeed(h.Kit.DB, h.Kit.Log, followers...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func all[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var list []T
	for v, err := range seq {
		must(t, err)
		list = append(list, v)
	}
	return list
}

// counts counts the documents of each kind, and adds up their revisions.
func (h *house) counts(t *testing.T) (n map[string]int, revisions int64) {
	ctx := actor.AsSystem(t.Context())
	n = map[string]int{}
	count := func(name string, revision int64) { n[name]++; revisions += revision }
	for _, v := range all(t, h.Tenders.All(ctx)) {
		count("tenders in "+v.City+", "+string(v.Stage), v.Revision)
	}
	for _, v := range all(t, store.Of[notice.Notice](h.Kit.DB, store.Spec{Name: "notices"}).All(ctx)) {
		count("notices", v.Revision)
	}
	for _, v := range all(t, h.Suppliers.All(ctx)) {
		count("firms in "+v.City, v.Revision)
	}
	for _, v := range all(t, store.Of[account.Account](h.Kit.DB, store.Spec{Name: "accounts"}).All(ctx)) {
		count("accounts of "+string(v.Role), v.Revision)
	}
	for _, v := range all(t, store.Of[interest.Interest](h.Kit.DB, store.Spec{Name: "interests"}).All(ctx)) {
		count("interests", v.Revision)
	}
	for _, v := range all(t, store.Of[supplier.Declaration](h.Kit.DB, store.Spec{Name: "declarations"}).All(ctx)) {
		count("declarations", v.Revision)
	}
	for _, v := range all(t, h.Library.All(ctx)) {
		count("library", v.Revision)
	}
	conferences, err := h.Events.Conferences().List(ctx, "", "")
	must(t, err)
	for _, v := range conferences {
		count(fmt.Sprint("conferences with sessions: ", len(v.Sessions)), v.Revision)
	}
	for _, v := range all(t, store.Of[account.Session](h.Kit.DB, store.Spec{Name: "sessions"}).All(ctx)) {
		count("sessions", v.Revision)
	}
	return n, revisions
}

func (h *house) as(t *testing.T, l seed.Login) context.Context {
	t.Helper()
	token, who, _, err := h.Accounts.SignIn(t.Context(), l.Email, l.Password, "")
	if err != nil {
		t.Fatalf("%s does not sign in: %v", l.Email, err)
	}
	must(t, h.Accounts.SignOut(t.Context(), token))
	return actor.With(t.Context(), who.Actor())
}
