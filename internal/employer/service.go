package employer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// Service holds the use cases.
type Service struct {
	kit           module.Kit
	organisations *store.Collection[Organisation]
	offers        *store.Collection[Offer]
	pledges       *store.Collection[Pledge]
	engagements   *store.Collection[Engagement]
	teams         *store.Collection[TeamRequest]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, organisations: store.Of[Organisation](k.DB, organisations), offers: store.Of[Offer](k.DB, offers),
		pledges:     store.Of[Pledge](k.DB, pledges),
		engagements: store.Of[Engagement](k.DB, engagements), teams: store.Of[TeamRequest](k.DB, teams)}
}

// Mine is the organisation of the actor; a fresh one, not yet stored, when there is none.
func (s *Service) Mine(ctx context.Context) (*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	o, err := s.organisations.First(ctx, "account", who.ID)
	if problem.Is(err, problem.NotFound) {
		return &Organisation{Account: who.ID, Kind: Business, Name: cmp.Or(who.Organisation, who.Name), City: who.City, Language: who.Language, Test: who.Test}, nil
	}
	return o, err
}

// verified is the actor's organisation once the city has verified it; before, a Conflict
// problem says what to do.
func (s *Service) verified(ctx context.Context) (*Organisation, error) {
	o, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case o.ID == "":
		return nil, problem.New(problem.Conflict, "employer.page_first")
	case o.Verified.IsZero():
		return nil, problem.New(problem.Conflict, "employer.not_verified")
	}
	return o, nil
}

// Verified refuses an employer that the city has not verified.
func (s *Service) Verified(ctx context.Context) error {
	_, err := s.verified(ctx)
	return err
}

// agencyIn tells whether the actor may act as the employment agency of a city: a verified
// agency there, or the city's staff.
func (s *Service) agencyIn(ctx context.Context, city string) (bool, error) {
	who := actor.From(ctx)
	switch {
	case who.Role == actor.System:
		return true, nil
	case who.Is(actor.Staff, actor.Admin):
		return who.Active && who.In(city), nil
	case !who.Is(actor.Employer) || !who.Active:
		return false, nil
	}
	o, err := s.Mine(ctx)
	return err == nil && o.Kind == Agency && o.City == city && !o.Verified.IsZero(), err
}

// desk is the city for which the actor may act as its agency: their own; a Conflict
// problem where they are an employer or a school. Empty for staff of all cities.
func (s *Service) desk(ctx context.Context) (string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer, actor.Staff, actor.Admin); err != nil {
		return "", err
	}
	if !who.Is(actor.Employer) {
		return who.City, nil
	}
	switch may, err := s.agencyIn(ctx, who.City); {
	case err != nil:
		return "", err
	case !may:
		return "", problem.New(problem.Conflict, "employer.agency_only")
	}
	return who.City, nil
}

// OrganisationForm is what an owner may say.
type OrganisationForm struct {
	Revision  int64    `json:"revision" validate:"min=0"`
	Kind      string   `json:"kind" validate:"omitempty,oneof=employer agency school"`
	Name      string   `json:"name" validate:"max=200"`
	About     string   `json:"about" validate:"max=5000"`
	Language  string   `json:"language" validate:"max=8"`
	Words     string   `json:"words" validate:"max=500"` // what it does or teaches
	CPV       []string `json:"cpv" validate:"max=20,dive,max=12"`
	Languages []string `json:"languages" validate:"max=20,dive,max=8"`
	Staff     int      `json:"staff" validate:"min=0,max=1000000"`
	Person    string   `json:"person" validate:"max=120"`
	Email     string   `json:"email" validate:"omitempty,email,max=254"`
	Phone     string   `json:"phone" validate:"max=40"`
	Web       string   `json:"web" validate:"omitempty,http_url,max=500"`
}

