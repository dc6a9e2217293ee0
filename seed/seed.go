// Package seed fills an empty service with demonstration content: suppliers, tenders, services, employers, reports and an account
// for each role in all sixteen cities. All of it is marked as demonstration. It uses the same use cases as real users, so it
// contains nothing that could not really happen. The content is in data/*.tsv; dates are relative to the day of the seed.
package seed

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/event"
	"citiesgrow/internal/library"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/report"
	"citiesgrow/internal/service"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/vacancy"
)

// House holds the dependencies of the seed.
type House struct {
	Kit           module.Kit
	Accounts      *account.Service
	Tenders       *tender.Service
	Suppliers     *supplier.Service
	Services      *service.Service
	Referrals     *referral.Service
	Organisations *organisation.Service
	Vacancies     *vacancy.Service
	Pledges       *pledge.Service
	Events        *event.Service
	Slots         *slot.Service
	Custody       *custody.Service
	Reports       *report.Service
	Cases         *casework.Service
	Library       *library.Service

	// CatchUp waits for the followers after an interrupted seed. Without it, a seed that was interrupted between a notice and its
	// tender may fail.
	CatchUp func(context.Context) error
}

// Login is a demonstration account. Its password is public.
type Login struct{ Role, City, Email, Password string }

// Present reports whether the demonstration was seeded completely.
func Present(ctx context.Context, accounts *account.Service) (bool, error) {
	return accounts.Exists(ctx, marker)
}

// marker is the account that is created last.
const marker = "admin" + domain

// Run seeds once and returns the accounts. If a seed was interrupted, the next run completes it: each item is looked up by its
// own key before it is added.
func Run(ctx context.Context, h House) ([]Login, error) {
	ctx = actor.AsSystem(ctx)
	d, err := read()
	if err != nil {
		return nil, err
	}
	logins := d.logins()
	if done, err := Present(ctx, h.Accounts); err != nil || done {
		return logins, err
	}
	s := &seeder{House: h, data: d, now: h.Kit.Now().UTC(), people: map[string]*account.Account{}}
	steps := []func(context.Context) error{s.resume, s.addPeople, s.addFirms, s.addTenders, s.addPosted, s.addServices, s.addReferrals, s.addEmployers,
		s.addDesks, s.addProgramme, s.addMarker}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return logins, nil
}

// seeder is one run of the seed.
type seeder struct {
	House
	*data
	now   time.Time
	firms []*supplier.Profile

	mu     sync.Mutex                  // guards people while accounts are created concurrently
	people map[string]*account.Account // by key
}

// side runs expensive work (hashing passwords, generating keys) for two elements at a time.
func side[T any](all []T, do func(T) error) error {
	var both errgroup.Group
	both.SetLimit(2)
	for _, one := range all {
		both.Go(func() error { return do(one) })
	}
	return both.Wait()
}

func (s *seeder) resume(ctx context.Context) error {
	if s.CatchUp == nil {
		return nil
	}
	if err := s.CatchUp(ctx); err != nil {
		return fmt.Errorf("follow what was seeded before: %w", err)
	}
	return nil
}

// day returns noon in a city, the given number of days from now.
func (s *seeder) day(city string, days int) time.Time {
	c, _ := s.Kit.Taxonomy.City(city)
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := s.now.In(zone).AddDate(0, 0, days).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, zone)
}
