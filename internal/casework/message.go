package casework

import (
	"context"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// MessageForm is a message to the reporter.
type MessageForm struct {
	Text     string `json:"text" validate:"max=10000"`
	Feedback string `json:"feedback" validate:"omitempty,oneof=yes no"` // says what was done: stops the second clock
	Transfer string `json:"transfer" validate:"max=300"`                // asks whether the case may go to this body
	Revision int64  `json:"revision" validate:"min=0"`                  // of the case that was read; 0 is the one stored
}

// Write sends the reporter a message, which acknowledges the report. A reporter who left an address is
// written to that something waits, and no more; where that fails the message is stored all the same, and
// the problem is Unavailable.
func (s *Service) Write(ctx context.Context, id string, f MessageForm) (*report.Report, error) {
	if strings.TrimSpace(f.Text) == "" {
		return nil, problem.Field("text", "report.tell_what")
	}
	// Worked out once: the store may run the step again.
	kind, text := "", f.Text
	if f.Transfer != "" {
		kind, text = "transfer", strings.TrimSpace(f.Text)+"\n\n→ "+strings.TrimSpace(f.Transfer)
	}
	var email, language string
	r, err := s.step(ctx, id, "wrote", func(r *report.Report, x custody.Secrets) error {
		if r.Lookup == "" {
			return problem.Field("text", "casework.no_receipt")
		}
		if err := r.AddMessage(x.Shared, "desk", kind, text, s.today()); err != nil {
			return err
		}
		r.Acknowledged(s.today(), readAll(r, f.Revision))
		if f.Feedback == "yes" && r.Feedback == "" {
			r.Feedback = s.today()
		}
		a, err := r.OpenAccount(x.Shared)
		if err != nil {
			return err
		}
		language = a.Language
		email, err = r.OpenPing(x.Shared)
		return err
	})
	if err != nil {
		return nil, err
	}
	if email != "" && s.pinger != nil {
		if err := s.pinger(context.WithoutCancel(ctx), email, language, "report.letter"); err != nil {
			return nil, problem.New(problem.Unavailable, "casework.ping_failed").Wrap(err)
		}
	}
	return r, nil
}

// NoteForm is a note of the caseworkers' own.
type NoteForm struct {
	Text string `json:"text" validate:"max=10000"`
}

// Note adds what the caseworkers alone read.
func (s *Service) Note(ctx context.Context, id string, f NoteForm) (*report.Report, error) {
	if strings.TrimSpace(f.Text) == "" {
		return nil, problem.Field("text", "problem.required")
	}
	return s.step(ctx, id, "noted", func(r *report.Report, x custody.Secrets) error {
		return r.AddNote(x.Internal, actor.From(ctx).ID, f.Text, s.today())
	})
}
