package employer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// TeamRequest is a firm's wish for a team of students: schools offer one, the firm
// agrees, both say what came of it.
type TeamRequest struct {
	record.Meta `bson:",inline"`
	Account     string      `bson:"account" json:"-"`
	Firm        string      `bson:"firm" json:"firm"` // name
	Contact     string      `bson:"contact" json:"-"` // only for the school agreed with
	City        string      `bson:"city" json:"city"`
	Title       string      `bson:"title" json:"title"`
	Text        string      `bson:"text" json:"text"`
	Language    string      `bson:"language" json:"language"`
	Languages   []string    `bson:"languages,omitempty" json:"languages"` // spoken in the firm
	CPV         []string    `bson:"cpv,omitempty" json:"cpv"`
	Weeks       int         `bson:"weeks" json:"weeks"`
	From        time.Time   `bson:"from,omitempty" json:"from,omitzero"`
	Offers      []TeamOffer `bson:"offers,omitempty" json:"-"`
	Agreed      string      `bson:"agreed,omitempty" json:"-"` // organisation of the school
	Ended       time.Time   `bson:"ended,omitempty" json:"-"`
	Result      string      `bson:"result,omitempty" json:"result,omitempty"`
	Helpful     string      `bson:"helpful,omitempty" json:"helpful,omitempty"` // yes or no
	Taken       bool        `bson:"taken,omitempty" json:"-"`                   // back by the firm
	Test        bool        `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// TeamOffer is a school's.
type TeamOffer struct {
	School    string    `bson:"school" json:"school"` // organisation
	Account   string    `bson:"account" json:"-"`
	Name      string    `bson:"name" json:"schoolName"`
	Team      string    `bson:"team" json:"team"`
	Students  int       `bson:"students" json:"students"`
	Languages []string  `bson:"languages,omitempty" json:"languages"`
	Note      string    `bson:"note,omitempty" json:"note"`
	At        time.Time `bson:"at" json:"at,omitzero"`
}

// openFor is how long a request stays on the board.
const openFor = 183 * 24 * time.Hour

// State is open, offered, agreed, done, withdrawn or over.
func (t *TeamRequest) State(now time.Time) string {
	switch {
	case t.Taken:
		return "withdrawn"
	case !t.Ended.IsZero():
		return "done"
	case t.Agreed != "":
		return "agreed"
	case now.Sub(t.Created) > openFor:
		return "over"
	case len(t.Offers) > 0:
		return "offered"
	}
	return "open"
}

// TeamForm is what a firm wishes.
type TeamForm struct {
	Title     string     `json:"title" validate:"max=200"`
	Text      string     `json:"text" validate:"max=3000"`
	Languages []string   `json:"languages" validate:"max=10,dive,max=8"`
	Trade     string     `json:"trade" validate:"max=200"`
	Weeks     int        `json:"weeks" validate:"min=0,max=52"`
	From      record.Day `json:"from" validate:"max=30"`
	Contact   string     `json:"contact" validate:"max=254"`
}

// AskTeam puts a wish on the board.
func (s *Service) AskTeam(ctx context.Context, f TeamForm) (*TeamRequest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	for field, v := range map[string]string{"title": f.Title, "text": f.Text, "contact": f.Contact} {
		if v == "" {
			wrong.Add(field, problem.M("problem.required"))
		}
	}
	city, _ := s.kit.Taxonomy.City(who.City)
	from, err := f.From.Time("from", city.Zone)
	if err != nil {
		wrong.Add("from", problem.M("problem.date"))
	}
	t := &TeamRequest{Meta: record.Meta{ID: record.NewID(s.kit.Random, "team")}, Account: who.ID, Firm: cmp.Or(who.Organisation, who.Name),
		Contact: f.Contact, City: who.City, Title: f.Title, Text: f.Text,
		Language: who.Language, Languages: f.Languages, Weeks: max(1, f.Weeks), From: from, Test: who.Test}
	t.CPV = trades(nil, cmp.Or(f.Trade, f.Title), s.kit.Taxonomy, wrong, who.Language)
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return s.teams.Save(ctx, t)
}

// school is the actor's, verified.
func (s *Service) school(ctx context.Context) (*organisation.Organisation, error) {
	o, err := s.organisations.Verified(ctx)
	if err == nil && o.Kind != organisation.School {
		return nil, problem.New(problem.Conflict, "team.schools_only")
	}
	return o, err
}

// Team is a request that the actor may see: its firm, schools and staff of the city.
func (s *Service) Team(ctx context.Context, id string) (*TeamRequest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	t, err := s.teams.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if t.Account == who.ID || who.Is(actor.Staff, actor.Admin) && who.In(t.City) {
		return t, nil
	}
	if o, err := s.school(ctx); who.Is(actor.Employer) && err == nil && o.City == t.City {
		return t, nil
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

// OfferTeam offers a school's team. Several may offer; the same school changes its offer.
func (s *Service) OfferTeam(ctx context.Context, id string, of TeamOffer) (*TeamRequest, error) {
	o, err := s.school(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.Team(ctx, id); err != nil {
		return nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if of.Team == "" {
		wrong.Add("team", problem.M("problem.required"))
	}
	if of.Students < 1 {
		wrong.Add("students", problem.M("team.students_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	of.School, of.Account, of.Name, of.At = o.ID, o.Account, o.Name, s.kit.Now().UTC()
	t, err := s.teams.Update(ctx, id, func(t *TeamRequest) error {
		if st := t.State(s.kit.Now()); st != "open" && st != "offered" {
			return problem.New(problem.Conflict, "team.over")
		}
		t.Offers = append(slices.DeleteFunc(t.Offers, func(old TeamOffer) bool { return old.School == o.ID }), of)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return t, s.kit.Post.Queue(ctx, mail.Letter{About: t.ID + "/offer/" + o.ID, Account: t.Account, Key: "team.letter_offer",
		Words: map[string]string{"Title": t.Title, "Name": o.Name}, Path: "/teams/" + t.ID})
}

// AgreeTeam takes one of the offers; the other schools are told.
func (s *Service) AgreeTeam(ctx context.Context, id, school string) (*TeamRequest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t, err := s.Team(ctx, id)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(t.Offers, func(of TeamOffer) bool { return of.School == school }) {
		return nil, problem.Field("school", "team.offer_missing")
	}
	if t.State(s.kit.Now()) != "offered" {
		return nil, problem.New(problem.Conflict, "team.over")
	}
	t.Agreed = school
	if err := s.teams.Put(ctx, t); err != nil {
		return nil, err
	}
	for _, of := range t.Offers {
		key := "team.letter_other"
		if of.School == school {
			key = "team.letter_agreed"
		}
		if err := s.kit.Post.Queue(ctx, mail.Letter{About: t.ID + "/agreed/" + of.School, Account: of.Account, Key: key,
			Words: map[string]string{"Title": t.Title, "Name": t.Firm}, Path: "/teams/" + t.ID}); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// EndTeam says what came of it, by the firm or the school it agreed with; or takes the
// wish back, by the firm.
func (s *Service) EndTeam(ctx context.Context, id, result, helpful string) (*TeamRequest, error) {
	t, err := s.Team(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	agreed := slices.ContainsFunc(t.Offers, func(of TeamOffer) bool { return of.School == t.Agreed && of.Account == who.ID })
	if t.Account != who.ID && !agreed {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	switch st := t.State(s.kit.Now()); {
	case st == "done" || st == "withdrawn":
		return nil, problem.New(problem.Conflict, "team.over")
	case st == "agreed" && result == "":
		return nil, problem.Field("result", "team.result_missing")
	case st == "agreed":
		t.Ended, t.Result = s.kit.Now().UTC(), result
		if t.Account == who.ID {
			t.Helpful = helpful
		}
	default:
		t.Taken, t.Result = true, result
	}
	return s.teams.Save(ctx, t)
}

// FittedTeam is a request with what a school has in common with it.
type FittedTeam struct {
	*TeamRequest
	Fit organisation.Fit
}

// Teams is the board: for a school the requests of its city, those in its trades and
// languages first; for a firm its own; for staff all of the city.
func (s *Service) Teams(ctx context.Context) ([]FittedTeam, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city", Desc: true}
	if who.City != "" {
		q.Equal = []any{who.City}
	}
	var o *organisation.Organisation
	switch {
	case who.Is(actor.Entrepreneur):
		q = store.Query{Index: "account", Equal: []any{who.ID}, Desc: true}
	case who.Is(actor.Employer):
		var err error
		if o, err = s.school(ctx); err != nil {
			return nil, err
		}
	}
	found, err := s.teams.List(ctx, q)
	var all []FittedTeam
	for _, t := range found {
		f := FittedTeam{TeamRequest: t}
		if o != nil {
			if st := t.State(s.kit.Now()); st == "withdrawn" || st == "over" {
				continue
			}
			languages := t.Languages
			if len(languages) == 0 {
				languages = []string{t.Language}
			}
			f.Fit = o.Fit(t.CPV, languages...)
		}
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b FittedTeam) int {
		return b.Fit.Rank() - a.Fit.Rank()
	})
	return all, err
}

var teams = store.Spec{Name: "teams", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "city", Fields: []string{"city", "created"}},
}}
