package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/internal/store/mongodb"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
	"citiesgrow/web"
)

// app is the whole service. It is a value, so that a test can start one.
type app struct {
	*services
	kit     module.Kit
	modules []module.Module
	feed    *store.Feed
	site    *web.Site
	letters *mail.Worker
	log     *slog.Logger
	ready   atomic.Bool
}

// clockEnv sets the clock of a demonstration or a test: an RFC 3339 time at which the process starts.
const clockEnv = "CITIESGROW_CLOCK"

func clock() (func() time.Time, error) {
	at := os.Getenv(clockEnv)
	if at == "" {
		return time.Now, nil
	}
	from, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return nil, fmt.Errorf("%s=%q: want a moment like 2026-11-22T09:00:00Z", clockEnv, at)
	}
	start := time.Now()
	return func() time.Time { return from.Add(time.Since(start)) }, nil
}

// open builds the service. If a part fails, it closes the parts that are already open.
func open(ctx context.Context, c *config, log *slog.Logger) (_ *app, err error) {
	now, err := clock()
	if err != nil {
		return nil, err
	}
	return assemble(ctx, c, log, now)
}

func assemble(ctx context.Context, c *config, log *slog.Logger, now func() time.Time) (_ *app, err error) {
	a := &app{log: log}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	a.kit = module.Kit{Now: now, Random: rand.Reader, Log: log, Stretch: c.stretch}
	if a.kit.DB, err = openStore(ctx, c, log, now); err != nil {
		return a, err
	}
	a.kit.Post = mail.NewOutbox(a.kit.DB, now)
	if a.kit.Taxonomy, err = taxonomy.New(); err != nil {
		return a, err
	}
	if a.kit.Words, err = i18n.Load(web.Locales()); err != nil {
		return a, err
	}
	if c.anew {
		// Not earlier: the lock of the store guarantees that no other process uses this folder.
		if err = os.RemoveAll(filepath.Join(c.data, "index")); err != nil {
			return a, fmt.Errorf("remove the old index: %w", err)
		}
	}
	if a.kit.Search, err = search.Open(filepath.Join(c.data, "index"), search.Options{Log: log, Now: now}); err != nil {
		return a, err
	}
	sender, err := a.sender(c)
	if err != nil {
		return a, err
	}
	pepper, err := c.loadPepper()
	if err != nil {
		return a, err
	}
	if a.services, a.modules, err = modules(a.kit, pepper, a.pinger(c, sender)); err != nil {
		return a, err
	}
	if err := a.start(ctx); err != nil {
		return a, err
	}
	if a.site, err = a.build(c); err != nil {
		return a, err
	}
	base, err := c.base()
	a.letters = &mail.Worker{Outbox: a.kit.Post, Sender: sender, Words: a.kit.Words, Address: a.accounts.Address, Base: base, Log: a.log}
	return a, err
}

// sender returns the mail sender: the SMTP server, or a folder if there is none.
func (a *app) sender(c *config) (mail.Sender, error) {
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	from := c.mailFrom
	if from == "" {
		from = "CitiesGrow <no-reply@" + base.Hostname() + ">"
	}
	if c.smtp == "" {
		return mail.Folder{Path: filepath.Join(c.data, "mail"), From: from}, nil
	}
	sender, err := mail.NewSMTP(c.smtp, from)
	if err != nil {
		return nil, fmt.Errorf("--smtp: %w", err)
	}
	return sender, nil
}

// pinger sends to an address that must not be stored. It does not use the outbox, because the outbox stores letters. It is nil
// without a mail server.
func (a *app) pinger(c *config, sender mail.Sender) report.Pinger {
	if c.smtp == "" {
		return nil
	}
	return func(ctx context.Context, email, language, key string) error {
		words := a.kit.Words.For(a.kit.Words.Match(language))
		return sender.Send(ctx, mail.Message{To: email, Subject: words.T(key + "_subject"), Text: words.T(key + "_text")})
	}
}

