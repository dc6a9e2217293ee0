package supplier

import (
	"cmp"
	"context"
	"iter"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/search"
)

// Service holds the use cases.
type Service struct {
	kit          module.Kit
	profiles     *store.Collection[Profile]
	declarations *store.Collection[Declaration]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, profiles: store.Of[Profile](k.DB, profiles), declarations: store.Of[Declaration](k.DB, declarations)}
}

// Own is the profile of the entrepreneur who asks; a fresh one, not yet stored, when
// there is none.
func (s *Service) Own(ctx context.Context) (*Profile, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	p, err := s.profiles.First(ctx, "account", who.ID)
	if problem.Is(err, problem.NotFound) {
		return &Profile{Account: who.ID, Name: cmp.Or(who.Organisation, who.Name), City: who.City, Visible: DefaultVisibility(), Test: who.Test}, nil
	}
	return p, err
}

// Change stores a section of the profile, or all of it. Nothing is stored when something
// could not be read.
func (s *Service) Change(ctx context.Context, f Form) (*Profile, error) {
	p, err := s.Own(ctx)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != p.Revision {
		return nil, problem.Stale("supplier.changed_meanwhile", p)
	}
	if err := f.Apply(p, s.kit.Form(), cmp.Or(f.Page, actor.From(ctx).Language), s.kit.Now()); err != nil {
		return nil, err
	}
	if p.ID == "" {
		p.ID = record.NewID(s.kit.Random, "supplier")
	}
	return s.profiles.Save(ctx, p)
}

// Put stores a profile for an account, for imports and the seed.
func (s *Service) Put(ctx context.Context, p *Profile) error {
	if err := actor.From(ctx).Must(actor.Admin); err != nil {
		return err
	}
	if p.ID == "" {
		p.ID = record.NewID(s.kit.Random, "supplier")
	}
	return s.profiles.Put(ctx, p)
}

// Get is a profile as the actor may see it. Interested says that the firm turned to
// this buyer.
func (s *Service) Get(ctx context.Context, id string, interested bool) (*Profile, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Buyer, actor.Employer, actor.Staff, actor.Admin, actor.Entrepreneur); err != nil {
		return nil, err
	}
	p, err := s.profiles.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	owner := p.Account == who.ID
	if who.Is(actor.Entrepreneur) && !owner {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return p.SeenBy(owner, interested), nil
}

// GetMany returns profiles for matching, in the order asked. They hold everything: who
// shows them to a person calls SeenBy first.
func (s *Service) GetMany(ctx context.Context, ids []string) ([]*Profile, error) {
	return s.profiles.GetMany(ctx, ids)
}

// All walks every profile.
func (s *Service) All(ctx context.Context) iter.Seq2[*Profile, error] { return s.profiles.All(ctx) }

// Query is a buyer's search for firms.
type Query struct {
	Words      string
	CPV        []string
	Cities     []string
	Languages  []string
	MinStaff   *int64
	Page, Size int
	Reader     []string
}

// List searches firms by trade, area, language and size.
func (s *Service) List(ctx context.Context, q Query) ([]*Profile, *search.Result, error) {
	if err := actor.From(ctx).Must(actor.Buyer, actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, nil, err
	}
	sq := search.Query{Kind: Kind.Name, Words: q.Words, Filters: map[string][]string{"city": q.Cities, "language": q.Languages},
		Ranges: map[string]search.Range{"staff": {From: q.MinStaff}}, Facets: []string{"city", "cpv", "language"}, Page: q.Page, Size: q.Size, Languages: q.Reader}
	if q.Words != "" {
		sq.Meanings = s.kit.Taxonomy.Meanings(search.Wanted(q.Words), q.Reader...)
	}
	for _, code := range q.CPV {
		sq.Filters["cpv"] = append(sq.Filters["cpv"], search.Level(code))
	}
	found, r, err := module.Found(ctx, s.kit.Search, s.profiles, sq)
	for i, p := range found {
		found[i] = p.SeenBy(false, false)
	}
	return found, r, err
}

// Declare keeps or takes back what the owner says of being migrant-led, of sex and age;
// what is not said is not stored.
func (s *Service) Declare(ctx context.Context, d Declaration) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return err
	}
	if who.Assisted() {
		return problem.New(problem.Forbidden, "problem.assisted")
	}
	old, err := s.declarations.Get(ctx, who.ID)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if d.MigrantLed == "" && d.Sex == "" && d.Age == "" {
		if old == nil {
			return nil
		}
		return s.declarations.Delete(ctx, old.ID, old.Revision)
	}
	d.Meta, d.City, d.Consent, d.Language = record.Meta{ID: who.ID}, who.City, consentVersion, who.Language
	if old != nil {
		d.Meta = old.Meta
	}
	return s.declarations.Put(ctx, &d)
}

// OwnDeclaration is the owner's own declaration, empty when none was made, and for an adviser
// who acts for the owner.
func (s *Service) OwnDeclaration(ctx context.Context) (Declaration, error) {
	if actor.From(ctx).Assisted() {
		return Declaration{}, nil
	}
	d, err := s.declarations.Get(ctx, actor.From(ctx).ID)
	if problem.Is(err, problem.NotFound) {
		return Declaration{}, nil
	}
	if err != nil {
		return Declaration{}, err
	}
	return *d, nil
}
