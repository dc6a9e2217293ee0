// Package form reads what a person typed into a form and notes at each field what could not be
// read, the same way in every module: money in the currency of the place, days in its zone, whole
// numbers in the digits of every script, codes of the CPV, cities, languages and choices.
//
// A Reader is made for one form. Each of its methods takes the name of the input as the form has it
// ("lots[0].value"), returns what was understood (the zero value where nothing was) and adds a
// complaint otherwise; Err is then the Invalid problem of them all.
package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

// Reader reads one form.
type Reader struct {
	taxa     *taxonomy.Taxonomy
	place    taxonomy.City
	currency string
	wrong    *problem.Problem
}

// New returns a reader that knows the codes of the taxonomy and the languages of ISO 639-1. Until In is
// called, money is in euros and days are in UTC.
func New(taxa *taxonomy.Taxonomy) *Reader {
	return &Reader{taxa: taxa, currency: "EUR", wrong: problem.New(problem.Invalid, "problem.invalid")}
}

// Err is the problem with a complaint for each field that could not be read, or nil.
func (r *Reader) Err() error { return r.wrong.OrNil() }

// Wrong complains of a field; args are name, value pairs of the word key. The first complaint of a
// field stays.
func (r *Reader) Wrong(field, key string, args ...any) { r.wrong.Add(field, problem.M(key, args...)) }

// Filled complains of each field whose text is empty; fields are name, text pairs.
func (r *Reader) Filled(fields ...string) {
	for i := 0; i+1 < len(fields); i += 2 {
		r.Need(fields[i], strings.TrimSpace(fields[i+1]) != "")
	}
}

// Need complains of a field that was left empty.
func (r *Reader) Need(field string, given bool) {
	if !given {
		r.Wrong(field, "problem.required")
	}
}

// In sets the place that the form is about: money is then in its currency and days are in its zone.
// Of no place both stay as they are.
func (r *Reader) In(place taxonomy.City) {
	if place.ID == "" {
		return
	}
	r.place = place
	if place.Currency != "" {
		r.currency = place.Currency
	}
}

// Currency sets another currency (ISO 4217, in letters of any case) than that of the place; empty
// keeps it. What cannot be a currency is complained of.
func (r *Reader) Currency(field, code string) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if code == "" {
		return
	}
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		r.Wrong(field, "problem.oneof")
		return
	}
	r.currency = code
}

// Money reads an amount; nil where none was typed.
func (r *Reader) Money(field string, typed record.Amount) *record.Money {
	m, err := typed.Money(field, r.currency)
	r.collect(err)
	return m
}

// Day reads a day, or a day and an hour, in the zone of the place; a day alone means its last minute.
func (r *Reader) Day(field string, typed record.Day) time.Time {
	t, err := typed.Time(field, r.place.Zone)
	r.collect(err)
	return t
}

// Span reads two days of which the second is not before the first.
func (r *Reader) Span(fromField string, from record.Day, toField string, to record.Day) (start, end time.Time) {
	start, end = r.Day(fromField, from), r.Day(toField, to)
	if !start.IsZero() && !end.IsZero() && end.Before(start) {
		r.Wrong(toField, "problem.ends_before")
	}
	return start, end
}

// Year complains of a year outside [from, to]; 0 is one that was not given.
func (r *Reader) Year(field string, year, from, to int) int {
	if year != 0 && (year < from || year > to) {
		r.Wrong(field, "problem.year")
	}
	return year
}

// Count reads a whole number from 0 to most that may be left open: given is false for an empty one.
func (r *Reader) Count(field, typed string, most int) (n int, given bool) {
	typed = strings.TrimSpace(record.Digits(typed))
	if typed == "" {
		return 0, false
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > most {
		r.Wrong(field, "problem.kind_of_value")
		return 0, false
	}
	return n, true
}

// City reads the id of a city; ok is false for an empty one, which is not complained of, and for one
// that is not known.
func (r *Reader) City(field, id string) (city taxonomy.City, ok bool) {
	if id == "" {
		return taxonomy.City{}, false
	}
	if city, ok = r.taxa.City(id); !ok {
		r.Wrong(field, "problem.city_unknown")
	}
	return city, ok
}

// Cities reads ids of cities, each once.
func (r *Reader) Cities(field string, ids []string) []string {
	var all []string
	for _, id := range ids {
		if _, ok := r.City(field, id); ok && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// Languages reads codes of languages, each once.
func (r *Reader) Languages(field string, codes ...string) []string {
	var all []string
	for _, code := range codes {
		switch {
		case code == "" || slices.Contains(all, code):
		case !i18n.IsLanguage(code):
			r.Wrong(field, "problem.oneof")
		default:
			all = append(all, code)
		}
	}
	return all
}

// InOrder is what was chosen, with what was chosen before first and in its order: a page sends its boxes in an order of
// its own.
func InOrder(before, chosen []string) []string {
	place := func(code string) int {
		if i := slices.Index(before, code); i >= 0 {
			return i
		}
		return len(before)
	}
	return slices.SortedStableFunc(slices.Values(chosen), func(a, b string) int { return place(a) - place(b) })
}

// Choice complains of values that are none of those known; an empty one is not chosen.
func (r *Reader) Choice(field string, known []string, chosen ...string) {
	if slices.ContainsFunc(chosen, func(v string) bool { return v != "" && !slices.Contains(known, v) }) {
		r.Wrong(field, "problem.oneof")
	}
}

// Address complains of a text that is no address of a page that is reached safely (https); an empty
// one is not given.
func (r *Reader) Address(field, typed string) {
	u, err := url.Parse(typed)
	if typed != "" && (err != nil || u.Scheme != "https" || u.Host == "" || strings.ContainsAny(typed, " \t\n")) {
		r.Wrong(field, "problem.http_url")
	}
}

// Addresses is Address for addresses one a line.
func (r *Reader) Addresses(field, typed string) {
	for _, line := range Lines(typed) {
		r.Address(field, line)
	}
}

// Codes reads codes of the CPV, each once, with or without their check digit. A division, group, class
// or category may be written without the zeros at its end ("45", "9091"): two to five digits. Six or
// seven are taken for a slip, and so is a division that the CPV does not have.
func (r *Reader) Codes(field string, typed []string) []string {
	var codes []string
	for _, text := range typed {
		code := strings.TrimSpace(record.Digits(text))
		if code == "" {
			continue
		}
		if len(code) >= 2 && len(code) <= 5 {
			code = (code + "000000")[:8]
		}
		code, ok := taxonomy.NormalCPV(code)
		if ok {
			_, ok = r.taxa.CPV(code[:2] + "000000")
		}
		if !ok {
			r.Wrong(field, "tender.cpv_wrong", "Code", text)
			continue
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// CodesOr reads codes of the CPV, or, where none were chosen, those that words in this language surely
// mean, one kind of work in each.
func (r *Reader) CodesOr(field string, typed, words []string, language string) []string {
	codes := r.Codes(field, typed)
	if len(codes) > 0 || len(words) == 0 {
		return codes
	}
	for _, code := range r.taxa.Codes(words, language) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// Meaning is the code of the CPV that words in any language mean first; false where they mean none.
func (r *Reader) Meaning(words string) (code string, ok bool) {
	meanings := r.taxa.Meanings(words)
	if len(meanings) == 0 {
		return "", false
	}
	return meanings[0].CPV, true
}

func (r *Reader) collect(err error) {
	if p := problem.Of(err); p != nil {
		for field, m := range p.Fields {
			r.wrong.Add(field, m)
		}
	}
}
