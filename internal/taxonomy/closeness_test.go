package taxonomy

import (
	"testing"
)

func TestHowNearTwoCodesAre(t *testing.T) {
	for _, c := range []struct {
		says, firm, asked string
		least, most       float64
	}{
		{"the same code", "90919300", "90919300", 1, 1},
		{"a wider code answers for what is below it", "90910000", "90919300", 0.95, 0.95},
		{"a sister code is near", "90911200", "90919300", 0.6, 0.9},
		{"the same group only is half a trade", "90500000", "90919300", 0.3, 0.5},
		{"another division is none", "45442110", "90919300", 0, 0},
		{"painting is not plastering, though both are building completion", "45410000", "45442100", 0.35, 0.35},
		{"nor is glazing", "45441000", "45442100", 0.35, 0.35},
		{"nor is cleaning a facade", "45452000", "45442100", 0.35, 0.35},
		{"plumbing is not electrical work", "45310000", "45330000", 0.35, 0.35},
		{"heat insulation is not plasterboard", "45324000", "45321000", 0.35, 0.35},
		{"a hairdresser moves no school", "98321100", "98392000", 0.35, 0.35},
		{"nor does a tailor", "98393000", "98392000", 0.35, 0.35},
		{"heating is near plumbing", "45331000", "45332000", 0.8, 0.8},
		{"tiling is near flooring", "45431000", "45432100", 0.8, 0.8},
		{"building completion as a whole is near each of its trades", "45410000", "45400000", 0.6, 0.6},
		{"painting and glazing is near each of the two", "45441000", "45440000", 0.8, 0.8},
		{"who does all building completion also paints", "45400000", "45442100", 0.95, 0.95},
		{"zeros in common are nothing in common", "45000000", "90000000", 0, 0},
	} {
		t.Run(c.says, func(t *testing.T) {
			if got, _ := Closeness([]string{c.firm}, []string{c.asked}); got < c.least || got > c.most {
				t.Errorf("%s to %s is %.2f, want %.2f to %.2f", c.firm, c.asked, got, c.least, c.most)
			}
		})
	}
}
