package eval

import (
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/testdata"
)

func TestFiguresOfOneList(t *testing.T) {
	var m mean
	m.add([]string{"x", "a", "y", "b"}, []string{"a", "b", "c", "d"})
	got := m.figures()
	// The right answers are second and fourth; the ideal order has four right answers first.
	ndcg := (1/math.Log2(3) + 1/math.Log2(5)) / (1 + 1/math.Log2(3) + 1/math.Log2(4) + 1/math.Log2(5))
	want := Figures{Hit10: 1, Hit50: 1, MRR: 0.5, NDCG10: math.Round(ndcg*1e4) / 1e4, Recall50: 0.5}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	m.add([]string{"x"}, []string{"a"})
	m.add([]string{"a"}, nil) // a query without right answers does not count
	if got := m.figures(); m.n != 2 || got.Hit10 != 0.5 || got.MRR != 0.25 {
		t.Errorf("two questions: %+v of %d", got, m.n)
	}
}

func TestARightAnswerFarDown(t *testing.T) {
	answers := make([]string, 60)
	for i := range answers {
		answers[i] = "x"
	}
	answers[54] = "a"
	var m mean
	m.add(answers, []string{"a"})
	if got := m.figures(); got.Hit50 != 0 || got.Recall50 != 0 || got.MRR != math.Round(1e4/55)/1e4 {
		t.Errorf("at place 55: %+v", got)
	}
}

