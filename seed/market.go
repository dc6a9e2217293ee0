package seed

import (
	"time"

	"citiesgrow/internal/draft"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/outcome"
	"citiesgrow/internal/process"
	"citiesgrow/internal/tender"
)

// market holds the use cases of tenders, for buyers and suppliers.
type market struct {
	tenders   *tender.Service
	interests *interest.Service
	processes *process.Service
	drafts    *draft.Service
	outcomes  *outcome.Service
}

func marketOf(k module.Kit) market {
	m := market{tenders: tender.New(k)}
	m.interests = interest.New(k, m.tenders)
	m.processes = process.New(k, m.interests)
	m.drafts = draft.New(k, m.tenders, m.processes, m.interests)
	m.outcomes = outcome.New(k, m.tenders, m.processes, m.interests)
	return m
}

// at returns the market with an earlier clock, so that closed tenders have a history.
func (s *seeder) at(t time.Time) market {
	k := s.Kit
	k.Now = func() time.Time { return t }
	return marketOf(k)
}
