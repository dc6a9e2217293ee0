package report

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// Case is a report as the caseworker reads it.
type Case struct {
	*Report
	Account  *Account
	Said     []Said
	Files    []*Attached
	Noted    []Noted
	Desk     Desk
	Who      *Identity // where the custodian let this caseworker see it
	Alike    []*Report // other cases about the same organisation
	Parts    []*Report // cases that go on in this one
	Unmasked bool
	Erases   string

	secrets secrets
}

// Noted is a note in the clear.
type Noted struct {
	Note
	Name string
	Text string
}

// Queue is a page of the cases of the caseworker's city: by what is due next, or, with a
// state, those in it, the latest first. Nothing sealed is opened for it.
func (s *Service) Queue(ctx context.Context, state State, after string) ([]*Report, string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, "", err
	}
	q := store.Query{Index: "queue", Equal: []any{who.City}, From: "0", Limit: pageSize, After: after}
	if state != "" {
		q = store.Query{Index: "state", Equal: []any{who.City, string(state)}, Desc: true, Limit: pageSize, After: after}
	}
	doors := s.doorsOf(ctx)
	found, next, err := s.reports.Find(ctx, q)
	return slices.DeleteFunc(found, func(r *Report) bool {
		return slices.Contains(r.Shut, who.ID) || !slices.Contains(doors, r.Door)
	}), next, err
}

const pageSize = 20

// doorsOf are the doors that the caseworker reads at.
func (s *Service) doorsOf(ctx context.Context) []Door {
	h, err := s.mine(ctx)
	if err != nil {
		return nil
	}
	return h.Doors
}

// may finds a case for its caseworker; what is another's is as if it were not there.
func (s *Service) may(ctx context.Context, id string) (*Report, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, err
	}
	r, err := s.reports.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if r.City != who.City || slices.Contains(r.Shut, who.ID) || !slices.Contains(s.doorsOf(ctx), r.Door) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return r, nil
}

// opened finds a case with the secrets that the caseworker's unlocked key opens.
func (s *Service) opened(ctx context.Context, id string) (*Report, secrets, error) {
	r, err := s.may(ctx, id)
	if err != nil {
		return nil, secrets{}, err
	}
	key, err := s.key(ctx, actor.Caseworker)
	if err != nil {
		return nil, secrets{}, err
	}
	w, err := s.wraps.Get(ctx, id)
	if err != nil {
		return nil, secrets{}, err
	}
	x, err := unwrap(key, w.Readers, actor.From(ctx).ID, id)
	if err != nil {
		return nil, secrets{}, problem.New(problem.Conflict, "report.not_for_you").Wrap(err)
	}
	return r, x, nil
}

// Open reads a case, once that this is done stands in the log. Words that are masked are
// shown blacked out unless the caseworker asks for them, which is noted as well.
func (s *Service) Open(ctx context.Context, id string, unmasked bool) (*Case, error) {
	r, x, err := s.opened(ctx, id)
	if err != nil {
		return nil, err
	}
	act := "opened"
	if unmasked {
		act = "opened unmasked"
	}
	if err := s.note(ctx, r.City, act, r.Number, ""); err != nil {
		return nil, err
	}
	c, err := s.read(ctx, r, x)
	if err != nil {
		return nil, err
	}
	if c.Unmasked = unmasked; !unmasked {
		c.mask()
	}
	return c, nil
}

func (s *Service) read(ctx context.Context, r *Report, x secrets) (*Case, error) {
	c := &Case{Report: r, Account: &Account{}, secrets: x}
	if err := openJSON(x.open, at(r.ID, "account"), r.Content, c.Account); err != nil {
		return nil, err
	}
	if err := openJSON(x.desk, at(r.ID, "desk"), r.Desk, &c.Desk); err != nil {
		return nil, err
	}
	var err error
	if c.Said, err = said(r, x.open); err != nil {
		return nil, err
	}
	if c.Files, err = s.attached(ctx, r.ID, x.open); err != nil {
		return nil, err
	}
	for _, n := range r.Notes {
		text, err := seal.Open(x.desk, at(r.ID, "note "+n.ID), n.Box)
		if err != nil {
			return nil, err
		}
		c.Noted = append(c.Noted, Noted{n, s.nameOf(ctx, n.By), string(text)})
	}
	if c.Who, err = s.seen(ctx, r); err != nil {
		return nil, err
	}
	if c.Parts, err = s.reports.List(ctx, store.Query{Index: "into", Equal: []any{r.ID}}); err != nil {
		return nil, err
	}
	if r.About != "" {
		found, err := s.reports.List(ctx, store.Query{Index: "about", Equal: []any{r.City, r.About}})
		if err != nil {
			return nil, err
		}
		c.Alike = slices.DeleteFunc(found, func(o *Report) bool {
			return o.ID == r.ID || slices.Contains(o.Shut, actor.From(ctx).ID) || o.Door != r.Door
		})
	}
	return c, nil
}

