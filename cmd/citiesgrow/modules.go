package main

import (
	"context"
	"slices"

	"citiesgrow/internal/account"
	"citiesgrow/internal/alert"
	"citiesgrow/internal/engagement"
	"citiesgrow/internal/event"
	"citiesgrow/internal/home"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/library"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/programme"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/support"
	"citiesgrow/internal/team"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/vacancy"
)

// services are the modules' use cases, for the commands and the seed.
type services struct {
	accounts      *account.Service
	tenders       *tender.Service
	suppliers     *supplier.Service
	matches       *match.Service
	intake        *intake.Service
	support       *support.Service
	vacancies     *vacancy.Service
	pledges       *pledge.Service
	events        *event.Service
	slots         *slot.Service
	organisations *organisation.Service
	reports       *report.Service
	monitor       *monitor.Service
	programme     *programme.Service
	library       *library.Service
}

// modules is the whole house: one line a module, in the order their followers run.
func modules(k module.Kit, pepper seal.Pepper, ping report.Pinger) (*services, []module.Module, error) {
	accounts, err := account.New(k)
	if err != nil {
		return nil, nil, err
	}
	s := &services{accounts: accounts, tenders: tender.New(k), suppliers: supplier.New(k)}
	s.matches = match.New(k, s.tenders, s.suppliers)
	s.intake = intake.New(k, s.tenders)
	s.support = support.New(k, s.matches)
	s.organisations = organisation.New(k)
	s.vacancies = vacancy.New(k, s.organisations)
	s.pledges = pledge.New(k, s.organisations)
	s.reports = report.New(k, pepper, ping)
	s.slots = slot.New(k, s.support)
	s.events = event.New(k, func(ctx context.Context) error {
		_, err := s.organisations.Verified(ctx)
		return err
	})
	s.programme, s.library = programme.New(k, s.events.Conferences()), library.New(k)
	fits := s.matches.Handlers(s.support)
	all := []module.Module{
		home.Module(k),
		s.tenders.Module(fits),
		s.suppliers.Module(),
		fits.Module(),
		s.support.Module(),
		s.slots.Module(s.support.ShowAgain),
		s.vacancies.Module(),
		s.events.Module(s.surveyed),
		organisation.Module(s.organisations, s.vacancies.OnPage(), s.pledges.OnPage()),
		s.pledges.Module(),
		team.New(k, s.organisations).Module(),
		engagement.New(k, s.organisations).Module(),
		s.reports.Module(),
		alert.New(k, s.tenders).Module(),
		s.programme.Module(),
		s.library.Module(),
		s.intake.Module(),
		s.accounts.Module(),
	}
	counted := monitor.Sources{People: s.suppliers.People, Winners: s.tenders.Winners, Reports: s.reports.Ended}
	for _, m := range all {
		counted.Journeys, counted.Took = append(counted.Journeys, m.Journeys...), append(counted.Took, m.Took...)
	}
	s.monitor = monitor.New(k, counted)
	s.programme.Accompany(s.monitor)
	return s, slices.Insert(all, len(all)-4, s.monitor.Module()), nil
}

// surveyed is what the page of a conference shows of its survey.
func (s *services) surveyed(ctx context.Context, id string) (*event.Survey, error) {
	said, err := s.programme.Said(ctx, id)
	if err != nil {
		return nil, err
	}
	return &event.Survey{Count: said.Count, Helped: said.Helped, Texts: said.Texts}, nil
}
