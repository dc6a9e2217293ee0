package outcome

import (
	"context"
	"slices"

	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/process"
	"citiesgrow/internal/tender"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	tenders   *tender.Service
	processes *process.Service
	interests *interest.Service
}

// New returns the service. Those who declared interest are offered as winners.
func New(k module.Kit, tenders *tender.Service, processes *process.Service, interests *interest.Service) *Service {
	return &Service{kit: k, tenders: tenders, processes: processes, interests: interests}
}

// Publish publishes the outcome of a tender of the actor as a notice. A second outcome corrects the
// first: its notice annuls the decisions of the one before.
func (s *Service) Publish(ctx context.Context, id string, o notice.Outcome) (*tender.Tender, error) {
	t, err := s.tenders.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if o, err = Check(t, o, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	tag := "award"
	switch {
	case o.Kind == notice.Withdrawn:
		tag = "tenderCancellation"
	case t.Outcome != nil:
		tag = "awardUpdate"
	}
	content := t.Content
	content.Tender.Lots = slices.Clone(content.Tender.Lots)
	for i := range content.Tender.Lots {
		content.Tender.Lots[i].Status = "" // it follows from this outcome alone
	}
	return s.processes.Publish(ctx, t, tag, content, &o)
}
