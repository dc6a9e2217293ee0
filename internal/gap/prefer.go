package gap

import (
	"time"

	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// What a small and a young firm is, where a private buyer prefers such: the EU's micro
// enterprise (Recommendation 2003/361/EC), and one of at most three years.
const (
	smallStaff = 10
	youngYears = 3
)

// Preferred names what a private buyer prefers that the firm is, as far as its owner lets
// it be seen. A public buyer prefers nobody: equal treatment (Directive 2014/24/EU, art. 18).
func Preferred(t *tender.Tender, p *supplier.Profile, now time.Time) []string {
	if !t.Private {
		return nil
	}
	is := map[string]bool{"local": p.City != "" && p.City == t.City, "small": p.Staff > 0 && p.Staff < smallStaff, "young": p.Founded > 0 &&
		now.Year()-p.Founded <= youngYears}
	var all []string
	for _, what := range t.Tender.Prefer {
		if is[what] {
			all = append(all, what)
		}
	}
	return all
}
