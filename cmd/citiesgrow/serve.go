package main

import (
	"errors"
	"fmt"
	"net"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/seed"
)

func serve(c *call) error {
	if err := c.safe(); err != nil {
		return err
	}
	a, err := open(c, &c.config, c.logger())
	if err != nil {
		return err
	}
	defer a.close()
	base, err := c.base()
	if err != nil {
		return err
	}
	host, _, _ := net.SplitHostPort(c.addr) // safe has already checked it
	if !loopback(base.Hostname()) || !loopback(host) {
		seeded, err := seed.Present(actor.AsSystem(c), a.accounts)
		if err != nil {
			return err
		}
		if seeded {
			return errors.New("this store holds the demonstration's accounts, whose passwords are known to everybody: use another data folder or database")
		}
	}
	return listen(c, a)
}

func listen(c *call, a *app) error {
	l, err := net.Listen("tcp", c.addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.addr, err)
	}
	fmt.Fprintf(c.stdout, "citiesgrow answers on http://%s\n", l.Addr())
	return a.serve(c, l)
}

func demo(c *call) error {
	host, _, err := net.SplitHostPort(c.addr)
	if err != nil || !loopback(host) {
		return fmt.Errorf("--addr %q: the demonstration's passwords are known, so it serves on a loopback address only", c.addr)
	}
	if c.set.Lookup("log").Value.String() == "info" {
		c.logLevel = "warn"
	}
	a, err := open(c, &c.config, c.logger())
	if err != nil {
		return err
	}
	defer a.close()
	ctx := actor.AsSystem(c)
	logins, err := seed.Run(ctx, a.seedHouse())
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	if err := a.catchUp(c); err != nil {
		return fmt.Errorf("index the demonstration: %w", err)
	}
	// Close one quarter, so that the demonstration shows the effect.
	if _, err := a.monitor.Close(ctx, a.monitor.Quarters()[1]); err != nil && !problem.Is(err, problem.Conflict) {
		return fmt.Errorf("close the last quarter: %w", err)
	}
	for _, l := range logins {
		fmt.Fprintf(c.stdout, "login role=%s city=%s email=%s password=%s\n", l.Role, l.City, l.Email, l.Password)
	}
	return listen(c, a)
}

// seedHouse returns the dependencies of the seed.
func (a *app) seedHouse() seed.House {
	return seed.House{Kit: a.kit, Accounts: a.accounts, Tenders: a.tenders, Suppliers: a.suppliers, Services: a.service, Referrals: a.referrals,
		Organisations: a.organisations, Vacancies: a.vacancies, Pledges: a.pledges, Events: a.events, Slots: a.slots,
		Custody: a.custody, Reports: a.reports, Cases: a.cases,
		Library: a.library, CatchUp: a.catchUp}
}
