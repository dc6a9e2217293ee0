package main

import (
	"bufio"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/search"
)

// The peers read lines with tabs between the fields. No name or value of the corpus contains a space, a tab or a separator.
//
//	document: id, 1 if open, numbers "value=1 deadline=2", keys "city=a,b cpv=90,909", terms "fi:siivo 3 _:siivous 3"
//	question: job, number, kind, 1 if open only, limit, order, filters "city=a", ranges "value=1..2", facets "city,cpv",
//	          clauses "fi:siivo^0.95 _:siivous^1|#909^2"

func writeDocument(w *bufio.Writer, d search.Document, weights map[string]int) error {
	b := w.AvailableBuffer()
	b = append(b, d.ID...)
	b = append(b, '\t', flagOf(d.Until > clock.Unix()), '\t')
	for i, name := range slices.Sorted(maps.Keys(d.Numbers)) {
		b = append(blank(b, i), name...)
		b = strconv.AppendInt(append(b, '='), d.Numbers[name], 10)
	}
	b = append(b, '\t')
	for i, name := range slices.Sorted(maps.Keys(d.Keys)) {
		b = append(blank(b, i), name...)
		b = append(append(b, '='), strings.Join(d.Keys[name], ",")...)
	}
	b = append(b, '\t')
	first := 0
	for name, weight := range weights {
		b = append(blank(b, first), name...)
		b = strconv.AppendInt(append(b, ' '), int64(weight), 10)
		first++
	}
	_, err := w.Write(append(b, '\n'))
	return err
}

func blank(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ' ')
	}
	return b
}

func flagOf(is bool) byte {
	if is {
		return '1'
	}
	return '0'
}

// line returns a query in the format for the peers.
func (q *question) line(number int) string {
	order, filters, ranges, facets := "score", "", "", ""
	if s := q.search; s != nil {
		if s.Sort.Number != "" {
			order = s.Sort.Number
		}
		filters, ranges, facets = pairs(s.Filters, func(v []string) string { return v[0] }),
			pairs(s.Ranges, func(r search.Range) string { return fmt.Sprintf("%d..%d", *r.From, *r.To) }), strings.Join(s.Facets, ",")
	}
	var clauses []string
	for _, w := range q.clauses {
		var terms []string
		for _, t := range w.terms {
			terms = append(terms, t.name+"^"+strconv.FormatFloat(t.weight, 'g', 8, 64))
		}
		clauses = append(clauses, strings.Join(terms, " "))
	}
	return strings.Join([]string{q.job, strconv.Itoa(number), q.kind(), string(flagOf(q.openOnly())), strconv.Itoa(q.limit), order, filters, ranges,
		facets, strings.Join(clauses, "|")}, "\t")
}

func pairs[V any](m map[string]V, say func(V) string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		all = append(all, name+"="+say(m[name]))
	}
	return strings.Join(all, " ")
}
