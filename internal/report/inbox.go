package report

import (
	"context"
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// Inbox is what a receipt opens.
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
	Named    bool            `json:"named"` // an identity was given, sealed apart

	report *Report
	shared []byte
}

// beat is what the time of an answer to a receipt is rounded up to.
const beat = 100 * time.Millisecond

// Inbox opens a report with its receipt. A wrong receipt takes as long as a right one: every answer waits
// for the next beat. A network that typed too many waits in a queue, and is TooMany where that is full.
func (s *Service) Inbox(ctx context.Context, typed, network string) (*Inbox, error) {
	start := time.Now()
	in, err := s.follow(ctx, typed, network)
	if problem.Is(err, problem.TooMany) {
		return nil, err // refused before the receipt was looked at
	}
	if paused := store.Pause(ctx, beat-time.Since(start)%beat); paused != nil {
		return nil, paused
	}
	return in, err
}

// errUnknown is the one answer to every receipt that opens nothing: wrong, or of a report that is erased.
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
		return nil, errUnknown() // it is being erased
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
		in.State = Open // for the reporter it goes on as before
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

// Attachment is one file of the report that a receipt opens.
func (s *Service) Attachment(ctx context.Context, receipt, file, network string) (*Attached, error) {
	in, err := s.Inbox(ctx, receipt, network)
	if err != nil {
		return nil, err
	}
	return FindFile(in.Files, file)
}
