package tender

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
)

// Search is a person's question to the list of tenders.
type Search struct {
	Words         string
	Cities        []string
	CPV           []string // any level, with or without the zeros behind
	Themes        []string
	Languages     []string // in which a bid may be written
	Bands         []string
	MinValue      *int64 // euros
	MaxValue      *int64
	DeadlineFrom  time.Time // a moment
	DeadlineDay   time.Time // or a day, at the place of each contract
	PublishedFrom time.Time
	Due           string // one of Dues: how soon it ends
	Statuses      []string
	Sort          string     // "", "cities", "deadline", "newest", "value"
	Places        [][]string // for Sort "cities": the cities whose contracts come first, then others
	Only          []string   // ids: none but these; nil for all
	TotalOnly     bool       // neither facets nor snippets are wanted
	Strict        bool       // only what has the words, though it be little: for telling what is new
	Page, Size    int
	Reader        []string // languages the person reads
}

// Found is a page of the list.
type Found struct {
	Tenders   []*Tender
	Hits      []search.Hit
	Total     int
	Open      int
	Groups    []int // open tenders of each of the places, and of none of them
	Facets    map[string][]search.Count
	Corrected map[string]string
	Meanings  []taxonomy.Meaning // of the words, the surest first
}

// facetNames are the facets of a list; how soon a tender ends is one more.
var facetNames = []string{"city", "cpv", "theme", "language", "band"}

// Dues are the spans of days left that a list can be narrowed to.
func Dues() []string { return []string{"week", "month", "later"} }

// due bounds the end of open tenders: up to 7 days, 8 to 30, more.
func due(span string, now time.Time) search.Range {
	week, month := now.AddDate(0, 0, 7).Unix(), now.AddDate(0, 0, 30).Unix()
	from, after, later := now.Unix(), week+1, month+1
	switch span {
	case "week":
		return search.Range{From: &from, To: &week}
	case "month":
		return search.Range{From: &after, To: &month}
	}
	return search.Range{From: &later}
}

// List searches the published tenders: the open first, then the best.
func (s *Service) List(ctx context.Context, q Search) (*Found, error) {
	query := s.query(q)
	result, err := s.kit.Search.Search(ctx, query)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(result.Hits))
	for i, h := range result.Hits {
		ids[i] = h.ID
	}
	tenders, err := s.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	found := &Found{Tenders: tenders, Total: result.Total, Open: result.Open, Groups: result.Groups, Facets: result.Facets, Corrected: result.Corrected,
		Meanings: query.Meanings}
	for _, t := range tenders {
		i := slices.IndexFunc(result.Hits, func(h search.Hit) bool { return h.ID == t.ID })
		found.Hits = append(found.Hits, result.Hits[i])
	}
	return found, nil
}

// dues counts, for each span of days left, what choosing it would bring. The spans move
// with the clock, so they are no column of the index.
func dues(now time.Time) *search.Spans {
	spans := &search.Spans{Facet: "deadline", Number: "ends"}
	for _, span := range Dues() {
		spans.List = append(spans.List, search.Span{Value: span, Range: due(span, now)})
	}
	return spans
}

// Ask is how words are asked for among tenders by a person who reads these languages.
func Ask(words string, taxa *taxonomy.Taxonomy, reader ...string) search.Query {
	words = taxa.NameCities(words)
	q := search.Query{Kind: Kind.Name, Words: joined(words), Languages: reader}
	if words != "" {
		wanted := search.Wanted(words)
		q.Meanings, q.Plain = taxa.Meanings(wanted, reader...), taxa.Plain(wanted)
	}
	return q
}

func (s *Service) query(q Search) search.Query {
	sq := Ask(q.Words, s.kit.Taxonomy, q.Reader...)
	sq.Strict, sq.Only, sq.Page, sq.Size, sq.Facets, sq.Spans, sq.Snippets = q.Strict, q.Only, q.Page, q.Size, facetNames, dues(s.kit.Now()), true
	sq.Filters = map[string][]string{"city": q.Cities, "theme": q.Themes, "language": q.Languages, "band": q.Bands}
	sq.Ranges = map[string]search.Range{"value": {From: q.MinValue, To: q.MaxValue}}
	for _, code := range q.CPV {
		sq.Filters["cpv"] = append(sq.Filters["cpv"], search.Level(code))
	}
	if q.Due != "" {
		sq.OpenOnly = true
		sq.Ranges["ends"] = due(q.Due, s.kit.Now())
	}
	if !q.DeadlineFrom.IsZero() {
		from := q.DeadlineFrom.Unix()
		sq.Ranges["deadline"] = search.Range{From: &from}
	}
	if !q.DeadlineDay.IsZero() {
		from := civilDay(q.DeadlineDay)
		sq.Ranges["deadline_day"] = search.Range{From: &from}
	}
	if !q.PublishedFrom.IsZero() {
		from := q.PublishedFrom.Unix()
		sq.Ranges["published"] = search.Range{From: &from}
	}
	s.statuses(q.Statuses, &sq)
	if q.TotalOnly {
		sq.Facets, sq.Spans, sq.Snippets, sq.Size = nil, nil, false, 1
	}
	switch q.Sort {
	case "cities":
		sq.Groups = &search.Groups{Facet: "city", Values: q.Places}
		if q.Words == "" {
			sq.Sort = search.Sort{Number: "deadline"}
		}
	case "deadline":
		sq.Sort = search.Sort{Number: "deadline"}
	case "newest":
		sq.Sort = search.Sort{Number: "published", Desc: true}
	case "value":
		sq.Sort = search.Sort{Number: "value", Desc: true}
	}
	return sq
}

