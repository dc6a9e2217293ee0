package tender

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Sighting is that a firm opened a tender's page while it was open. Who it was cannot be
// read from it: the id is a hash.
type Sighting struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city"`
	TenderID    string `bson:"tender_id,omitempty"`
}

var sightings = store.Spec{Name: "sightings"}

// see notes that the entrepreneur at work sees a tender, the first time.
func (s *Service) see(ctx context.Context, t *Tender) error {
	who := actor.From(ctx)
	if !who.Is(actor.Entrepreneur) || who.ID == "" || t.Status(s.kit.Now()) != StatusOpen {
		return nil
	}
	sum := sha256.Sum256([]byte(t.ID + "\x00" + who.ID))
	id := "sighting-" + hex.EncodeToString(sum[:12])
	if _, err := s.sightings.Get(ctx, id); !problem.Is(err, problem.NotFound) {
		return err
	}
	err := s.sightings.Put(ctx, &Sighting{Meta: record.Meta{ID: id}, City: t.City, TenderID: t.ID})
	if problem.Is(err, problem.Conflict) {
		return nil // from two pages at once
	}
	return err
}

// journeys are what is counted of tenders and of what firms did about them.
func (s *Service) journeys() []module.Journey {
	list := "/tenders?city={city}"
	return []module.Journey{
		{Collection: tenders.Name, Read: s.tenderSteps, Figures: []module.Figure{
			{Name: "published", Theme: "a", Way: 1, List: list, Source: "tenders with a stage, by the day of their first notice (published)"},
			{Name: "bids", Theme: "a", Way: 5, Acts: true, Source: "tenders, the count of bids of kind \"tenders\" (BT-759), by the day of the notice that told it"},
			{Name: "won", Theme: "a", Way: 6, List: list + "&status=awarded", Source: "tenders of stage \"awarded\", by the day of the last notice"},
			{Name: "value", Theme: "a", Money: true, Sums: true, Source: "tenders of stage \"awarded\", the sum of awards[].value of active awards by currency"},
			{Name: "value_small", Theme: "a", Money: true, Sums: true,
				Source: "as value, of awards whose supplier's party has a size of micro, small, medium or sme (BT-165)"},
		}},
		{Collection: sightings.Name, Read: s.sightingSteps, Figures: []module.Figure{
			{Name: "seen", Theme: "a", Way: 3, Acts: true, Stays: true, Source: "sightings: one for each firm and tender, by the day of the first"},
		}},
		{Collection: interests.Name, Read: s.interestSteps, Figures: []module.Figure{
			{Name: "followed", Theme: "a", Acts: true, Source: "interests, by the day they began (since)"},
			{Name: "interest", Theme: "a", Way: 4, Acts: true, Source: "interests that are declared, by the day of it (declared_on)"},
			{Name: "first_interest", Theme: "a", Sums: true, Stays: true, Source: "tenders with a declared interest; the sum is the days from published to the first"},
		}},
	}
}

func (s *Service) tenderSteps(ctx context.Context, id string) ([]module.Step, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && t.Stage == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "published", City: t.City, Of: t.ID, Way: t.ID, Count: 1, Day: t.Published}}
	bids := 0
	for _, b := range t.Bids {
		if b.Kind == allBids {
			bids += max(0, b.Count)
		}
	}
	if bids > 0 {
		all = append(all, module.Step{Figure: "bids", City: t.City, Of: t.ID, Way: t.ID, Count: int64(bids), Day: t.lastSaid()})
	}
	if t.Stage == Awarded {
		all = append(all, module.Step{Figure: "won", City: t.City, Of: t.ID, Way: t.ID, Count: 1, Day: t.lastSaid()})
		all = append(all, t.values()...)
	}
	return all, nil
}

// lastSaid is the day of the last notice, of the first where no other changed anything.
func (t *Tender) lastSaid() time.Time {
	if t.Amended.IsZero() {
		return t.Published
	}
	return t.Amended
}

// values are what was awarded, by currency, and what of it went to small firms.
func (t *Tender) values() []module.Step {
	sums := map[[2]string]*module.Step{}
	add := func(figure string, m record.Money) {
		key := [2]string{figure, m.Currency}
		if sums[key] == nil {
			sums[key] = &module.Step{Figure: figure, City: t.City, Of: t.ID, Count: 1, Unit: m.Currency, Day: t.lastSaid()}
		}
		sums[key].Sum += m.Minor
	}
	for _, a := range t.Awards {
		if a.Value == nil || a.Value.Minor <= 0 || a.Status != "active" {
			continue
		}
		add("value", *a.Value)
		if slices.Contains(smallSizes, t.sizeOf(a.Suppliers)) {
			add("value_small", *a.Value)
		}
	}
	var all []module.Step
	for _, step := range sums {
		all = append(all, *step)
	}
	slices.SortFunc(all, func(a, b module.Step) int { return strings.Compare(a.Figure+a.Unit, b.Figure+b.Unit) })
	return all
}

func (s *Service) sightingSteps(ctx context.Context, id string) ([]module.Step, error) {
	seen, err := s.sightings.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []module.Step{{Figure: "seen", City: seen.City, Of: id, Way: seen.TenderID, Count: 1, Day: seen.Created}}, nil
}

func (s *Service) interestSteps(ctx context.Context, id string) ([]module.Step, error) {
	i, err := s.interests.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "followed", City: i.City, Of: id, Count: 1, Day: i.Since}}
	if !i.Declared {
		return all, nil
	}
	on := i.declaredOn()
	all = append(all, module.Step{Figure: "interest", City: i.City, Of: id, Way: i.TenderID, Count: 1, Day: on})
	t, err := s.tenders.Get(ctx, i.TenderID)
	if problem.Is(err, problem.NotFound) || err == nil && t.Published.IsZero() {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	days := int64(math.Max(0, on.Sub(t.Published).Hours()/24))
	return append(all, module.Step{Figure: "first_interest", City: i.City, Of: t.ID, Count: 1, Sum: days, Day: on}), nil
}

// declaredOn is when the firm said that it wants to bid.
func (i *Interest) declaredOn() time.Time {
	if i.DeclaredOn.IsZero() {
		return i.Since
	}
	return i.DeclaredOn
}

// took lists the accounts that followed a tender, or more, in [from, to).
func (s *Service) took(ctx context.Context, from, to time.Time) ([]string, error) {
	var all []string
	for i, err := range s.interests.Each(ctx, store.Query{Index: "since", From: from, To: to}) {
		if err != nil {
			return nil, err
		}
		all = append(all, i.Account)
	}
	return all, nil
}

// Winners are the firms of this house among those that won a tender: those that had told
// their interest and bear the winner's name.
func (s *Service) Winners(ctx context.Context, id string) ([]module.Won, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	interested, err := s.interestsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var won []module.Won
	for _, a := range t.Awards {
		if a.Status != "active" {
			continue
		}
		for _, i := range interested {
			if len(a.Suppliers) == 0 || !i.Declared || !strings.EqualFold(strings.TrimSpace(i.Name), strings.TrimSpace(a.Suppliers[0].Name)) {
				continue
			}
			w := module.Won{Account: i.Account}
			if a.Value != nil {
				w.ValueMinor = int64(math.Round(Euros(*a.Value) * 100))
			}
			won = append(won, w)
		}
	}
	return won, nil
}
