package employer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// The sides of the engagement record.
const (
	EmployerSide = "employer"
	PersonSide   = "person"
)

// EngagementStages are the pipeline of a side, in order; lost is the end of both that
// nobody wants.
func EngagementStages(side string) []string {
	if side == PersonSide {
		return []string{"new", "counselled", "prepared", "introduced", "placed", "lost"}
	}
	return []string{"new", "contacted", "met", "pledged", "active", "lost"}
}

// LostReasons are why a contact came to nothing.
func LostReasons() []string {
	return []string{"no_answer", "no_need", "cost", "language", "skills", "moved", "other"}
}

// EntryKinds are what happened between two people.
func EntryKinds() []string { return []string{"call", "meeting", "mail", "visit", "note"} }

// Engagement is the record of one organisation or person that the city works with. It
// is the agency's and the city's; who it is about sees only what concerns them.
type Engagement struct {
	record.Meta `bson:",inline"`
	Side        string               `bson:"side" json:"side"`
	City        string               `bson:"city" json:"city"`
	Name        string               `bson:"name" json:"name"`
	Contact     organisation.Contact `bson:"contact" json:"contact"`
	Account     string               `bson:"account,omitempty" json:"-"` // linked by the person themselves, with a code
	Stage       string               `bson:"stage" json:"stage"`
	Lost        string               `bson:"lost,omitempty" json:"lost,omitempty"` // one of LostReasons
	LostNote    string               `bson:"lost_note,omitempty" json:"lostNote,omitempty"`
	Result      string               `bson:"result,omitempty" json:"result,omitempty"`
	Next        NextStep             `bson:"next" json:"next"`
	Entries     []Entry              `bson:"entries,omitempty" json:"entries"`
	Keeper      string               `bson:"keeper" json:"keeper"` // name of who to ask
	Code        string               `bson:"code,omitempty" json:"-"`
	CodeUntil   time.Time            `bson:"code_until,omitempty" json:"-"`
	Test        bool                 `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// NextStep is what is to be done until when.
type NextStep struct {
	What string    `bson:"what,omitempty" json:"what"`
	Due  time.Time `bson:"due,omitempty" json:"due,omitzero"`
	Who  string    `bson:"who,omitempty" json:"who"`
}

// Entry is one contact. Shared ones are seen by who it is about.
type Entry struct {
	At     time.Time `bson:"at" json:"at,omitzero"`
	Kind   string    `bson:"kind" json:"kind"`
	Text   string    `bson:"text" json:"text"`
	By     string    `bson:"by" json:"by"`
	Shared bool      `bson:"shared,omitempty" json:"shared"`
}

// Overdue tells whether the next step should have been done.
func (e *Engagement) Overdue(now time.Time) bool {
	return !e.Next.Due.IsZero() && e.Next.Due.Before(now) && e.Stage != "lost"
}

// EngagementForm is what a keeper says of a contact.
type EngagementForm struct {
	Revision int64  `json:"revision" validate:"min=0"`
	Side     string `json:"side" validate:"omitempty,oneof=employer person"`
	Name     string `json:"name" validate:"max=200"`
	Person   string `json:"person" validate:"max=120"`
	Email    string `json:"email" validate:"omitempty,email,max=254"`
	Phone    string `json:"phone" validate:"max=40"`
	Stage    string `json:"stage" validate:"max=20"`
	Lost     string `json:"lost" validate:"max=20"`
	LostNote string `json:"lost_note" validate:"max=500"`
	Result   string `json:"result" validate:"max=1000"`
	What     string `json:"next" validate:"max=500"`
	Due      string `json:"due" validate:"max=30"`
}

func (s *Service) layEngagement(e *Engagement, f EngagementForm, by string) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	e.Name, e.Contact = cmp.Or(f.Name, e.Name), organisation.Contact{Person: f.Person, Email: f.Email, Phone: f.Phone}
	if e.Name == "" {
		wrong.Add("name", problem.M("problem.required"))
	}
	e.Stage = cmp.Or(f.Stage, e.Stage, "new")
	if !slices.Contains(EngagementStages(e.Side), e.Stage) {
		wrong.Add("stage", problem.M("problem.oneof"))
	}
	e.Lost, e.LostNote, e.Result = "", "", f.Result
	if e.Stage == "lost" {
		if e.Lost, e.LostNote = f.Lost, f.LostNote; !slices.Contains(LostReasons(), e.Lost) {
			wrong.Add("lost", problem.M("engagement.lost_missing"))
		}
	}
	city, _ := s.kit.Taxonomy.City(e.City)
	due, err := record.Day(f.Due).Time("due", city.Zone)
	if err != nil {
		wrong.Add("due", problem.M("problem.date"))
	}
	if f.What != "" && f.Due == "" {
		wrong.Add("due", problem.M("engagement.due_missing"))
	}
	e.Next = NextStep{What: f.What, Due: due, Who: by}
	return wrong.OrNil()
}

// Engage begins a record.
func (s *Service) Engage(ctx context.Context, f EngagementForm, city string) (*Engagement, error) {
	own, err := s.organisations.AgencyCity(ctx)
	if err != nil {
		return nil, err
	}
	if own != "" {
		city = own
	}
	if _, known := s.kit.Taxonomy.City(city); !known {
		return nil, problem.Field("city", "problem.city_unknown")
	}
	who := actor.From(ctx)
	e := &Engagement{Meta: record.Meta{ID: record.NewID(s.kit.Random, "engagement")}, Side: cmp.Or(f.Side, EmployerSide), City: city,
		Keeper: cmp.Or(who.Name, who.Organisation), Test: who.Test}
	if err := s.layEngagement(e, f, e.Keeper); err != nil {
		return nil, err
	}
	return s.engagements.Save(ctx, e)
}

// Engagement is a record of the actor's city.
func (s *Service) Engagement(ctx context.Context, id string) (*Engagement, error) {
	own, err := s.organisations.AgencyCity(ctx)
	if problem.Is(err, problem.Conflict) {
		return nil, problem.New(problem.NotFound, "problem.not_found") // no agency: it knows of no record
	}
	if err != nil {
		return nil, err
	}
	e, err := s.engagements.Get(ctx, id)
	if err == nil && own != "" && e.City != own {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, err
}

// ChangeEngagement tells a contact anew; nothing of another's change is lost.
func (s *Service) ChangeEngagement(ctx context.Context, id string, f EngagementForm) (*Engagement, error) {
	e, err := s.Engagement(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != e.Revision {
		return nil, problem.New(problem.Conflict, "organisation.changed_meanwhile")
	}
	if err := s.layEngagement(e, f, cmp.Or(actor.From(ctx).Name, e.Keeper)); err != nil {
		return nil, err
	}
	return s.engagements.Save(ctx, e)
}

// Note adds what happened. Two who write at once both keep their entry.
func (s *Service) Note(ctx context.Context, id, kind, text string, shared bool) (*Engagement, error) {
	if _, err := s.Engagement(ctx, id); err != nil {
		return nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if !slices.Contains(EntryKinds(), kind) {
		wrong.Add("kind", problem.M("problem.oneof"))
	}
	if text == "" {
		wrong.Add("text", problem.M("problem.required"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	return s.engagements.Update(ctx, id, func(e *Engagement) error {
		e.Entries = append(e.Entries, Entry{s.kit.Now().UTC(), kind, text, cmp.Or(who.Name, who.Organisation), shared})
		return nil
	})
}

// codeLife is how long a link code waits.
const codeLife = 14 * 24 * time.Hour

// Invite makes the code with which the person or organisation sees what concerns them.
// It is told once and stored nowhere.
func (s *Service) Invite(ctx context.Context, id string) (string, error) {
	e, err := s.Engagement(ctx, id)
	if err != nil {
		return "", err
	}
	code := strings.TrimPrefix(record.NewID(s.kit.Random, "c"), "c-")
	e.Code, e.CodeUntil = linkHash(code), s.kit.Now().Add(codeLife)
	return code[:5] + " " + code[5:], s.engagements.Put(ctx, e)
}

func linkHash(code string) string {
	sum := sha256.Sum256([]byte("engagement\x00" + strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))))
	return hex.EncodeToString(sum[:])
}

// Link joins the actor to a record by its code.
func (s *Service) Link(ctx context.Context, code string) (*Engagement, error) {
	who := actor.From(ctx)
	if who.Nobody() || who.Assisted() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	e, err := s.engagements.First(ctx, "code", linkHash(code))
	if problem.Is(err, problem.NotFound) || err == nil && s.kit.Now().After(e.CodeUntil) {
		return nil, problem.Field("code", "account.code_wrong")
	}
	if err != nil {
		return nil, err
	}
	e.Account, e.Code, e.CodeUntil = who.ID, "", time.Time{}
	return s.engagements.Save(ctx, e)
}

// Unlink takes the actor's link away.
func (s *Service) Unlink(ctx context.Context, id string) error {
	who := actor.From(ctx)
	e, err := s.engagements.Get(ctx, id)
	if err != nil {
		return err
	}
	if who.Nobody() || e.Account != who.ID {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	e.Account = ""
	return s.engagements.Put(ctx, e)
}

// Concern is what a record lets the person see whom it is about.
type Concern struct {
	ID      string   `json:"id"`
	City    string   `json:"city"`
	Keeper  string   `json:"keeper"`
	Next    NextStep `json:"next"`
	Entries []Entry  `json:"entries"`
}

// Concerning lists what concerns the actor: shared entries and the next step, never
// notes, stages or reasons.
func (s *Service) Concerning(ctx context.Context) ([]Concern, error) {
	who := actor.From(ctx)
	if who.Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	found, err := s.engagements.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}})
	var all []Concern
	for _, e := range found {
		c := Concern{ID: e.ID, City: e.City, Keeper: e.Keeper, Next: e.Next, Entries: []Entry{}}
		for _, entry := range e.Entries {
			if entry.Shared {
				c.Entries = append(c.Entries, entry)
			}
		}
		all = append(all, c)
	}
	return all, err
}

// Engagements lists the records of the actor's city: what is overdue first, then what is
// due next.
func (s *Service) Engagements(ctx context.Context, side, stage string) ([]*Engagement, error) {
	city, err := s.organisations.AgencyCity(ctx)
	if err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if city != "" {
		q.Equal = []any{city}
	}
	all, err := s.engagements.List(ctx, q)
	all = slices.DeleteFunc(all, func(e *Engagement) bool { return side != "" && e.Side != side || stage != "" && e.Stage != stage })
	slices.SortStableFunc(all, func(a, b *Engagement) int {
		if a.Next.Due.IsZero() != b.Next.Due.IsZero() {
			if a.Next.Due.IsZero() {
				return 1
			}
			return -1
		}
		return a.Next.Due.Compare(b.Next.Due)
	})
	return all, err
}

var engagements = store.Spec{Name: "engagements", Indexes: []store.Index{
	{Name: "city", Fields: []string{"city", "created"}},
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "code", Fields: []string{"code"}, Unique: true},
}}
