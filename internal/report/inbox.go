package report

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
	"citiesgrow/internal/upload"
)

// Inbox is what the holder of a receipt finds.
type Inbox struct {
	Number   string      `json:"number"`
	City     string      `json:"city"`
	Door     Door        `json:"door"`
	Day      string      `json:"day"`
	Hash     string      `json:"hash"`
	State    State       `json:"state"`
	Account  *Account    `json:"report"`
	Messages []Said      `json:"messages"`
	Files    []*Attached `json:"files"`
	Named    bool        `json:"named"` // an identity was given, sealed apart

	report *Report
	open   []byte
}

// Said is a message in the clear.
type Said struct {
	Message
	Text string `json:"text"`
}

// beat is what the time of an answer to a receipt is rounded up to.
const beat = 100 * time.Millisecond

// Inbox opens a report with its receipt. A wrong receipt takes as long as a right one:
// answers come on the beat.
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
		return nil, problem.Field("receipt", "report.receipt_unknown")
	}
	if err != nil {
		return nil, err
	}
	w, err := s.wraps.Get(ctx, r.ID)
	if problem.Is(err, problem.NotFound) {
		return nil, problem.Field("receipt", "report.receipt_unknown") // it is being erased
	}
	if err != nil {
		return nil, err
	}
	open, err := back.Key.Unwrap(at(r.ID, "reporter"), w.Reporter)
	if err != nil {
		return nil, err
	}
	return s.inbox(ctx, r, open)
}

func (s *Service) inbox(ctx context.Context, r *Report, open []byte) (*Inbox, error) {
	in := &Inbox{Number: r.Number, City: r.City, Door: r.Door, Day: r.Day, Hash: r.Hash, State: r.State, Named: len(r.Identity) > 0, Account: &Account{},
		Messages: []Said{}, report: r, open: open}
	if in.State == Merged {
		in.State = Open // to the reporter it is one case as before
	}
	if err := openJSON(open, at(r.ID, "account"), r.Content, in.Account); err != nil {
		return nil, err
	}
	var err error
	if in.Messages, err = said(r, open); err != nil {
		return nil, err
	}
	in.Files, err = s.attached(ctx, r.ID, open)
	return in, err
}

// said opens the messages of a report.
func said(r *Report, open []byte) ([]Said, error) {
	all := []Said{}
	for _, m := range r.Messages {
		text, err := seal.Open(open, at(r.ID, "message "+m.ID), m.Box)
		if err != nil {
			return nil, err
		}
		all = append(all, Said{m, string(text)})
	}
	return all, nil
}

// Reply is what the holder of a receipt adds.
type Reply struct {
	Receipt string        `json:"receipt" validate:"max=60"`
	Text    string        `json:"text" validate:"max=10000"`
	Answer  string        `json:"answer" validate:"omitempty,oneof=yes no"` // to a question for consent
	To      string        `json:"to" validate:"max=40"`                     // the message that asks
	Files   []upload.Sent `json:"files" validate:"max=10"`
}

// mostMessages bounds the messages of a report.
const mostMessages = 500

// Reply adds a message, an answer or files to a report; a case that is closed or with another
// body is opened again, and is not erased meanwhile.
func (s *Service) Reply(ctx context.Context, f Reply, network string) (*Inbox, error) {
	in, err := s.Inbox(ctx, f.Receipt, network)
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(f.Text)
	if text == "" && len(f.Files) == 0 && f.Answer == "" {
		return nil, problem.Field("text", "report.tell_what")
	}
	clean, err := cleaned(f.Files)
	if err != nil {
		return nil, err
	}
	if err := flooded(s.limiters.ofReport.Take(in.report.ID, len(clean), s.kit.Now())); err != nil {
		return nil, err
	}
	for _, one := range clean {
		if err := s.keep(ctx, in.report.ID, in.open, "reporter", one); err != nil {
			return nil, err
		}
	}
	r, err := s.reports.Update(ctx, in.report.ID, func(r *Report) error {
		if r.Lookup == "" {
			return problem.Field("receipt", "report.receipt_unknown") // it is being erased
		}
		if f.Answer != "" {
			at := slices.IndexFunc(r.Messages, func(m Message) bool { return m.ID == f.To && m.Kind != "" && m.Answer == "" })
			if at < 0 {
				return problem.New(problem.Conflict, "problem.conflict")
			}
			r.Messages[at].Answer = f.Answer
		}
		if text != "" {
			if err := r.add(in.open, "reporter", "", text, day(s.kit.Now())); err != nil {
				return err
			}
		}
		r.heard(s.today())
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := s.passNews(ctx, r.Into); err != nil {
		return nil, err
	}
	return s.inbox(ctx, r, in.open)
}

// mostMerged bounds how often a case is merged on: two that are merged into each other at once must not
// hold a reply up.
const mostMerged = 20

// passNews tells the case that goes on under another number that it has news; that one may have been
// merged as well.
func (s *Service) passNews(ctx context.Context, into string) error {
	for n := 0; into != "" && n < mostMerged; n++ {
		next, err := s.reports.Update(ctx, into, func(r *Report) error { r.heard(s.today()); return nil })
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		into = next.Into
	}
	return nil
}

// heard notes that the reporter said something: it is read before anything is erased.
func (r *Report) heard(today string) {
	r.Erase = ""
	if r.Waiting == "" {
		r.Waiting = today
	}
	if r.State == Closed || r.State == Transferred {
		r.State = Open
	}
	r.reckon()
}

// add appends a message.
func (r *Report) add(open []byte, from, kind, text, today string) error {
	if len(r.Messages) >= mostMessages {
		return problem.Field("text", "report.too_many_messages")
	}
	m := Message{ID: strings.ToLower(rand.Text()[:16]), Day: today, From: from, Kind: kind}
	var err error
	if m.Box, err = seal.Box(open, at(r.ID, "message "+m.ID), []byte(text)); err != nil {
		return err
	}
	r.Messages = append(r.Messages, m)
	return nil
}

// Attachment is one file of the report that a receipt opens.
func (s *Service) Attachment(ctx context.Context, receipt, file, network string) (*Attached, error) {
	in, err := s.Inbox(ctx, receipt, network)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(in.Files, func(a *Attached) bool { return a.ID == file })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return in.Files[i], nil
}
