package match

import (
	"context"
	"slices"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Rivals is how well the best firms fit a tender: where many fit as well, each has less of
// a chance. It is taken when the tender changes, and once more whenever matching runs anew.
type Rivals struct {
	record.Meta `bson:",inline"`
	Mean        float64 `bson:"mean" json:"mean"` // fit of the best twenty before rivals count
}

var rivals = store.Spec{Name: "rivals"}

// bestFirms is how many firms the rivals are.
const bestFirms = 20

// Mean is the mean fit of the best firms; those that are missing count as not fitting.
func Mean(fits []float64) float64 {
	slices.Sort(fits)
	sum := 0.0
	for _, f := range fits[max(0, len(fits)-bestFirms):] {
		sum += f
	}
	return sum / bestFirms
}

func rivalsID(tender string) string { return "rivals-" + tender }

// noteRivals stores the rivals of a tender over whatever is there.
func (s *Service) noteRivals(ctx context.Context, tender string, mean float64) (float64, error) {
	before, err := s.rivalsOf(ctx, []string{tender})
	if noted, known := before[tender]; err != nil || known && noted == mean {
		return mean, err
	}
	_, err = s.rivals.Upsert(ctx, rivalsID(tender), func(stored *Rivals) error {
		stored.Mean = mean
		return nil
	})
	return mean, err
}

// rivalsOf finds the rivals of some tenders; 0 where none were noted.
func (s *Service) rivalsOf(ctx context.Context, tenders []string) (map[string]float64, error) {
	ids := make([]string, len(tenders))
	for i, id := range tenders {
		ids[i] = rivalsID(id)
	}
	found, err := s.rivals.GetMany(ctx, ids)
	means := map[string]float64{}
	for _, r := range found {
		means[r.ID[len(rivalsID("")):]] = r.Mean
	}
	return means, err
}
