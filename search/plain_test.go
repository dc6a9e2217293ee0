package search

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
)

// plain is a reference implementation. It reads every document: slow, short and easy to check.
type plain struct {
	docs  map[string]Document
	terms func(Document) (map[string]int, map[string]int)
	now   int64
}

func (p *plain) passes(d Document, q Query, but string) bool {
	if q.OpenOnly && d.Until <= p.now || q.Only != nil && !slices.Contains(q.Only, d.ID) {
		return false
	}
	for name, values := range q.Filters {
		if name != but && len(values) > 0 && !slices.ContainsFunc(d.Keys[name], func(v string) bool { return slices.Contains(values, v) }) {
			return false
		}
	}
	for name, r := range q.Ranges {
		n, known := d.Numbers[name]
		if name != but && (r.From != nil || r.To != nil) && (!known || r.From != nil && n < *r.From || r.To != nil && n > *r.To) {
			return false
		}
	}
	return true
}

// proofs says for each query word whether its text and whether its meaning are proof. The text of a plain word is not, nor the
// meaning of one plain word alone, unless the query has nothing else.
type proofs map[string]struct{ text, meaning, known bool }

func proofsOf(q Query, clauses []Clause) proofs {
	of := proofs{}
	plain := func(word string) bool { return slices.Contains(q.Plain, word) }
	any := false
	for _, w := range clauses {
		one := of[w.Word]
		one.text = !plain(w.Word)
		for _, m := range q.Meanings {
			said := fold.Words(m.Word)
			means := slices.Contains(said, w.Word) && slices.ContainsFunc(said, func(s string) bool { return len(said) > 1 || !plain(s) })
			one.meaning, one.known = one.meaning || means, one.known || means && !m.Guess
		}
		of[w.Word] = one
		any = any || one.text || one.meaning
	}
	for _, w := range clauses {
		if !any {
			of[w.Word] = struct{ text, meaning, known bool }{true, true, false}
		}
	}
	return of
}

// demanded reports whether a document that does not match all words needs proof, and whether it needs proof by a word with a
// meaning.
func (of proofs) demanded(clauses []Clause) (proof, work bool) {
	for _, w := range clauses {
		proof = proof || of[w.Word].text && len(w.Terms) > 0 || of[w.Word].known
		work = work || len(w.Meanings) > 0
	}
	return proof, work
}

// proven lists the documents that contain proof; with work, only proof by words with a meaning.
func (p *plain) proven(clauses []Clause, of proofs, work bool) map[string]bool {
	proven := map[string]bool{}
	for id, d := range p.docs {
		weights, _ := p.terms(d)
		has := func(t Term) bool { return weights[t.Name] > 0 }
		for _, w := range clauses {
			if !work || len(w.Meanings) > 0 {
				proven[id] = proven[id] || of[w.Word].text && slices.ContainsFunc(w.Terms, has) || of[w.Word].meaning && slices.ContainsFunc(w.Meanings, has)
			}
		}
	}
	return proven
}

// scores returns for every document its BM25 sum with the meanings added, and the number of clauses that it matches.
func (p *plain) scores(clauses []Clause) (score map[string]float64, matched map[string]int) {
	score, matched = map[string]float64{}, map[string]int{}
	words, docs := map[string]float64{}, map[string]float64{}
	for _, d := range p.docs {
		_, lengths := p.terms(d)
		for l, n := range lengths {
			words[l] += float64(n)
			docs[l]++
		}
	}
	for id, d := range p.docs {
		weights, lengths := p.terms(d)
		for _, w := range clauses {
			best := 0.0
			for _, t := range w.Terms {
				tf := float64(weights[t.Name])
				if tf == 0 {
					continue
				}
				impact := 1.0
				if t.Name[:1] != cpvMark && t.Name[:1] != markMark {
					l := t.Name[:max(0, slices.Index([]byte(t.Name), ':'))]
					if l == "_" {
						l = ""
					}
					impact = tf * (K1 + 1) / (tf + K1*(1-B+B*float64(lengths[l])/(words[l]/docs[l])))
				}
				best = max(best, t.Weight*impact)
			}
			meant := 0.0
			for _, t := range w.Meanings {
				if weights[t.Name] > 0 {
					meant = max(meant, t.Weight)
				}
			}
			best += meant
			if best > 0 {
				matched[id]++
				score[id] += best
			}
		}
	}
	return score, matched
}