// nameOf is what reporters call a holder.
func (s *Service) nameOf(ctx context.Context, account string) string {
	h, err := s.holders.Get(ctx, account)
	if err != nil {
		return ""
	}
	return h.Name
}

// black is what stands for a masked word.
const black = "█████"

// mask blacks the masked words out wherever they stand.
func (c *Case) mask() {
	if len(c.Desk.Masks) == 0 {
		return
	}
	var pairs []string
	for _, m := range c.Desk.Masks {
		pairs = append(pairs, m, black)
	}
	r := strings.NewReplacer(pairs...)
	for _, text := range []*string{&c.Account.What, &c.Account.Where, &c.Account.Who, &c.Account.Evidence} {
		*text = r.Replace(*text)
	}
	for i := range c.Said {
		c.Said[i].Text = r.Replace(c.Said[i].Text)
	}
}

// change works on a case: it is read, noted in the log, changed and stored; of two
// caseworkers who change at once both changes stand.
func (s *Service) change(ctx context.Context, id, act string, f func(r *Report, x secrets) error) (*Report, error) {
	r, x, err := s.opened(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := s.note(ctx, r.City, act, r.Number, ""); err != nil {
		return nil, err
	}
	return s.reports.Update(ctx, id, func(r *Report) error {
		if err := f(r, x); err != nil {
			return err
		}
		r.reckon()
		return nil
	})
}

// today is the day of the house's clock.
func (s *Service) today() string { return day(s.kit.Now()) }

// acknowledge notes that the reporter heard from the desk.
func (r *Report) acknowledge(today string) {
	if r.Acknowledge == "" {
		r.Acknowledge = today
	}
	if r.State == Received {
		r.State = Open
	}
	r.Waiting = ""
}

// MessageForm is a message to the reporter.
type MessageForm struct {
	Text     string `json:"text" validate:"max=10000"`
	Feedback string `json:"feedback" validate:"omitempty,oneof=yes no"` // tells what was done: stops the second clock
	Transfer string `json:"transfer" validate:"max=300"`                // asks whether the case may go to this body
}

// Write sends the reporter a message, which acknowledges the report; whoever left an
// address hears that something waits, and no more.
func (s *Service) Write(ctx context.Context, id string, f MessageForm) (*Report, error) {
	if strings.TrimSpace(f.Text) == "" {
		return nil, problem.Field("text", "report.tell_what")
	}
	// Worked out once: the store may run what follows again.
	kind, text := "", f.Text
	if f.Transfer != "" {
		kind, text = "transfer", strings.TrimSpace(f.Text)+"\n\n→ "+strings.TrimSpace(f.Transfer)
	}
	var email, language string
	r, err := s.change(ctx, id, "wrote", func(r *Report, x secrets) error {
		if r.Lookup == "" {
			return problem.Field("text", "report.no_receipt")
		}
		if err := r.add(x.open, "desk", kind, text, s.today()); err != nil {
			return err
		}
		r.acknowledge(s.today())
		if f.Feedback == "yes" && r.Feedback == "" {
			r.Feedback = s.today()
		}
		var a Account
		if err := openJSON(x.open, at(r.ID, "account"), r.Content, &a); err != nil {
			return err
		}
		language = a.Language
		return openJSON(x.open, at(r.ID, "ping"), r.Ping, &email)
	})
	if err != nil {
		return nil, err
	}
	if email != "" && s.pinger != nil {
		if err := s.pinger(context.WithoutCancel(ctx), email, language, "report.letter"); err != nil {
			return r, problem.New(problem.Unavailable, "report.ping_failed").Wrap(err)
		}
	}
	return r, nil
}

// NoteForm is a note of the desk.
type NoteForm struct {
	Text string `json:"text" validate:"max=10000"`
}

// Note adds what the desk alone reads.
func (s *Service) Note(ctx context.Context, id string, f NoteForm) (*Report, error) {
	if strings.TrimSpace(f.Text) == "" {
		return nil, problem.Field("text", "problem.required")
	}
	return s.change(ctx, id, "noted", func(r *Report, x secrets) error {
		n := Note{ID: strings.ToLower(rand.Text()[:16]), Day: s.today(), By: actor.From(ctx).ID}
		var err error
		if n.Box, err = seal.Box(x.desk, at(r.ID, "note "+n.ID), []byte(f.Text)); err != nil {
			return err
		}
		r.Notes = append(r.Notes, n)
		return nil
	})
}

// TriageForm says what becomes of a case.
type TriageForm struct {
	Triage string     `json:"triage" validate:"omitempty,oneof=ours refer inform"`
	Urgent string     `json:"urgent" validate:"omitempty,oneof=yes no"`
	Limit  record.Day `json:"limit" validate:"max=30"` // the last day of the legal limit, where the caseworker knows better
}

// Triage decides whether a case is ours, another body's, or for information, and how
// urgent it is. Reading what the reporter wrote is part of it.
func (s *Service) Triage(ctx context.Context, id string, f TriageForm) (*Report, error) {
	limit, err := f.Limit.Time("limit", "UTC")
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, "triaged", func(r *Report, _ secrets) error {
		r.Triage, r.Urgent, r.Limit, r.Waiting = f.Triage, f.Urgent == "yes", day(limit), ""
		if r.State == Received {
			r.State = Open
		}
		return nil
	})
}

