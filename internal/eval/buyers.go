package eval

// Buyers is the evaluation for buyers: for each later award, the rank of the winning supplier among all suppliers known before,
// by the same score. Suppliers with equal scores share the last of their ranks.
type Buyers struct {
	Awards int     `json:"awards"` // later awards with a winner that was known before
	Of     int     `json:"of"`     // all later awards
	Firms  int     `json:"firms"`  // suppliers known before
	Top1   float64 `json:"top1"`
	Top5   float64 `json:"top5"`
	Top10  float64 `json:"top10"`
}

func (t *trial) placesOfWinners(fits []map[string]float64, of map[string][]float64) *Buyers {
	b := &Buyers{Of: len(t.tenders), Firms: len(t.firms)}
	number := map[string]int{}
	for i, p := range t.firms {
		number[p.ID] = i
	}
	for id, winners := range t.winners {
		place, known := len(t.firms)+1, false
		for _, w := range winners {
			i, is := number[w]
			if known = known || is; !is || fits[i][id] == 0 {
				continue
			}
			before := 0
			for _, fit := range of[id] {
				if fit >= fits[i][id] {
					before++ // includes the supplier itself
				}
			}
			place = min(place, before)
		}
		if known {
			b.count(place)
		}
	}
	n := float64(max(b.Awards, 1))
	b.Top1, b.Top5, b.Top10 = round(b.Top1/n), round(b.Top5/n), round(b.Top10/n)
	return b
}

func (b *Buyers) count(place int) {
	b.Awards++
	for _, top := range []struct {
		most int
		sum  *float64
	}{{1, &b.Top1}, {5, &b.Top5}, {10, &b.Top10}} {
		if place <= top.most {
			*top.sum++
		}
	}
}
