package main

import (
	"context"
	"slices"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/alert"
	"citiesgrow/internal/benchmark"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/directory"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/engagement"
	"citiesgrow/internal/event"
	"citiesgrow/internal/home"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/library"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/outcome"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/process"
	"citiesgrow/internal/question"
	"citiesgrow/internal/reach"
	"citiesgrow/internal/readiness"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/service"
	"citiesgrow/internal/share"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/survey"
	"citiesgrow/internal/team"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/unmet"
	"citiesgrow/internal/vacancy"
	"citiesgrow/internal/visit"
)

// services holds the use cases of the modules, for the commands and the seed.
type services struct {
	accounts      *account.Service
	tenders       *tender.Service
	interests     *interest.Service
	questions     *question.Service
	processes     *process.Service
	drafts        *draft.Service
	outcomes      *outcome.Service
	suppliers     *supplier.Service
	matches       *match.Service
	intake        *intake.Service
	service       *service.Service
	vacancies     *vacancy.Service
	pledges       *pledge.Service
	events        *event.Service
	referrals     *referral.Service
	directory     *directory.Service
	slots         *slot.Service
	organisations *organisation.Service
	custody       *custody.Service
	reports       *report.Service
	cases         *casework.Service
	monitor       *monitor.Service
	library       *library.Service
	surveys       *survey.Service
}

// modules builds all modules. The list is in the order in which their followers run.
func modules(k module.Kit, pepper seal.Pepper, ping report.Pinger) (*services, []module.Module, error) {
	accounts, err := account.New(k)
	if err != nil {
		return nil, nil, err
	}
	s := &services{accounts: accounts, tenders: tender.New(k), suppliers: supplier.New(k)}
	s.interests = interest.New(k, s.tenders)
	s.questions = question.New(k, s.tenders)
	s.processes = process.New(k, s.interests)
	s.drafts = draft.New(k, s.tenders, s.processes, s.interests)
	s.outcomes = outcome.New(k, s.tenders, s.processes, s.interests)
	s.matches = match.New(k, s.tenders, s.suppliers, s.interests)
	s.intake = intake.New(k, s.processes)
	tally := unmet.NewTally(k)
	s.service = service.New(k, s.matches, tally.Note)
	s.directory = directory.New(k, s.service)
	s.referrals = referral.New(k, s.matches, s.service)
	s.organisations = organisation.New(k)
	s.vacancies = vacancy.New(k, s.organisations)
	s.pledges = pledge.New(k, s.organisations)
	gate := seal.NewGate(k.Stretch)
	s.custody = custody.New(k, gate, custody.NewKeyCache())
	s.reports = report.New(k, s.custody, gate, pepper, ping)
	s.cases = casework.New(k, s.custody, s.reports, pepper, ping)
	s.slots = slot.New(k, s.service)
	s.events = event.New(k, func(ctx context.Context) error {
		_, err := s.organisations.Verified(ctx)
		return err
	})
	fits := s.matches.Handlers(s.service)
	contracts := s.tenders.Handlers(fits, s.interests, s.questions)
	all := []module.Module{
		home.Module(k),
		s.processes.Module(),
		contracts.Module(),
		s.interests.Module(),
		s.questions.Module(contracts.Show),
		s.drafts.Module(reach.New(k, s.suppliers)),
		s.outcomes.Module(),
		share.New(k, s.tenders).Module(),
		s.suppliers.Module(),
		fits.Module(),
		s.service.Module(),
		readiness.New(k, s.matches, s.service).Module(),
		s.directory.Module(),
		s.referrals.Module(),
		unmet.New(k, tally, s.service, s.matches).Module(),
		s.slots.Module(s.service.ShowAgain),
		s.vacancies.Module(),
		s.events.Module(s.surveyed),
		organisation.Module(s.organisations, s.vacancies.OnPage(), s.pledges.OnPage()),
		s.pledges.Module(),
		team.New(k, s.organisations).Module(),
		engagement.New(k, s.organisations).Module(),
		s.custody.Module(),
		s.reports.Module(),
		s.cases.Module(),
		alert.New(k, s.tenders).Module(),
		s.intake.Module(),
		s.accounts.Module(),
	}
	counted := monitor.Sources{People: s.suppliers.People, Winners: s.interests.Winners, Reports: s.reports.Ended}
	for _, m := range all {
		counted.Journeys, counted.Took = append(counted.Journeys, m.Journeys...), append(counted.Took, m.Took...)
	}
	s.monitor = monitor.New(k, counted)
	return s, slices.Insert(all, len(all)-2, append([]module.Module{s.monitor.Module()}, s.learning(k)...)...), nil
}

// learning builds the modules of the exchange between cities.
func (s *services) learning(k module.Kit) []module.Module {
	clusters := cluster.New(k)
	visits := visit.New(k, clusters)
	plans := actionplan.New(k, visits, s.monitor)
	s.library = library.New(k)
	s.surveys = survey.New(k,
		survey.Kind{Subjects: visits, Path: "/programme/visits", Summed: true, About: "Begin the survey of a visit: a link for who took part."},
		survey.Kind{Subjects: s.events.Conferences(), Path: "/conferences", About: "Begin the survey of a conference."})
	return []module.Module{
		clusters.Module(visits, plans),
		visits.Module(plans, s.surveys),
		plans.Module(),
		benchmark.New(k, clusters).Module(),
		s.library.Module(),
		s.surveys.Module(),
	}
}

// surveyed returns the survey summary for the page of a conference. It is a method because the surveys are created after the
// events.
func (s *services) surveyed(ctx context.Context, id string) (*survey.Summary, error) {
	return s.surveys.Summary(ctx, id)
}