// Quality on award data and across languages must not fall. The thresholds are slightly below the measured figures, and above the
// goals.
func TestQualityHolds(t *testing.T) {
	report, err := Run(t.Context(), testdata.Dir(t), Options{Scripts: filepath.Join("..", "..", "search", "testdata", "everyday.txt")}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	cold := report.Cold
	if cold.Firms < 200 || cold.Trades < 60 || cold.Languages < 12 || cold.Cities != 16 {
		t.Errorf("too few begin: %+v", cold)
	}
	for name, f := range map[string]ColdFigure{"with the official codes": cold.With, "with our own names": cold.Without} {
		if f.Precision < .92 || f.Recall50 < .90 || f.Nothing > .05 || f.Tradeless > 0 {
			t.Errorf("firms that begin, %s: %+v", name, f)
		}
	}
	if e := report.Everyday; e.Precision < .85 {
		t.Errorf("everyday questions: %+v", *e)
	}
	for _, c := range []struct {
		name       string
		got, least Figures
	}{
		{"pt2024", report.Match.Figures, Figures{Hit10: .52, Hit50: .69, MRR: .30, NDCG10: .25, Recall50: .49}},
		{"crosslang", report.Crosslang.Figures, Figures{Hit10: .93, Hit50: .99, MRR: .68, NDCG10: .68, Recall50: .96}},
	} {
		g, l := c.got, c.least
		if g.Hit10 < l.Hit10 || g.Hit50 < l.Hit50 || g.MRR < l.MRR || g.NDCG10 < l.NDCG10 || g.Recall50 < l.Recall50 {
			t.Errorf("%s: %+v, want at least %+v", c.name, g, l)
		}
	}
}

func TestBeginnersAreReadFromPlainText(t *testing.T) {
	firms, err := readBeginners([]byte("# a note\n\npainting 454 452\n\tuk: фарбую стіни\n\ten: painter: flats\n"))
	if err != nil || len(firms) != 2 || firms[1].words != "painter: flats" || !firms[0].of([]string{"45210000"}) || firms[0].of([]string{"45310000"}) {
		t.Errorf("%+v %v", firms, err)
	}
	painters := beginner{groups: []string{"45442"}}
	for code, is := range map[string]bool{"45442110": true, "45440000": true, "45400000": true, "45441000": false, "45410000": false, "45000000": false} {
		if painters.of([]string{code}) != is {
			t.Errorf("%s is of painting: %v", code, !is)
		}
	}
	for _, wrong := range []string{"\ten: no trade\n", "painting\n", "painting 454 909\n", "painting 451 452 453 454\n", "painting 454\n\tno colon\n"} {
		if _, err := readBeginners([]byte(wrong)); err == nil || !strings.Contains(err.Error(), "coldstart.txt:") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// The rank of the winner counts suppliers with an equal score as better.
func TestTheBuyersDirection(t *testing.T) {
	tr := &trial{tenders: map[string]*tender.Tender{"x": nil, "y": nil, "z": nil}, winners: map[string][]string{"x": {"a"}, "y": {"b", "a"}, "z": {"unknown"}}}
	for _, id := range []string{"a", "b", "c"} {
		tr.firms = append(tr.firms, &supplier.Profile{Meta: record.Meta{ID: id}})
	}
	fits := []map[string]float64{{"x": 2}, {"x": 2, "y": 1}, {"y": 3}}
	got := tr.placesOfWinners(fits, map[string][]float64{"x": {2, 2}, "y": {1, 3}})
	if want := (Buyers{Awards: 2, Of: 3, Firms: 3, Top5: 1, Top10: 1}); *got != want {
		t.Errorf("%+v, want %+v", *got, want)
	}
}

func TestWhatCannotBeMeasuredIsSaid(t *testing.T) {
	folder := t.TempDir()
	if _, err := Run(t.Context(), folder, Options{}, io.Discard); err == nil || !strings.Contains(err.Error(), "no evaluation in") {
		t.Errorf("an empty folder: %v", err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("pt2024_suppliers.x.jsonl", "{\"supplier\":\"a\"}\n{oops\n")
	write("pt2024_tenders.jsonl", "")
	if _, err := Run(t.Context(), folder, Options{}, io.Discard); err == nil || !strings.Contains(err.Error(), "pt2024_suppliers.x.jsonl:2") {
		t.Errorf("a broken line: %v", err)
	}
}

// Another split in the same format can be used. The winner of a similar earlier contract finds the later one.
func TestAnotherSplit(t *testing.T) {
	folder := t.TempDir()
	tenders := `{"id":"1","title":"Limpeza de escolas","cpv":"90919300","cpv_label":"Serviços de limpeza de escolas","buyer":"Município de Faro",` +
		`"place":"Portugal, Faro, Faro","value":"1000","period":"train","winners":["f"]}
{"id":"2","title":"Reparação de elevadores","cpv":"50750000","cpv_label":"Serviços de manutenção de elevadores","buyer":"Município de Faro",` +
		`"place":"Portugal, Faro, Faro","value":"1000","period":"train","winners":["g"]}
{"id":"3","title":"Serviços de limpeza em escolas básicas","cpv":"90919300","cpv_label":"Serviços de limpeza de escolas","buyer":"Município de ` +
		`Loulé","place":"Portugal, Faro, Loulé","value":"1200","period":"test","winners":["f"]}
{"id":"4","title":"Papel de cópia","cpv":"30197643","cpv_label":"Papel para fotocópia","buyer":"Município de Braga","place":"Portugal, Braga, ` +
		`Braga","value":"900","period":"test","winners":["h"]}
`
	for name, text := range map[string]string{"pt2024_tenders.jsonl": tenders,
		"pt2024_suppliers.held.jsonl": `{"supplier":"f","name":"Limpa Lda","history":["1"],"history_titles":["Limpeza de escolas"],"relevant_fresh":["3"]}`} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	report, err := Run(t.Context(), folder, Options{Parts: true}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	one, err := Run(t.Context(), filepath.Join(folder, "pt2024_suppliers.held.jsonl"), Options{}, io.Discard)
	if err != nil || one.Match.Figures != report.Match.Figures {
		t.Errorf("the file alone: %+v %v", one, err)
	}
	if r := report.Match; r.MRR != 1 || r.Questions != 1 || r.Answers != 2 || len(r.Off) != len(parts) || report.Crosslang != nil {
		t.Errorf("%+v", r)
	}
	var b strings.Builder
	if err := report.Write(&b); err != nil || !strings.Contains(b.String(), "| **all parts** | 1.000 |") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
