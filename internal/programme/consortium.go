package programme

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Partner is the coordinator or an expert organisation of the programme; the cities are
// partners as well, and known to all.
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

// Partners lists them, the coordinator first: as they were told, else as far as is known.
func (s *Service) Partners(ctx context.Context) ([]*Partner, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	all := knownPartners()
	for told, err := range s.partners.All(ctx) {
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(p *Partner) bool { return p.ID == told.ID }); i >= 0 {
			all[i] = told
		} else {
			all = append(all, told)
		}
	}
	all = slices.DeleteFunc(all, func(p *Partner) bool { return p.Gone })
	slices.SortStableFunc(all, func(a, b *Partner) int { return strings.Compare(a.Role, b.Role) })
	return all, nil
}

// PartnerForm is what somebody of the programme knows of a partner.
type PartnerForm struct {
	Revision int64  `json:"revision" validate:"min=0"`
	Role     string `json:"role" validate:"omitempty,oneof=coordinator expert"`
	Name     string `json:"name" validate:"max=200"`
	Part     string `json:"part" validate:"max=500"`
	Contact  string `json:"contact" validate:"max=300"`
	Remove   string `json:"remove" validate:"omitempty,oneof=yes no"`
}

// newPartner is the id under which one is added.
const newPartner = "new"

// TellPartner changes, adds or takes out a partner.
func (s *Service) TellPartner(ctx context.Context, id string, f PartnerForm) (*Partner, error) {
	all, err := s.Partners(ctx)
	if err != nil {
		return nil, err
	}
	p := &Partner{Meta: record.Meta{ID: record.NewID(s.kit.Random, "partner")}}
	if id != newPartner {
		at := slices.IndexFunc(all, func(p *Partner) bool { return p.ID == id })
		if at < 0 {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
		p = all[at]
	}
	if err := wide(ctx); err != nil {
		return nil, err
	}
	if p.Gone = f.Remove == "yes"; !p.Gone {
		if err := lacking(map[string]string{"name": f.Name}).OrNil(); err != nil {
			return nil, err
		}
		p.Role, p.Name, p.Part, p.Contact = f.Role, f.Name, f.Part, f.Contact
	}
	if p.Role == "" {
		p.Role = "expert"
	}
	p.Revision = f.Revision
	return s.partners.Save(ctx, p)
}