func openStore(ctx context.Context, c *config, log *slog.Logger, now func() time.Time) (store.DB, error) {
	if c.mongodb != "" {
		db, err := mongodb.Open(ctx, c.mongodb, mongodb.Options{Clock: now, Log: log})
		if err != nil {
			return nil, err
		}
		return db, nil
	}
	db, err := embedded.Open(filepath.Join(c.data, "store"), embedded.Options{Clock: now, Log: log})
	if err != nil {
		return nil, err
	}
	return db, nil
}

// start declares the collections and kinds, migrates the store, reads the index and the code lists, and sets up the change feed.
func (a *app) start(ctx context.Context) error {
	specs := a.specs()
	var kinds []search.Kind
	var followers []store.Follower
	var migrations []store.Migration
	for _, m := range a.modules {
		migrations = append(migrations, m.Migrations...)
		kinds = append(kinds, m.Kinds...)
		followers = append(followers, m.Followers...)
	}
	if err := a.kit.DB.Ensure(ctx, specs); err != nil {
		return fmt.Errorf("prepare the store: %w", err)
	}
	if err := store.Migrate(ctx, a.kit.DB, migrations); err != nil {
		return err
	}
	if err := a.kit.Search.Start(kinds...); err != nil {
		return err
	}
	if err := a.intake.LoadCodes(actor.AsSystem(ctx)); err != nil {
		return err
	}
	a.feed = store.NewFeed(a.kit.DB, a.log, followers...)
	return nil
}

// specs lists the collections of all modules.
func (a *app) specs() []store.Spec {
	specs := []store.Spec{mail.Letters}
	for _, m := range a.modules {
		specs = append(specs, m.Collections...)
	}
	return specs
}

func (a *app) build(c *config) (*web.Site, error) {
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	var routes []web.Route
	var nav []web.NavItem
	views := map[string]fs.FS{}
	for _, m := range a.modules {
		routes = append(routes, m.Routes...)
		nav = append(nav, m.Nav...)
		if m.Views != nil {
			views[m.Name] = m.Views
		}
	}
	site, err := web.New(web.Config{BaseURL: base, TrustedProxies: c.trusted(), Words: a.kit.Words, Sessions: a.accounts, SignIn: account.SignInView,
		Witness: a.accounts.Witness, Now: a.kit.Now, Log: a.log,
		Ready: func(ctx context.Context) error {
			if !a.ready.Load() {
				return errors.New("starting")
			}
			return a.kit.DB.Ping(ctx)
		}}, routes, nav, views)
	if err != nil {
		return nil, err
	}
	site.Gauge("index_documents", "Documents in the search index.", func() float64 { return float64(a.kit.Search.Count("")) })
	return site, nil
}

// stopWait is the time that running requests have to finish when the process is asked to stop.
const stopWait = 10 * time.Second

// serve answers on the listener until the context ends. Then it refuses new requests, finishes running ones, and closes
// followers, index and store in this order.
func (a *app) serve(ctx context.Context, l net.Listener) error {
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() { done <- a.feed.Run(actor.AsSystem(following)) }()
	finished := a.runJobs(following)
	go a.letters.Run(actor.AsSystem(following))
	served := make(chan error, 1)
	go func() { served <- a.site.Serve(l) }()
	a.ready.Store(true)
	var err error
	select {
	case <-ctx.Done():
		a.log.Info("stopping")
		a.ready.Store(false)
		err = a.site.Shutdown(stopWait)
		l.Close() // Shutdown does not close a listener if Serve was not called yet
		<-served
	case err = <-served:
	case err = <-done:
		done <- nil
		a.ready.Store(false)
		err = errors.Join(err, a.site.Shutdown(stopWait))
	}
	stop()
	err = errors.Join(err, finished())
	if failed := <-done; failed != nil && !errors.Is(failed, context.Canceled) {
		err = errors.Join(err, failed)
	}
	return err
}

// catchUp returns when the followers have processed everything written so far.
func (a *app) catchUp(ctx context.Context) error { return a.feed.CatchUp(actor.AsSystem(ctx)) }

func (a *app) close() error {
	var err error
	if a.kit.Search != nil {
		err = a.kit.Search.Close()
	}
	if a.kit.DB != nil {
		err = errors.Join(err, a.kit.DB.Close())
	}
	return err
}
