package report

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// How long a closed case is kept, in months: what was only to be recorded goes sooner.
const (
	keepRecorded = 6
	keepClosed   = 24
	mostLonger   = 120
)

// CloseForm ends a case.
type CloseForm struct {
	Outcome string `json:"outcome" validate:"max=40"`
	Text    string `json:"text" validate:"max=10000"` // to the reporter: what was done
}

// Close ends a case with its outcome, tells the reporter where they wanted to hear, and
// sets the day from which it is erased.
func (s *Service) Close(ctx context.Context, id string, f CloseForm) (*Report, error) {
	if !slices.Contains(Outcomes(), f.Outcome) {
		return nil, problem.Field("outcome", "report.choose_outcome")
	}
	return s.change(ctx, id, "closed", func(r *Report, x secrets) error {
		var a Account
		if err := openJSON(x.open, at(r.ID, "account"), r.Content, &a); err != nil {
			return err
		}
		text := strings.TrimSpace(f.Text)
		if text == "" && a.Reply && a.Wish != "record" && r.Feedback == "" && r.Lookup != "" {
			return problem.Field("text", "report.tell_reporter")
		}
		if text != "" && r.Lookup != "" {
			if err := r.add(x.open, "desk", "", text, s.today()); err != nil {
				return err
			}
			r.Feedback = s.today()
		}
		r.acknowledge(s.today())
		r.State, r.Coding.Outcome = Closed, f.Outcome
		months := keepClosed
		if a.Wish == "record" || f.Outcome == "recorded" {
			months = keepRecorded
		}
		r.Erase = day(monthsAfter(s.kit.Now(), months))
		return nil
	})
}

// KeepForm keeps a case longer.
type KeepForm struct {
	Until record.Day `json:"until" validate:"max=30"`
	Why   string     `json:"why" validate:"max=1000"`
}