// Lay lays the form over an organisation. Whoever changes the name or the kind is
// verified again: that is what the city vouched for.
func (f *OrganisationForm) Lay(o *Organisation, taxa *taxonomy.Taxonomy, reader string) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	name, kind := cmp.Or(f.Name, o.Name), cmp.Or(f.Kind, o.Kind)
	if name == "" {
		wrong.Add("name", problem.M("problem.required"))
	}
	if name != o.Name || kind != o.Kind {
		o.Verified, o.VerifiedBy = time.Time{}, ""
	}
	o.Name, o.Kind, o.About, o.Language, o.Languages, o.Staff = name, kind, f.About, cmp.Or(f.Language, o.Language, reader), f.Languages, f.Staff
	o.Contact = Contact{Person: f.Person, Email: f.Email, Phone: f.Phone, Web: f.Web}
	o.Words = f.Words
	o.Trades = trades(f.CPV, f.Words, taxa, wrong, o.Language)
	return wrong.OrNil()
}

// trades are the codes that were chosen, or those the words surely mean.
func trades(chosen []string, words string, taxa *taxonomy.Taxonomy, wrong *problem.Problem, language string) []string {
	var codes []string
	for _, typed := range chosen {
		code, ok := taxonomy.NormalCPV(typed)
		if !ok {
			wrong.Add("cpv", problem.M("tender.cpv_wrong", "Code", typed))
			continue
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) > 0 || words == "" {
		return codes
	}
	for i, m := range taxa.Meanings(words, language) {
		if i < 2 && m.Weight >= 0.5 {
			codes = append(codes, m.CPV)
		}
	}
	return codes
}

// FormOf is the form filled with an organisation.
func FormOf(o *Organisation) OrganisationForm {
	return OrganisationForm{Revision: o.Revision, Kind: o.Kind, Name: o.Name, About: o.About, Language: o.Language, Words: o.Words, CPV: o.Trades,
		Languages: o.Languages, Staff: o.Staff,
		Person: o.Contact.Person, Email: o.Contact.Email, Phone: o.Contact.Phone, Web: o.Contact.Web}
}

// Save keeps the page of the actor's organisation.
func (s *Service) Save(ctx context.Context, f OrganisationForm) (*Organisation, error) {
	o, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != o.Revision {
		return nil, problem.New(problem.Conflict, "employer.changed_meanwhile")
	}
	if err := f.Lay(o, s.kit.Taxonomy, actor.From(ctx).Language); err != nil {
		return nil, err
	}
	if o.ID == "" {
		o.ID = record.NewID(s.kit.Random, "organisation")
	}
	return s.organisations.Save(ctx, o)
}

// Organisation is one that the city has verified; before that its owner and the city's
// staff see it.
func (s *Service) Organisation(ctx context.Context, id string) (*Organisation, error) {
	o, err := s.organisations.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if o.Verified.IsZero() && !(who.ID != "" && o.Account == who.ID) && !(who.Is(actor.Staff, actor.Admin) && who.In(o.City)) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return o, nil
}

// Organisations lists the verified ones of a city, by kind (empty: all).
func (s *Service) Organisations(ctx context.Context, city, kind string) ([]*Organisation, error) {
	q := store.Query{Index: "city"}
	if city != "" {
		q.Equal = append(q.Equal, city)
		if kind != "" {
			q.Equal = append(q.Equal, kind)
		}
	}
	all, err := s.organisations.List(ctx, q)
	return slices.DeleteFunc(all, func(o *Organisation) bool { return o.Verified.IsZero() || kind != "" && o.Kind != kind }), err
}

// WaitingOrganisations lists those that wait to be verified in the cities the actor looks
// after.
func (s *Service) WaitingOrganisations(ctx context.Context) ([]*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if who.City != "" {
		q.Equal = []any{who.City}
	}
	all, err := s.organisations.List(ctx, q)
	return slices.DeleteFunc(all, func(o *Organisation) bool { return !o.Verified.IsZero() }), err
}

// Verify lets an organisation be seen and act.
func (s *Service) Verify(ctx context.Context, id string) (*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	o, err := s.organisations.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if who.Role != actor.System && !who.In(o.City) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	o.Verified, o.VerifiedBy = s.kit.Now().UTC(), who.ID
	return s.organisations.Save(ctx, o)
}
