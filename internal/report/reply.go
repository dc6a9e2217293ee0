package report

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/upload"
)

// Reply is the input of a reporter who has the receipt.
type Reply struct {
	Receipt string        `json:"receipt" validate:"max=60"`
	Text    string        `json:"text" validate:"max=10000"`
	Answer  string        `json:"answer" validate:"omitempty,oneof=yes no"` // answer to a question for consent
	To      string        `json:"to" validate:"max=40"`                     // id of the message with the question
	Files   []upload.Sent `json:"files" validate:"max=10"`
}

// Reply adds a message, an answer or files to a report. A case that is closed or transferred is opened again, and its erasure is
// cancelled.
func (s *Service) Reply(ctx context.Context, f Reply, network string) (*Inbox, error) {
	in, err := s.Inbox(ctx, f.Receipt, network)
	if err != nil {
		return nil, err
	}
	f.Text = strings.TrimSpace(f.Text)
	if f.Text == "" && len(f.Files) == 0 && f.Answer == "" {
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
		if err := s.attach(ctx, in.report.ID, in.shared, "reporter", one); err != nil {
			return nil, err
		}
	}
	// The update only adds. It checks its preconditions again inside: the report is not being erased, and the question has no
	// answer yet.
	r, err := s.reports.Update(ctx, in.report.ID, func(r *Report) error { return s.replied(r, in.shared, f) })
	if err != nil {
		return nil, err
	}
	if err := s.passNews(ctx, r.Into); err != nil {
		return nil, err
	}
	return s.inbox(ctx, r, in.shared)
}

func (s *Service) replied(r *Report, shared []byte, f Reply) error {
	if r.Lookup == "" {
		return errUnknown() // the report is being erased
	}
	if f.Answer != "" {
		at := slices.IndexFunc(r.Messages, func(m Message) bool { return m.ID == f.To && m.Kind != "" && m.Answer == "" })
		if at < 0 {
			return problem.New(problem.Conflict, "problem.conflict")
		}
		r.Messages[at].Answer = f.Answer
	}
	if f.Text != "" {
		if err := r.AddMessage(shared, "reporter", "", f.Text, s.today()); err != nil {
			return err
		}
	}
	r.News(s.today())
	return nil
}

// mostMerged limits how many merges passNews follows, so that two cases merged into each other do not cause an endless loop.
const mostMerged = 20

// passNews marks the case into which a report was merged as having news, and so on if that one was merged too.
func (s *Service) passNews(ctx context.Context, into string) error {
	for n := 0; into != "" && n < mostMerged; n++ {
		// This is the program's own write: it sets a day and a state, so repeating it changes nothing.
		next, err := s.reports.Update(ctx, into, func(r *Report) error { r.News(s.today()); return nil })
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
