package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
	"citiesgrow/internal/testdata"
)

// small is award data of two windows. Supplier f is judged, g later wins contracts like its past ones, k starts in the first
// window, r is a rival, and h wins without a date.
var small = map[string]string{
	"pt2024_tenders.jsonl": line("1", "Limpeza de escolas", "90919300", "2024-01-10", before, "f") +
		line("2", "Reparação de elevadores", "50750000", "2024-01-21", before, "g") +
		line("3", "Limpeza de museus", "90919300", "2024-01-12", before, "r") +
		line("4", "Serviços de limpeza em escolas básicas", "90919300", "2024-01-22", before, "f") +
		line("5", "LIMPEZA de escolas.", "90919300", "2024-01-25", before, "f") +
		line("6", "Elevadores do tribunal", "50750000", "2024-02-04", before, "g") +
		line("7", "Papel de cópia", "30197643", "2024-01-26", before, "k") +
		line("8", "Limpeza sem data", "90919300", "", before, "h") +
		line("9", "Limpeza de escolas e creches", "90919300", "2024-02-05", later, "f") +
		line("10", "Papel e envelopes", "30197643", "2024-02-10", later, "k") +
		line("11", "Limpeza que os ficheiros julgam", "90919300", "2024-01-30", later, "f") +
		line("12", "Limpeza do dia do fim", "90919300", "2024-02-05", before, "f"),
	"pt2024_suppliers.x.jsonl": `{"supplier":"f","name":"Limpa","history":["1","4","5"],"history_titles":["","",""],"relevant_fresh":["9","11"]}
{"supplier":"g","name":"Sobe","history":["2","6"],"history_titles":["",""],"relevant_fresh":[]}
{"supplier":"k","name":"Papelaria","history":["7"],"history_titles":[""],"relevant_fresh":["10"]}
`}

func line(id, title, cpv, day, period, winner string) string {
	return fmt.Sprintf(`{"id":%q,"title":%q,"cpv":%q,"cpv_label":"x","buyer":"Município de Faro","place":"Portugal, Faro","value":"900",`+
		`"published":%q,"period":%q,"winners":[%q]}`+"\n", id, title, cpv, day, period, winner)
}

func smallFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range small {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func smallAwards(t *testing.T) ([]award, []judged) {
	t.Helper()
	folder := smallFolder(t)
	awards, firms, err := readAwards(filepath.Join(folder, "pt2024_tenders.jsonl"), []string{filepath.Join(folder, "pt2024_suppliers.x.jsonl")})
	if err != nil {
		t.Fatal(err)
	}
	return awards, firms
}

// The windows do not overlap. At the earlier cut nothing later is known: no contract, history, right answer, rival or new
// supplier.
func TestNobodyKnowsAtACutWhatCameLater(t *testing.T) {
	awards, firms := smallAwards(t)
	earlier, at := cutBefore.part(awards, firms)
	first, err := newTrial(t.Context(), earlier, at, cutBefore.from)
	if err != nil {
		t.Fatal(err)
	}
	defer first.engine.Close()
	second, err := newTrial(t.Context(), awards, firms, cutOfFiles)
	if err != nil {
		t.Fatal(err)
	}
	defer second.engine.Close()
	if got := sorted(first.tenders); !slices.Equal(got, []string{"4", "5", "6", "7"}) {
		t.Errorf("ranked at the earlier cut: %v", got)
	}
	if got := sorted(second.tenders); !slices.Equal(got, []string{"10", "11", "9"}) {
		t.Errorf("ranked at the later cut: %v", got)
	}
	ids := first.engine.IDs(tender.Kind.Name)
	if slices.Sort(ids); !slices.Equal(ids, []string{"1", "2", "3", "4", "5", "6", "7"}) {
		t.Errorf("in the index at the earlier cut: %v", ids)
	}
	knows := map[string]string{}
	for _, p := range first.firms {
		for _, r := range p.References {
			knows[p.ID] += r.Title + ";"
		}
	}
	if want := "map[f:Limpeza de escolas; g:Reparação de elevadores; r:Limpeza de museus;]"; fmt.Sprint(knows) != want {
		t.Errorf("at the earlier cut firms know %v, want %s", knows, want)
	}
	// The same title in other letters is no right answer, because the supplier had won it before.
	if got, want := fmt.Sprint(first.fresh), "map[f:[4] g:[6]]"; got != want || first.questions != 2 {
		t.Errorf("answers %s, want %s", got, want)
	}
}

// Histories and right answers are derived as in the files: for the day of the files both are the same.
func TestAnswersAreDerivedAsTheFilesDeriveThem(t *testing.T) {
	folder := filepath.Join(testdata.Dir(t), "eval")
	awards, firms, err := readAwards(filepath.Join(folder, "pt2024_tenders.jsonl"), []string{filepath.Join(folder, "pt2024_suppliers.dev.jsonl")})
	if err != nil {
		t.Fatal(err)
	}
	derived := judgedBy(awards, firms)
	if len(derived) != len(firms) || len(firms) < 900 {
		t.Fatalf("%d firms, want %d", len(derived), len(firms))
	}
	same := func(a, b []string) bool {
		a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
		return slices.Equal(a, b)
	}
	for i, f := range firms {
		if d := derived[i]; d.ID != f.ID || !same(d.History, f.History) || !same(d.Fresh, f.Fresh) {
			t.Errorf("%s: history %d of %d, answers %d of %d", f.ID, len(d.History), len(f.History), len(d.Fresh), len(f.Fresh))
		}
	}
}

func TestWhatHoldsOnBothCuts(t *testing.T) {
	gain := func(hit, ndcg, e float64) Gain { return Gain{Hit10Rise: hit, NDCG10Rise: ndcg, Error: e} }
	for _, c := range []struct {
		says  string
		cuts  []Gain
		holds bool
	}{
		{"better on both", []Gain{gain(0.001, 0.004, 0.001), gain(0, 0.003, 0.001)}, true},
		{"better on one and worse on the other", []Gain{gain(0.01, 0.03, 0.001), gain(0, -0.0001, 0.001)}, false},
		{"fewer firms find one among ten", []Gain{gain(0.01, 0.01, 0.001), gain(-0.0011, 0.01, 0.001)}, false},
		{"too little to matter", []Gain{gain(0, 0.001, 0), gain(0, 0.001, 0)}, false},
		{"within noise", []Gain{gain(0, 0.003, 0.004), gain(0, 0.003, 0.004)}, false},
		{"the same", []Gain{gain(0, 0, 0), gain(0, 0, 0)}, false},
	} {
		tried := Tried{Cuts: c.cuts}
		if tried.judge(nil, 0, false); tried.Holds != c.holds || tried.Proposed != c.holds {
			t.Errorf("%s: holds %v, proposed %v", c.says, tried.Holds, tried.Proposed)
		}
	}
}

// With few queries no change is confirmed.
func TestFewQuestionsProveNothing(t *testing.T) {
	many, few := Cut{Questions: leastQuestions}, Cut{Questions: leastQuestions - 1}
	for _, c := range []struct {
		cuts []Cut
		few  bool
	}{{[]Cut{many, many}, false}, {[]Cut{many, few}, true}} {
		tuning := &Tuning{Cuts: c.cuts}
		tried := Tried{Cuts: []Gain{{NDCG10Rise: 0.01}, {NDCG10Rise: 0.01}}}
		if tried.judge(nil, 0, tuning.few()); tried.Holds == c.few || tried.Proposed == c.few {
			t.Errorf("%+v: holds %v", c.cuts, tried.Holds)
		}
		if text, _ := written(t, tuning); strings.Contains(text, "fewer than 100 questions") != c.few {
			t.Error(text)
		}
	}
}

// A change that the objections contradict is not proposed, however good it is on awards. Objections alone do not confirm a change
// that is worse on awards.
func TestObjectionsSpeakAgainstAChange(t *testing.T) {
	good := []Gain{{NDCG10Rise: 0.01}, {NDCG10Rise: 0.01}}
	house := 0.6
	o := &Objections{House: &house, tried: []float64{0.58, 0.595, 0.7, 0.9}}
	for i, c := range []struct {
		cuts     []Gain
		proposed bool
	}{{good, false}, {good, true}, {good, true}, {[]Gain{{NDCG10Rise: -0.01}, {NDCG10Rise: 0.01}}, false}} {
		tried := Tried{Cuts: c.cuts}
		if tried.judge(o, i, false); tried.Proposed != c.proposed || *tried.Agreement != o.tried[i] {
			t.Errorf("agreement %v: %+v", o.tried[i], tried)
		}
	}
}

// objecting returns a store in which some suppliers object to one of their two matches.
func objecting(t *testing.T, firms int) *match.Service {
	t.Helper()
	h := moduletest.New(t)
	tenders, suppliers := tendertest.On(t, h), supplier.New(h.Kit)
	s := match.New(h.Kit, tenders.Tenders, suppliers, tenders.Interests)
	h.Start(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	who := func(id string, role actor.Role) actor.Actor {
		return actor.Actor{ID: "account-" + id, Role: role, City: "helsinki", Organisation: "Org " + id, Active: true, Language: "en"}
	}
	buyer := actor.With(t.Context(), who("buyer", actor.Buyer))
	var contested string
	for _, title := range []string{"Upkeep of premises", "Cleaning of schools"} {
		draft, err := tenders.Drafts.Create(buyer, draft.Form{Title: title, Description: "For a year.", Language: "en", Trade: "school cleaning", City: "helsinki",
			Deadline: "2026-12-20", Languages: []string{"en"}, NoLotsWhy: "One.", SubmitURL: "https://tenders.example/one"})
		if err == nil {
			draft, err = tenders.Drafts.Publish(buyer, draft.ID, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		contested = draft.ID
	}
	for i := range firms {
		firm := actor.With(t.Context(), who(fmt.Sprint(i), actor.Entrepreneur))
		form := supplier.Form{Section: "work", Name: fmt.Sprint("Firm ", i), City: "helsinki", Words: "school cleaning", Language: "en"}
		if _, err := suppliers.Change(firm, form); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	for i := range firms {
		if _, err := s.Object(actor.With(t.Context(), who(fmt.Sprint(i), actor.Entrepreneur)), contested, "far"); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// The report has each weight in both windows. Ten suppliers objected to their better match, so the report has an agreement, which
// is lower the more their words weigh. It names no supplier.
func TestTuningReadsWhatFirmsContest(t *testing.T) {
	o, err := ReadObjections(actor.AsSystem(t.Context()), objecting(t, 10))
	if err != nil || o.House == nil {
		t.Fatalf("%+v %v", o, err)
	}
	tuning, err := Tune(t.Context(), smallFolder(t), o, io.Discard)
	if err != nil || len(tuning.Cuts) != 2 || len(tuning.Tried) != 4*len(tuned) {
		t.Fatalf("%+v %v", tuning, err)
	}
	for _, cut := range tuning.Cuts {
		if cut.Questions != 2 {
			t.Errorf("%+v", cut)
		}
	}
	for _, tried := range tuning.Tried {
		if len(tried.Cuts) != 2 || tried.Agreement == nil {
			t.Errorf("%+v", tried)
		}
	}
	if *o.House != 0 { // each supplier objects to the match with its own words
		t.Errorf("agreement %v", *o.House)
	}
	text, asJSON := written(t, tuning)
	for _, said := range []string{"the reasons that are not told one by one, together: 10 firms", "in 0.000 of the pairs", "| Words | 0.5 |",
		"2024-01-22 | 2024-02-05 |"} {
		if !strings.Contains(text, said) {
			t.Errorf("%q is not said in\n%s", said, text)
		}
	}
	for _, hidden := range []string{"supplier-", "account-", "Firm ", "Org ", "Limpa", "objection-"} {
		if strings.Contains(text, hidden) || strings.Contains(asJSON, hidden) {
			t.Errorf("%q is told", hidden)
		}
	}
}

// Objections of fewer than ten suppliers are not in the report and have no effect.
func TestTuningShowsNothingOfFew(t *testing.T) {
	o, err := ReadObjections(actor.AsSystem(t.Context()), objecting(t, 9))
	if err != nil {
		t.Fatal(err)
	}
	tuning := &Tuning{Objections: o, Cuts: []Cut{{Day: "2024-01-22"}}, Tried: []Tried{{Weight: "Words", Cuts: []Gain{{NDCG10Rise: 0.01}}}}}
	tuning.Tried[0].judge(o, 0, false)
	text, asJSON := written(t, tuning)
	told := strings.Contains(text, "9") || strings.Contains(text, "far") || strings.Contains(asJSON, "agreement")
	if told || strings.Count(text, "fewer than ten firms: not told") != 2 {
		t.Errorf("%s\n%s", text, asJSON)
	}
	if !tuning.Tried[0].Proposed {
		t.Error("what is not told speaks against a change")
	}
}

func TestTuningWithoutStoreOrAwards(t *testing.T) {
	text, _ := written(t, &Tuning{})
	if !strings.Contains(text, "no objections were read") || !strings.Contains(text, "none holds on both cuts") {
		t.Error(text)
	}
	undated := smallFolder(t)
	tenders := filepath.Join(undated, "pt2024_tenders.jsonl")
	if err := os.WriteFile(tenders, []byte(strings.ReplaceAll(small["pt2024_tenders.jsonl"], "2024-", "")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Tune(t.Context(), undated, nil, io.Discard); err == nil || !strings.Contains(err.Error(), "cut 2024-01-22: nothing to be judged") {
		t.Errorf("awards without dates: %v", err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "crosslang_cpv.x.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Tune(t.Context(), folder, nil, io.Discard); err == nil || !strings.Contains(err.Error(), "no award data in") {
		t.Errorf("%v", err)
	}
}

func written(t *testing.T, tuning *Tuning) (text, asJSON string) {
	t.Helper()
	var b strings.Builder
	if err := tuning.Write(&b); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(tuning)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), string(raw)
}
