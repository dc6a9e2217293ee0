package cluster

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Partner is the coordinator or an expert organisation of the programme. The cities are partners as
// well; they are not stored here.
type Partner struct {
	record.Meta `bson:",inline"`
	Role        string `bson:"role" json:"role"` // coordinator or expert
	Name        string `bson:"name" json:"name"`
	Part        string `bson:"part,omitempty" json:"part"` // what it does in the programme
	Contact     string `bson:"contact,omitempty" json:"contact"`
	Gone        bool   `bson:"gone,omitempty" json:"-"` // taken out, so that it does not come back
}

var partners = store.Spec{Name: "partners"}

// knownPartners are those that the programme's own publications name.
func knownPartners() []*Partner {
	return []*Partner{
		{Meta: record.Meta{ID: "partner-1"}, Role: "coordinator", Name: "EUROCITIES"},
		{Meta: record.Meta{ID: "partner-2"}, Role: "expert", Name: "Migration Policy Group", Part: "Toolkits on A and D"},
		{Meta: record.Meta{ID: "partner-3"}, Role: "expert", Name: "MigrationWork CIC", Part: "Benchmarks, toolkits"},
		{Meta: record.Meta{ID: "partner-4"}, Role: "expert", Name: "Migration Policy Institute Europe"},
	}
}

// PartnerForm is what the staff of the programme know of a partner.
type PartnerForm struct {
	Revision int64  `json:"revision" validate:"min=0"` // the one that was read; a new partner has none
	Role     string `json:"role" validate:"omitempty,oneof=coordinator expert"`
	Name     string `json:"name" validate:"max=200"`
	Part     string `json:"part" validate:"max=500"`
	Contact  string `json:"contact" validate:"max=300"`
	Remove   string `json:"remove" validate:"omitempty,oneof=yes no"`
}

// Apply reads the form over a partner; nothing of it counts when an error is returned.
func (f *PartnerForm) Apply(p *Partner, r *form.Reader) error {
	if p.Gone = f.Remove == "yes"; !p.Gone {
		r.Filled("name", f.Name)
		p.Role, p.Name, p.Part, p.Contact = f.Role, f.Name, f.Part, f.Contact
	}
	p.Role = cmp.Or(p.Role, "expert")
	return r.Err()
}

// ListPartners lists them, the coordinator first: as they are stored, else as far as is known.
func (s *Service) ListPartners(ctx context.Context) ([]*Partner, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all := knownPartners()
	for stored, err := range s.partners.All(ctx) {
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(p *Partner) bool { return p.ID == stored.ID }); i >= 0 {
			all[i] = stored
		} else {
			all = append(all, stored)
		}
	}
	all = slices.DeleteFunc(all, func(p *Partner) bool { return p.Gone })
	slices.SortStableFunc(all, func(a, b *Partner) int { return strings.Compare(a.Role, b.Role) })
	return all, nil
}

// CreatePartner adds an organisation.
func (s *Service) CreatePartner(ctx context.Context, f PartnerForm) (*Partner, error) {
	if err := actor.From(ctx).MustEverywhere(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	p := &Partner{Meta: record.Meta{ID: record.NewID(s.kit.Random, "partner")}}
	f.Remove = "" // what is not there yet is not taken out
	if err := f.Apply(p, s.kit.Form()); err != nil {
		return nil, err
	}
	return s.partners.Save(ctx, p)
}

// ChangePartner changes a partner or takes it out. When it has moved on since the form was read, the
// Conflict problem carries what is stored now.
func (s *Service) ChangePartner(ctx context.Context, id string, f PartnerForm) (*Partner, error) {
	if err := actor.From(ctx).MustEverywhere(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all, err := s.ListPartners(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(p *Partner) bool { return p.ID == id })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	p := all[at]
	if f.Revision != p.Revision {
		return nil, problem.Stale("problem.conflict", p)
	}
	if err := f.Apply(p, s.kit.Form()); err != nil {
		return nil, err
	}
	return s.partners.Save(ctx, p)
}
