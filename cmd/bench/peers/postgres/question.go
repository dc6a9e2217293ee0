package main

import (
	"fmt"
	"strconv"
	"strings"
)

// question is a line of the questions as a statement with its arguments. Questions of
// one shape have one statement, so that it is prepared once.
type question struct {
	job  string
	sql  string
	args []any
}

func parseQuestion(line string) (*question, error) {
	f := strings.Split(line, "\t")
	if len(f) != 10 {
		return nil, fmt.Errorf("question of %d fields", len(f))
	}
	q := &question{job: f[0]}
	kind, open, limit, order := f[2], f[3] == "1", f[4], f[5]
	var where []string
	if open {
		where = append(where, "open")
	}
	profile := f[8] == ""
	rank := "0::real"
	if f[9] != "" {
		words := q.arg(tsquery(f[9], profile)) + "::text::tsquery"
		where = append(where, "terms @@ "+words)
		rank = "ts_rank(terms, " + words + ")"
	}
	for _, pair := range strings.Fields(f[6]) {
		switch name, value, _ := strings.Cut(pair, "="); name {
		case "cpv":
			where = append(where, "cpv @> "+q.arg([]string{value}))
		default:
			where = append(where, name+" = "+q.arg(value))
		}
	}
	for _, pair := range strings.Fields(f[7]) {
		name, bounds, _ := strings.Cut(pair, "=")
		from, to, _ := strings.Cut(bounds, "..")
		where = append(where, fmt.Sprintf("%s BETWEEN %s AND %s", name, q.arg(whole(from)), q.arg(whole(to))))
	}
	condition := strings.Join(where, " AND ")
	if profile {
		q.sql = fmt.Sprintf(`WITH hits AS MATERIALIZED (SELECT id, %s AS rank FROM %s WHERE %s)
			SELECT what, value, n FROM ((SELECT 'hit' AS what, id AS value, 0::bigint AS n FROM hits ORDER BY rank DESC, id LIMIT %s)
			UNION ALL SELECT 'total', '', count(*) FROM hits) answer`, rank, kind, condition, limit)
		return q, nil
	}
	by := "open DESC, rank DESC, id"
	if order != "score" {
		by = "open DESC, " + order + ", id"
	}
	q.sql = fmt.Sprintf(`WITH hits AS MATERIALIZED (SELECT id, open, deadline, band, city, cpv, language, theme, %s AS rank FROM %s WHERE %s)
		SELECT what, value, n FROM ((SELECT 'hit' AS what, id AS value, 0::bigint AS n FROM hits ORDER BY %s LIMIT %s)
		UNION ALL SELECT CASE GROUPING(city, theme, language, band) WHEN 7 THEN 'city' WHEN 11 THEN 'theme' WHEN 13 THEN 'language' WHEN 14 THEN 'band'
			ELSE 'total' END,
			coalesce(city, theme, language, band, ''), count(*) FROM hits GROUP BY GROUPING SETS ((city), (theme), (language), (band), ())
		UNION ALL SELECT 'cpv', code, count(*) FROM hits, unnest(cpv) code GROUP BY code) answer`, rank, kind, condition, by, limit)
	return q, nil
}

// arg gives a parameter its place.
func (q *question) arg(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

func whole(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

// tsquery joins the terms of a wish with or; wishes with or for a profile, with and for
// a search. What a term weighs cannot be said.
func tsquery(wishes string, any bool) string {
	var all []string
	for _, w := range strings.Split(wishes, "|") {
		var terms []string
		for _, t := range strings.Fields(w) {
			terms = append(terms, "'"+t[:strings.LastIndexByte(t, '^')]+"'")
		}
		all = append(all, "("+strings.Join(terms, "|")+")")
	}
	if any {
		return strings.Join(all, "|")
	}
	return strings.Join(all, "&")
}

// by is the statement with another way to rank: "cd" is ts_rank_cd.
func (q *question) by(way string) string {
	if way == "cd" {
		return strings.ReplaceAll(q.sql, "ts_rank(", "ts_rank_cd(")
	}
	return q.sql
}