// KeepLonger moves the day of erasure of a closed case, with the reason.
func (s *Service) KeepLonger(ctx context.Context, id string, f KeepForm) (*Report, error) {
	until, err := f.Until.Time("until", "UTC")
	wrong := problem.New(problem.Invalid, "problem.invalid")
	switch {
	case err != nil || until.IsZero():
		wrong.Add("until", problem.M("problem.date"))
	case until.Before(s.kit.Now()) || until.After(s.kit.Now().AddDate(0, mostLonger, 0)):
		wrong.Add("until", problem.M("report.keep_range"))
	}
	if strings.TrimSpace(f.Why) == "" {
		wrong.Add("why", problem.M("problem.required"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, id, "kept longer", func(r *Report, x secrets) error {
		if r.State != Closed && r.State != Transferred {
			return problem.New(problem.Conflict, "report.not_closed")
		}
		r.Erase = day(until)
		return s.desk(r, x, func(d *Desk) { d.WhyLonger = f.Why })
	})
}

// SplitForm takes a part of a case out.
type SplitForm struct {
	What string `json:"what" validate:"max=20000"`
}

// Split makes a case of its own of a part that is another matter. It has the same readers;
// its reporter keeps the receipt of the first.
func (s *Service) Split(ctx context.Context, id string, f SplitForm) (*Report, error) {
	if strings.TrimSpace(f.What) == "" {
		return nil, problem.Field("what", "report.tell_what")
	}
	from, x, err := s.opened(ctx, id)
	if err != nil {
		return nil, err
	}
	var a Account
	if err := openJSON(x.open, at(id, "account"), from.Content, &a); err != nil {
		return nil, err
	}
	if err := s.note(ctx, from.City, "split", from.Number, ""); err != nil {
		return nil, err
	}
	part := &Report{Meta: record.Meta{ID: "report-" + strings.ToLower(rand.Text())}, City: from.City, Door: from.Door, Day: from.Day,
		Number: newNumber(), State: Open, From: from.ID,
		Acknowledge: from.Acknowledge, Feedback: from.Feedback, Limit: from.Limit, Shut: from.Shut, Test: from.Test}
	a.What = f.What
	fresh := newSecrets()
	if part.Content, err = sealJSON(fresh.open, at(part.ID, "account"), a); err != nil {
		return nil, err
	}
	part.Hash = from.Hash
	desk, err := s.DeskOf(ctx, from.City, from.Door)
	if err != nil {
		return nil, err
	}
	desk.Readers = slices.DeleteFunc(desk.Readers, func(h *Holder) bool { return slices.Contains(from.Shut, h.ID) })
	w, err := fresh.wrapAll(part.ID, desk)
	if err != nil {
		return nil, err
	}
	part.reckon()
	if err := s.reports.Put(ctx, part); err != nil {
		return nil, err
	}
	if err := s.wraps.Put(ctx, w); err != nil {
		return nil, err
	}
	return part, nil
}

// MergeForm names the case that goes on.
type MergeForm struct {
	Number string `json:"number" validate:"max=20"`
}

// Merge lets a case go on under another's number. Both reporters keep their receipts.
func (s *Service) Merge(ctx context.Context, id string, f MergeForm) (*Report, error) {
	into, err := s.reports.First(ctx, "number", strings.ToUpper(strings.TrimSpace(f.Number)))
	if err == nil {
		into, err = s.may(ctx, into.ID)
	}
	if problem.Is(err, problem.NotFound) || err == nil && (into.ID == id || into.State == Merged) {
		return nil, problem.Field("number", "report.no_such_case")
	}
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, "merged", func(r *Report, _ secrets) error {
		r.State, r.Into = Merged, into.ID
		return nil
	})
}

// TransferForm names the body.
type TransferForm struct {
	Body string `json:"body" validate:"max=300"`
}

// Transfer notes that another body has the case. The reporter must have said yes.
func (s *Service) Transfer(ctx context.Context, id string, f TransferForm) (*Report, error) {
	if strings.TrimSpace(f.Body) == "" {
		return nil, problem.Field("body", "problem.required")
	}
	return s.change(ctx, id, "transferred", func(r *Report, x secrets) error {
		if !r.Consented() {
			return problem.Field("body", "report.no_consent")
		}
		r.State, r.Coding.Outcome, r.Erase = Transferred, "passed_on", day(monthsAfter(s.kit.Now(), keepClosed))
		return s.desk(r, x, func(d *Desk) { d.Transfer = f.Body })
	})
}

// Consented reports whether the reporter agreed to the last question whether the case may go
// to another body.
func (r *Report) Consented() bool {
	for _, m := range slices.Backward(r.Messages) {
		if m.Kind == "transfer" {
			return m.Answer == "yes"
		}
	}
	return false
}

// StepAside takes the caseworker's own key out of a case, for a conflict of interest; it
// cannot be taken back by them. The last reader cannot: a custodian lets another in first.
func (s *Service) StepAside(ctx context.Context, id string) error {
	who := actor.From(ctx)
	r, _, err := s.opened(ctx, id)
	if err != nil {
		return err
	}
	w, err := s.wraps.Get(ctx, id)
	if err != nil {
		return err
	}
	if len(w.Readers) < 2 {
		return problem.New(problem.Conflict, "report.last_reader")
	}
	if err := s.note(ctx, r.City, "stepped aside", r.Number, ""); err != nil {
		return err
	}
	if _, err := s.reports.Update(ctx, id, func(r *Report) error { r.Shut = append(r.Shut, who.ID); return nil }); err != nil {
		return err
	}
	_, err = s.wraps.Update(ctx, id, func(w *Wraps) error {
		mine := func(w Wrap) bool { return w.Account == who.ID }
		w.Readers, w.Identity = slices.DeleteFunc(w.Readers, mine), slices.DeleteFunc(w.Identity, mine)
		return nil
	})
	return err
}

// Enter takes a report that somebody told on paper or on the telephone; the receipt goes
// to them.
func (s *Service) Enter(ctx context.Context, f Form) (*Report, *Receipt, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, nil, err
	}
	f.City, f.Avoid, f.Email = who.City, nil, ""
	r, receipt, err := s.receive(ctx, &f, func() error { return nil }) // a desk does not flood itself
	if err != nil {
		return nil, nil, err
	}
	if _, err := s.reports.Update(ctx, r.ID, func(r *Report) error { r.Paper = true; return nil }); err != nil {
		return nil, nil, err
	}
	return r, receipt, s.note(ctx, r.City, "entered", r.Number, "")
}