func (p *plain) search(q Query, clauses []Clause) *Result {
	score, matched := p.scores(clauses)
	need := enough(len(clauses))
	of := proofsOf(q, clauses)
	proof, work := of.demanded(clauses)
	proven := p.proven(clauses, of, work)
	has := func(id string) bool {
		return matched[id] == len(clauses) || matched[id] >= need && (!proof && !work || proven[id])
	}
	var ids []string
	for {
		for id, d := range p.docs {
			if has(id) && p.passes(d, q, "") {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 || need <= 1 && !work {
			break
		}
		if need > 1 {
			need--
		} else {
			work, proven = false, p.proven(clauses, of, false)
		}
	}
	r := &Result{Total: len(ids), Facets: map[string][]Count{}}
	for id := range score {
		score[id] *= float64(matched[id]) / float64(len(clauses))
	}
	for _, name := range q.Facets {
		counts := map[string]int{}
		for id, d := range p.docs {
			if has(id) && p.passes(d, q, name) {
				for _, v := range d.Keys[name] {
					counts[v]++
				}
			}
		}
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			r.Facets[name] = append(r.Facets[name], Count{v, counts[v]})
		}
		slices.SortStableFunc(r.Facets[name], func(a, b Count) int { return cmp.Compare(b.Count, a.Count) })
	}
	for _, s := range q.Spans.List {
		n := 0
		for id, d := range p.docs {
			v, known := d.Numbers[q.Spans.Number]
			if known && has(id) && d.Until > p.now && p.passes(d, q, q.Spans.Number) && (s.From == nil || v >= *s.From) && (s.To == nil || v <= *s.To) {
				n++
			}
		}
		if n > 0 {
			r.Facets[q.Spans.Facet] = append(r.Facets[q.Spans.Facet], Count{s.Value, n})
		}
	}
	if q.Groups != nil {
		r.Groups = make([]int, len(q.Groups.Values)+1)
	}
	for _, id := range ids {
		if p.docs[id].Until > p.now {
			r.Open++
			if q.Groups != nil {
				r.Groups[p.group(id, q)]++
			}
		}
		r.Hits = append(r.Hits, Hit{ID: id, Score: score[id], Open: p.docs[id].Until > p.now})
	}
	return r
}

// group returns the index of a document's group in the query; 0 for a closed document.
func (p *plain) group(id string, q Query) int {
	d := p.docs[id]
	if q.Groups == nil || d.Until <= p.now {
		return 0
	}
	n := slices.IndexFunc(q.Groups.Values, func(values []string) bool {
		return slices.ContainsFunc(d.Keys[q.Groups.Facet], func(v string) bool { return slices.Contains(values, v) })
	})
	if n < 0 {
		return len(q.Groups.Values)
	}
	return n
}

// before reports whether hit a may precede b.
func (p *plain) before(a, b string, q Query, score map[string]float64) bool {
	openA, openB := p.docs[a].Until > p.now, p.docs[b].Until > p.now
	if openA != openB {
		return openA
	}
	if x, y := p.group(a, q), p.group(b, q); x != y {
		return x < y
	}
	if q.Sort.Number != "" {
		x, toldA := p.docs[a].Numbers[q.Sort.Number]
		y, toldB := p.docs[b].Numbers[q.Sort.Number]
		if toldA != toldB {
			return toldA
		}
		if x != y {
			return x < y != q.Sort.Desc
		}
	}
	if score[a] == score[b] {
		return a < b
	}
	return score[a] > score[b]-1e-3*score[b]-1e-4 // lengths above 32 are stored within 3.5 %
}

// world makes random documents and queries from a small vocabulary.
type world struct {
	*rand.Rand
	clock time.Time
}

func (w *world) words(n int) string {
	s := ""
	for range n {
		s += fmt.Sprintf("work%c%c ", 'a'+w.IntN(6), 'a'+w.IntN(4))
	}
	return s
}

func (w *world) document(id string) Document {
	d := Document{ID: id, Keys: map[string][]string{}, Numbers: map[string]int64{}, Until: w.clock.Add(time.Duration(w.IntN(200)-60) * time.Hour).Unix()}
	for range 1 + w.IntN(2) {
		language := []string{"en", "fi", "lv", ""}[w.IntN(4)]
		d.Texts = append(d.Texts, Text{Language: language, Words: w.words(1 + w.IntN(4)), Weight: 3}, Text{Language: language, Words: w.words(w.IntN(12)), Weight: 1})
	}
	if w.IntN(4) > 0 {
		d.CPV = []string{[]string{"90910000", "90919200", "55524000", "45442110"}[w.IntN(4)]}
		d.Keys["cpv"] = Levels(d.CPV...)
	}
	for range w.IntN(3) {
		if city := []string{"riga", "ghent", "nantes"}[w.IntN(3)]; !slices.Contains(d.Keys["city"], city) {
			d.Keys["city"] = append(d.Keys["city"], city)
		}
	}
	if w.IntN(3) > 0 {
		d.Numbers["value"] = int64(10 * w.IntN(10)) // several documents have the same value
	}
	d.Numbers["deadline"] = d.Until
	return d
}

func (w *world) question() Query {
	q := Query{Kind: "tenders", Exact: true, Facets: []string{"city", "cpv"}, OpenOnly: w.IntN(3) == 0, Size: 1 + w.IntN(60),
		Filters: map[string][]string{}, Ranges: map[string]Range{}}
	if n := w.IntN(5); n > 0 {
		q.Words = w.words(n)
		words := fold.Words(q.Words)
		for range w.IntN(4) {
			q.Plain = append(q.Plain, words[w.IntN(n)])
		}
		if w.IntN(2) == 0 { // with this low confidence the score of a word without its meaning is hardly lowered
			said := words[w.IntN(n):]
			code := []string{"90910000", "45440000", "98000000"}[w.IntN(3)]
			q.Meanings = []taxonomy.Meaning{{CPV: code, Weight: .3, Guess: w.IntN(2) == 0, Word: strings.Join(said[:1+w.IntN(len(said))], " ")}}
		}
	}
	if w.IntN(2) == 0 {
		q.Filters["city"] = [][]string{{"riga"}, {"ghent", "riga"}, {"atlantis"}}[w.IntN(3)]
	}
	if w.IntN(3) == 0 {
		q.Filters["cpv"] = []string{"909"}
	}
	if w.IntN(3) == 0 {
		from, to := int64(w.IntN(60)), int64(40+w.IntN(60))
		q.Ranges["value"] = Range{&from, &to}
	}
	soon, late := w.clock.Add(24*time.Hour).Unix(), w.clock.Add(72*time.Hour).Unix()
	q.Spans = &Spans{Facet: "due", Number: "deadline", List: []Span{{"soon", Range{To: &soon}}, {"later", Range{From: &soon, To: &late}}}}
	if w.IntN(4) == 0 {
		q.Ranges["deadline"] = Range{From: &soon}
	}
	if w.IntN(3) == 0 {
		q.Groups = &Groups{Facet: "city", Values: [][]string{{"ghent"}, {"atlantis", "riga", "ghent"}}[:1+w.IntN(2)]}
	}
	if w.IntN(4) == 0 {
		q.Only = []string{"nobody"}
		for range w.IntN(200) {
			q.Only = append(q.Only, fmt.Sprintf("d%03d", w.IntN(400)))
		}
	}
	q.Sort = []Sort{{}, {Number: "deadline"}, {Number: "value", Desc: true}}[w.IntN(3)]
	return q
}

// seeds is the number of random worlds: few in every run, more in make soak.
var seeds = flag.Uint64("seeds", 2, "how many worlds TestAnswersAreThoseOfReadingEverything lives through")

// Documents are added, changed, deleted, closed by time, written, reopened and recovered after a crash. The answers always equal
// those of the reference implementation.
func TestAnswersAreThoseOfReadingEverything(t *testing.T) {
	for seed := range *seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { live(t, &world{rand.New(rand.NewPCG(seed, 7)), now}) })
	}
}

