package eval

// Buyers is the buyer's direction: for each later award, where the winning firm stands among
// all firms known before, by the same fit. Firms of equal fit share the last of their places.
type Buyers struct {
	Awards int     `json:"awards"` // later ones whose winner was known before
	Of     int     `json:"of"`     // all later ones
	Firms  int     `json:"firms"`  // known before
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
					before++ // itself among them
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
