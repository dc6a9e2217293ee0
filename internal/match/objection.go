package match

import (
	"context"
	"maps"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/suppress"
)

// Objection is a firm's word that a match does not fit, with what the match rested on at that
// time. The tuning of the weights reads it (Agreement, `citiesgrow tune`). A buyer never sees
// it, and it changes no other firm's match.
type Objection struct {
	record.Meta `bson:",inline"`
	TenderID    string   `bson:"tender_id" json:"tenderId"`
	SupplierID  string   `bson:"supplier_id" json:"-"`
	City        string   `bson:"city,omitempty" json:"city"` // of the tender
	Reason      string   `bson:"reason" json:"reason"`       // one of ObjectionReasons
	Fit         float64  `bson:"fit" json:"-"`
	Parts       []Part   `bson:"parts" json:"-"`
	Reasons     []Reason `bson:"reasons" json:"-"`
}

// ObjectionReasons are why a match may not fit.
func ObjectionReasons() []string {
	return []string{"trade", "far", "large", "small", "language", "time", "other"}
}

var objections = store.Spec{Name: "objections", Quiet: true, Indexes: []store.Index{
	{Name: "supplier", Fields: []string{"supplier_id"}},
	{Name: "city", Fields: []string{"city", "reason"}},
}}

func objectionID(tenderID, supplierID string) string {
	return "objection-" + tenderID + "-" + supplierID
}

// Object keeps the word of the entrepreneur who asks on one of its matches; another reason
// replaces the one before.
func (s *Service) Object(ctx context.Context, tenderID, reason string) (*Objection, error) {
	if err := actor.From(ctx).Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	p, err := s.suppliers.Own(ctx)
	if err != nil {
		return nil, err
	}
	m, err := s.matches.Get(ctx, idOf(tenderID, p.ID))
	if problem.Is(err, problem.NotFound) {
		return nil, problem.New(problem.NotFound, "objection.no_match")
	}
	if err != nil {
		return nil, err
	}
	return s.objections.Upsert(ctx, objectionID(tenderID, p.ID), func(o *Objection) error {
		o.TenderID, o.SupplierID, o.City, o.Reason = tenderID, p.ID, m.City, reason
		o.Fit, o.Parts, o.Reasons = m.Fit, m.Parts, m.Reasons
		return nil
	})
}

// Unobject takes it back.
func (s *Service) Unobject(ctx context.Context, tenderID string) error {
	if err := actor.From(ctx).Must(actor.Entrepreneur); err != nil {
		return err
	}
	p, err := s.suppliers.Own(ctx)
	if err != nil {
		return err
	}
	o, err := s.objections.Get(ctx, objectionID(tenderID, p.ID))
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.objections.Delete(ctx, o.ID, o.Revision)
}

// objected are a firm's objections, by tender.
func (s *Service) objected(ctx context.Context, supplierID string) (map[string]string, error) {
	all, err := s.objections.List(ctx, store.Query{Index: "supplier", Equal: []any{supplierID}})
	by := map[string]string{}
	for _, o := range all {
		by[o.TenderID] = o.Reason
	}
	return by, err
}

// fewObjections is the threshold of suppression, in firms: a smaller count could identify one.
const fewObjections = 10

// Objections counts for staff how many firms of a city's matches gave a reason, each firm once for
// each reason. Counts below the threshold, and those from which they could be derived, are added up under
// suppress.Others, each firm once; nil where that is below the threshold as well.
func (s *Service) Objections(ctx context.Context, city string) (map[string]int, error) {
	if err := actor.From(ctx).MustIn(city, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	firms := map[string]map[string]bool{} // by reason
	for o, err := range s.objections.Each(ctx, store.Query{Index: "city", Equal: []any{city}}) {
		if err != nil {
			return nil, err
		}
		o.addTo(firms)
	}
	return objectionsShown(firms), nil
}

// addTo adds the firm to those that gave the reason.
func (o *Objection) addTo(firms map[string]map[string]bool) {
	if firms[o.Reason] == nil {
		firms[o.Reason] = map[string]bool{}
	}
	firms[o.Reason][o.SupplierID] = true
}

// objectionsShown are the counts after suppression, of the firms by reason.
func objectionsShown(firms map[string]map[string]bool) map[string]int {
	table := suppress.New(fewObjections, ObjectionReasons())
	for reason, of := range firms {
		table.Add(len(of), reason)
	}
	by := map[string]int{}
	shown := table.Suppress()
	for _, reason := range shown.Values(0) {
		if n, told := shown.At(reason); told && reason != suppress.Others {
			by[reason] = n
		}
	}
	together := map[string]bool{}
	for _, reason := range shown.Merged(0) {
		maps.Copy(together, firms[reason])
	}
	if len(together) >= fewObjections {
		by[suppress.Others] = len(together)
	}
	if len(by) == 0 {
		return nil
	}
	return by
}