func live(t *testing.T, w *world) {
	dir := t.TempDir()
	open := func() *Engine {
		e, err := Open(dir, Options{Now: func() time.Time { return w.clock }})
		if err == nil {
			err = e.Start(kind)
		}
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := open()
	p := &plain{docs: map[string]Document{}}
	for round := range 40 {
		var put []Document
		var gone []string
		for range 1 + w.IntN(120) {
			put = append(put, w.document(fmt.Sprintf("d%03d", w.IntN(400))))
		}
		for range w.IntN(20) {
			gone = append(gone, fmt.Sprintf("d%03d", 400+w.IntN(100)), fmt.Sprintf("d%03d", w.IntN(400)))
		}
		gone = slices.DeleteFunc(gone, func(id string) bool {
			return slices.ContainsFunc(put, func(d Document) bool { return d.ID == id })
		})
		if err := e.Apply(t.Context(), "tenders", put, gone); err != nil {
			t.Fatal(err)
		}
		for _, d := range put {
			p.docs[d.ID] = d
		}
		for _, id := range gone {
			delete(p.docs, id)
		}
		w.clock = w.clock.Add(time.Duration(w.IntN(8)) * time.Hour)
		switch w.IntN(6) {
		case 0:
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			e = open()
		case 1: // the process ends before it writes the own files
			if err := e.index.Close(); err != nil {
				t.Fatal(err)
			}
			e = open()
		case 2:
			e.write.Lock()
			if err := e.keep(); err != nil {
				t.Fatal(err)
			}
			e.write.Unlock()
		}
		p.now, p.terms = w.clock.Unix(), e.Terms
		if e.Count("tenders") != len(p.docs) {
			t.Fatalf("round %d: %d documents, want %d", round, e.Count("tenders"), len(p.docs))
		}
		for range 6 {
			ask(t, e, p, w.question())
		}
		rank(t, e, p, w)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, e *Engine, p *plain, q Query) {
	t.Helper()
	got := find(t, e, q)
	clauses, err := e.Read(q)
	if err != nil {
		t.Fatal(err)
	}
	p.rarities(t, clauses)
	want := p.search(q, clauses)
	if got.Total != want.Total || got.Open != want.Open {
		t.Fatalf("%+v: total %d open %d, want %d and %d", q, got.Total, got.Open, want.Total, want.Open)
	}
	if !slices.Equal(got.Groups, want.Groups) {
		t.Fatalf("%+v: groups %v, want %v", q, got.Groups, want.Groups)
	}
	for name, counts := range want.Facets {
		if fmt.Sprint(got.Facets[name]) != fmt.Sprint(counts) {
			t.Fatalf("%+v: %s %v, want %v", q, name, got.Facets[name], counts)
		}
	}
	score := map[string]float64{}
	for _, h := range want.Hits {
		score[h.ID] = h.Score
	}
	for i, h := range got.Hits {
		s, is := score[h.ID]
		if !is || math.Abs(h.Score-s) > 0.02*s+1e-4 {
			t.Fatalf("%+v: %s scores %.4f, want %.4f", q, h.ID, h.Score, s)
		}
		if h.Group != p.group(h.ID, q) || i > 0 && h.Open && h.Group < got.Hits[i-1].Group {
			t.Fatalf("%+v: %s stands in group %d", q, h.ID, h.Group)
		}
		if i > 0 && !p.before(got.Hits[i-1].ID, h.ID, q, score) && (s == 0 || math.Abs(score[got.Hits[i-1].ID]-s) > 0.02*s) {
			t.Fatalf("%+v: %s stands before %s", q, got.Hits[i-1].ID, h.ID)
		}
	}
	if last := len(got.Hits) - 1; last >= 0 && last < len(want.Hits) {
		for _, h := range want.Hits { // no omitted document precedes the last listed one
			if !slices.ContainsFunc(got.Hits, func(g Hit) bool { return g.ID == h.ID }) && p.before(h.ID, got.Hits[last].ID, q, score) &&
				(h.Score == 0 || h.Score > 1.02*score[got.Hits[last].ID]) {
				t.Fatalf("%+v: %s was left out for %s", q, h.ID, got.Hits[last].ID)
			}
		}
	}
	if len(got.Hits) != min(want.Total, q.Size) {
		t.Fatalf("%+v: %d hits of %d", q, len(got.Hits), want.Total)
	}
}

// rarities checks that the weight of a word follows from the number of live documents that have it.
func (p *plain) rarities(t *testing.T, clauses []Clause) {
	t.Helper()
	for _, w := range clauses {
		for _, term := range w.Terms {
			n := 0.0
			for _, d := range p.docs {
				if weights, _ := p.terms(d); weights[term.Name] > 0 {
					n++
				}
			}
			idf := max(math.Log(1+(float64(len(p.docs))-n+.5)/(n+.5)), .05)
			if by := term.Weight / idf; math.Abs(by-exactWeight) > 1e-3 && math.Abs(by-stemWeight) > 1e-3 {
				t.Fatalf("%s of %s weighs %.4f, its rarity is %.4f in %v documents", term.Name, w.Word, term.Weight, idf, n)
			}
		}
	}
}

func rank(t *testing.T, e *Engine, p *plain, w *world) {
	t.Helper()
	pr := Profile{Kind: "tenders", OpenOnly: w.IntN(3) > 0, Limit: 20, CPV: map[string]float64{"90919200": 1},
		Words: []Weighted{{Text: w.words(5), Language: "en", Weight: 1}, {Text: w.words(3), Language: "fi", Weight: .5}, {Text: w.words(2), Weight: .4}}}
	got, err := e.Rank(t.Context(), pr)
	if err != nil {
		t.Fatal(err)
	}
	score, _ := p.scores(e.ReadProfile(pr))
	total := 0
	for id, s := range score {
		open := p.docs[id].Until > p.now
		if pr.OpenOnly && !open {
			continue
		}
		total++
		if last := got.Hits[len(got.Hits)-1]; (open && !last.Open || open == last.Open && s > last.Score*1.02) &&
			!slices.ContainsFunc(got.Hits, func(h Hit) bool { return h.ID == id }) {
			t.Fatalf("%s scores %.4f and is not among the first, of which the last scores %.4f", id, s, last.Score)
		}
	}
	if total != got.Total {
		t.Fatalf("ranked %d, want %d", got.Total, total)
	}
	for _, h := range got.Hits {
		sum := 0.0
		for _, b := range h.Because {
			sum += b.Score
		}
		if math.Abs(sum-h.Score) > 1e-3 || math.Abs(sum-score[h.ID]) > 0.02*sum {
			t.Fatalf("%s: the reasons add up to %.4f, the score is %.4f, want %.4f", h.ID, sum, h.Score, score[h.ID])
		}
	}
}

// An open document precedes a closed one with a higher score, in any order of segments: a segment of open documents may contain
// some that have closed in the meantime.
func TestTheOpenAreRankedBeforeTheEnded(t *testing.T) {
	clock := now
	e, err := Open("", Options{Now: func() time.Time { return clock }})
	if err == nil {
		err = e.Start(kind)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, some := range []struct {
		name, title string
		days        int
	}{{"soon", "Cleaning cleaning cleaning", 1}, {"late", "Cleaning of all the offices, libraries, halls, depots and schools", 9}} {
		var docs []Document
		for i := range young + 10 {
			docs = append(docs, doc(fmt.Sprint(some.name, i), "en", some.title, "", "90911000", "riga", some.days, 1))
		}
		if err := e.Put(t.Context(), "tenders", docs...); err != nil {
			t.Fatal(err)
		}
	}
	clock = clock.AddDate(0, 0, 2)
	r, err := e.Rank(t.Context(), Profile{Kind: "tenders", Limit: 5, Words: []Weighted{{Text: "cleaning", Language: "en", Weight: 1}}})
	if err != nil || r.Total != 2*(young+10) {
		t.Fatalf("%+v %v", r, err)
	}
	for _, h := range r.Hits {
		if !h.Open {
			t.Errorf("%s has ended and stands among the first", h.ID)
		}
	}
}