// statuses turns derived states into conditions: open and closed follow from the end,
// the others are what the notices say. A tender in any of the states will do.
func (s *Service) statuses(wanted []string, sq *search.Query) {
	if len(wanted) == 1 && Status(wanted[0]) == StatusOpen {
		sq.OpenOnly = true
		return
	}
	for _, status := range wanted {
		either := search.Either{Facet: "status", Value: status}
		switch Status(status) {
		case StatusOpen:
			either.Value, either.Open = string(notice.Competing), search.Yes
		case StatusClosed:
			either.Value, either.Open = string(notice.Competing), search.No
		}
		sq.Either = append(sq.Either, either)
	}
}

// count is how many tenders a question finds.
func (s *Service) count(ctx context.Context, q search.Query) (int, error) {
	r, err := s.kit.Search.Search(ctx, q)
	if err != nil {
		return 0, err
	}
	return r.Total, nil
}

// Way is a search that finds something, offered where one found nothing.
type Way struct {
	Kind   string // "place", "trade", "without", "all"
	Words  string
	Cities []string // of "place"
	CPV    string
	Drop   string // the filter left out
	Count  int
}

// Ways lists what to do about an empty list: each of them leads to at least one tender.
func (s *Service) Ways(ctx context.Context, q Search) ([]Way, error) {
	var ways []Way
	try := func(w Way, q Search) error {
		q.TotalOnly = true
		n, err := s.count(ctx, s.query(q))
		if err != nil {
			return err
		}
		if n > 0 {
			w.Count = n
			ways = append(ways, w)
		}
		return nil
	}
	for _, narrower := range []struct {
		name string
		set  bool
		drop func(*Search)
	}{
		{"city", len(q.Cities) > 0, func(q *Search) { q.Cities = nil }},
		{"cpv", len(q.CPV) > 0, func(q *Search) { q.CPV = nil }},
		{"language", len(q.Languages) > 0, func(q *Search) { q.Languages = nil }},
		{"band", len(q.Bands) > 0 || q.MinValue != nil || q.MaxValue != nil, func(q *Search) { q.Bands, q.MinValue, q.MaxValue = nil, nil, nil }},
		{"theme", len(q.Themes) > 0, func(q *Search) { q.Themes = nil }},
		{"status", len(q.Statuses) > 0, func(q *Search) { q.Statuses = nil }},
		{"able", q.Only != nil, func(q *Search) { q.Only = nil }},
		{"deadline", !q.DeadlineFrom.IsZero() || !q.DeadlineDay.IsZero() || q.Due != "",
			func(q *Search) { q.DeadlineFrom, q.DeadlineDay, q.Due = time.Time{}, time.Time{}, "" }},
	} {
		if narrower.set {
			wider := q
			narrower.drop(&wider)
			if err := try(Way{Kind: "without", Words: q.Words, Drop: narrower.name}, wider); err != nil {
				return nil, err
			}
		}
	}
	if named, rest := s.kit.Taxonomy.CitiesNamed(search.Wanted(q.Words)); len(named) > 0 && len(q.Cities) == 0 {
		if err := try(Way{Kind: "place", Words: rest, Cities: named}, Search{Words: rest, Cities: named, Reader: q.Reader}); err != nil {
			return nil, err
		}
	}
	for _, trade := range s.kit.Taxonomy.Suggest(q.Words, first(q.Reader), 6) {
		words := trade.Words[first(q.Reader)]
		if len(words) == 0 {
			continue // this trade has no words in the language yet
		}
		if err := try(Way{Kind: "trade", Words: words[0]}, Search{Words: words[0], Reader: q.Reader}); err != nil {
			return nil, err
		}
	}
	if len(ways) < 4 {
		for _, trade := range s.kit.Taxonomy.Trades() {
			words := trade.Words[first(q.Reader)]
			if !trade.Popular || len(words) == 0 || len(ways) >= 6 {
				continue
			}
			if err := try(Way{Kind: "trade", Words: words[0]}, Search{Words: words[0], Reader: q.Reader}); err != nil {
				return nil, err
			}
		}
	}
	return ways, try(Way{Kind: "all"}, Search{})
}

func first(languages []string) string {
	if len(languages) > 0 {
		return languages[0]
	}
	return "en"
}
