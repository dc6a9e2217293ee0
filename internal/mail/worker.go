package mail

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// Address says where letters to an account go and in which language; not ok for one
// that has no address (any more).
type Address func(ctx context.Context, account string) (email, language string, ok bool, err error)

// Worker sends what is due.
type Worker struct {
	Outbox  *Outbox
	Sender  Sender
	Words   *i18n.Catalogue
	Address Address
	Base    *url.URL // of the site, for the links
	Log     *slog.Logger
}

// delays are how long a letter waits after it could not be sent; then it is given up.
var delays = []time.Duration{5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 12 * time.Hour}

// claimed is how long a letter belongs to the worker that has begun to send it. When the process ends
// after the mail server took the letter and before that is stored, it is sent again after this time,
// with the same Message-ID, by which mail programs recognise the second copy.
const claimed = 10 * time.Minute

// pause is how often the outbox is looked at.
const pause = 30 * time.Second

// Run sends until the context ends.
func (w *Worker) Run(ctx context.Context) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if _, err := w.Once(ctx); err != nil && ctx.Err() == nil {
			w.Log.Warn("send letters", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once sends everything that is due and returns how many went.
func (w *Worker) Once(ctx context.Context) (int, error) {
	sent := 0
	for {
		due, _, err := w.Outbox.letters.Find(ctx, store.Query{Index: "due", To: w.Outbox.now().Add(time.Millisecond), Limit: 100})
		if err != nil || len(due) == 0 {
			return sent, err
		}
		for _, l := range due {
			went, err := w.one(ctx, l)
			if err != nil {
				return sent, err
			}
			if went {
				sent++
			}
		}
	}
}

// one claims a letter, sends it and says so. If another process was quicker, it has the letter.
func (w *Worker) one(ctx context.Context, l *Letter) (bool, error) {
	l.Claimed = w.Outbox.now().Add(claimed)
	l.Due = l.Claimed
	if err := w.Outbox.letters.Put(ctx, l); problem.Is(err, problem.Conflict) || problem.Is(err, problem.NotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	email, language, ok := l.Email, l.Language, l.Email != ""
	if l.Account != "" {
		var err error
		if email, language, ok, err = w.Address(ctx, l.Account); err != nil {
			return false, err
		}
	}
	if !ok {
		return false, w.close(ctx, l, "no address")
	}
	if err := w.Sender.Send(ctx, w.say(l, email, language)); err != nil {
		return false, w.postpone(ctx, l, err)
	}
	return true, w.close(ctx, l, "")
}

// say puts a letter into words.
func (w *Worker) say(l *Letter, email, language string) Message {
	words := w.Words.For(w.Words.Match(language))
	args := []any{}
	for name, value := range l.Words {
		args = append(args, name, value)
	}
	for name, m := range l.Moments {
		at := m.At
		if zone, err := time.LoadLocation(m.Zone); err == nil {
			at = at.In(zone)
		}
		args = append(args, name, words.T("mail.moment", "Date", words.Date(at), "Time", words.Clock(at)))
	}
	text := words.T(l.Key+"_text", args...)
	if l.Path != "" {
		text += "\n\n" + strings.TrimRight(w.Base.String(), "/") + l.Path
	}
	text += "\n\n-- \n" + words.T("mail.footer")
	return Message{ID: l.ID, To: email, Subject: oneLine(words.T(l.Key+"_subject", args...)), Text: text, Calendar: l.Calendar}
}

// oneLine is a subject without what would end it.
func oneLine(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r < ' ' || r == 0x7f {
			r = ' '
		}
		out = append(out, r)
	}
	return string(out[:min(len(out), 200)])
}

// close marks a letter as done with.
func (w *Worker) close(ctx context.Context, l *Letter, refused string) error {
	l.Due, l.Claimed, l.Refused, l.Calendar = time.Time{}, time.Time{}, refused, nil
	if refused == "" {
		l.Sent = w.Outbox.now().UTC().Truncate(24 * time.Hour)
	}
	return w.settle(ctx, l)
}

// postpone tries again later, or gives up.
func (w *Worker) postpone(ctx context.Context, l *Letter, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.Log.Warn("a letter was not sent", "about", l.Key, "try", l.Tries+1, "error", err.Error())
	if l.Tries >= len(delays) {
		return w.close(ctx, l, "not delivered")
	}
	l.Due, l.Claimed = w.Outbox.now().Add(delays[l.Tries]), time.Time{}
	l.Tries++
	return w.settle(ctx, l)
}

// settle stores what became of a letter; one that was dropped meanwhile is gone.
func (w *Worker) settle(ctx context.Context, l *Letter) error {
	err := w.Outbox.letters.Put(context.WithoutCancel(ctx), l)
	if problem.Is(err, problem.Conflict) || problem.Is(err, problem.NotFound) {
		return nil
	}
	return err
}
