package report

import (
	"context"
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// Inbox is the content of a report for the owner of its receipt.
type Inbox struct {
	Number   string          `json:"number"`
	City     string          `json:"city"`
	Channel  custody.Channel `json:"door"`
	Day      string          `json:"day"`
	Hash     string          `json:"hash"`
	State    State           `json:"state"`
	Account  *Account        `json:"report"`
	Messages []OpenedMessage `json:"messages"`
	Files    []*Attached     `json:"files"`
	Named    bool            `json:"named"` // an identity was given; it is sealed separately

	report *Report
	shared []byte
}

// beat is the interval to which the response time of a receipt is rounded up.
const beat = 100 * time.Millisecond

// Inbox opens a report with its receipt. Each response waits for the next multiple of beat, so that its time does not show
// whether a receipt is wrong. A network that sent too many wrong receipts waits in a queue. If the queue is full, Inbox returns
// TooMany.
func (s *Service) Inbox(ctx context.Context, typed, network string) (*Inbox, error) {
	start := time.Now()
	in, err := s.follow(ctx, typed, network)
	if problem.Is(err, problem.TooMany) {
		return nil, err // rejected before the receipt was checked
	}
	if paused := store.Pause(ctx, beat-time.Since(start)%beat); paused != nil {
		return nil, paused
	}
	return in, err
}

// errUnknown is the same answer for a wrong receipt and for a receipt of an erased report.
func errUnknown() error { return problem.Field("receipt", "report.receipt_unknown") }

func (s *Service) follow(ctx context.Context, typed, network string) (*Inbox, error) {
	now := s.kit.Now()
	if s.limiters.wrong.Spent(network, now) {
		leave, err := s.limiters.queue.Enter(ctx)
		if err != nil {
			return nil, err
		}
		defer leave()
	}
	receipt, plausible := seal.Typed(typed)
	if !plausible {
		return nil, problem.Field("receipt", "report.receipt_digits")
	}
	back, err := s.gate.Return(ctx, s.pepper, receipt)
	if err != nil {
		return nil, err
	}
	r, err := s.reports.First(ctx, "lookup", back.Lookup)
	if problem.Is(err, problem.NotFound) {
		s.limiters.wrong.Take(network, 1, now)
		return nil, errUnknown()
	}
	if err != nil {
		return nil, err
	}
	slots, err := s.custody.Slots(ctx, r.ID)
	if problem.Is(err, problem.NotFound) {
		return nil, errUnknown() // the report is being erased
	}
	if err != nil {
		return nil, err
	}
	shared, err := slots.OpenShared(back.Key)
	if err != nil {
		return nil, err
	}
	return s.inbox(ctx, r, shared)
}

func (s *Service) inbox(ctx context.Context, r *Report, shared []byte) (*Inbox, error) {
	in := &Inbox{Number: r.Number, City: r.City, Channel: r.Channel, Day: r.Day, Hash: r.Hash, State: r.State, Named: len(r.Identity) > 0, report: r,
		shared: shared}
	if in.State == Merged {
		in.State = Open // a merged case looks open to the reporter
	}
	var err error
	if in.Account, err = r.OpenAccount(shared); err != nil {
		return nil, err
	}
	if in.Messages, err = r.OpenMessages(shared); err != nil {
		return nil, err
	}
	if in.Files, err = s.Attached(ctx, r.ID, shared); err != nil {
		return nil, err
	}
	return in, nil
}

// Attachment returns one file of a report by its receipt.
func (s *Service) Attachment(ctx context.Context, receipt, file, network string) (*Attached, error) {
	in, err := s.Inbox(ctx, receipt, network)
	if err != nil {
		return nil, err
	}
	return FindFile(in.Files, file)
}