// CodingForm classifies a case.
type CodingForm struct {
	Ground       string `json:"ground" validate:"max=40"`
	Field        string `json:"field" validate:"max=40"`
	Against      string `json:"against" validate:"max=40"`
	Outcome      string `json:"outcome" validate:"max=40"`
	Organisation string `json:"organisation" validate:"max=300"` // kept as a tag, to see repeat patterns
	Summary      string `json:"summary" validate:"max=300"`
}

// Code classifies a case for the figures, and tags the organisation it is about: the tag
// reports whether two cases are about the same, not about whom.
func (s *Service) Code(ctx context.Context, id string, f CodingForm) (*Report, error) {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	return s.change(ctx, id, "coded", func(r *Report, x secrets) error {
		for _, c := range []struct {
			field, value string
			known        []string
		}{{"ground", f.Ground, GroundsOf(r.Door)}, {"field", f.Field, Fields()}, {"against", f.Against, Against()}, {"outcome", f.Outcome, Outcomes()}} {
			if c.value != "" && !slices.Contains(c.known, c.value) {
				wrong.Add(c.field, problem.M("problem.oneof"))
			}
		}
		if err := wrong.OrNil(); err != nil {
			return err
		}
		r.Coding = Coding{f.Ground, f.Field, f.Against, f.Outcome}
		r.About = ""
		if name := folded(f.Organisation); name != "" {
			r.About = s.pepper.Tag("organisation in "+r.City, name)
		}
		return s.desk(r, x, func(d *Desk) { d.Summary, d.About = f.Summary, f.Organisation })
	})
}

// folded is a name without what people write differently.
func folded(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" \t.,;:-–\"'«»“”&()", r) }), " ")
}

// desk changes what the desk alone knows.
func (s *Service) desk(r *Report, x secrets, change func(*Desk)) error {
	var d Desk
	if err := openJSON(x.desk, at(r.ID, "desk"), r.Desk, &d); err != nil {
		return err
	}
	change(&d)
	var err error
	r.Desk, err = sealJSON(x.desk, at(r.ID, "desk"), d)
	return err
}

// MaskForm lists the words that are blacked out, one a line.
type MaskForm struct {
	Words string `json:"words" validate:"max=3000"`
}

// Mask blacks words out wherever the case is shown or printed.
func (s *Service) Mask(ctx context.Context, id string, f MaskForm) (*Report, error) {
	var words []string
	for line := range strings.Lines(f.Words) {
		if w := strings.TrimSpace(line); w != "" && len(words) < 100 {
			words = append(words, w)
		}
	}
	// The longest first, so that a name within a longer one is no remainder.
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return s.change(ctx, id, "masked", func(r *Report, x secrets) error {
		return s.desk(r, x, func(d *Desk) { d.Masks = words })
	})
}
