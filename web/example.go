package web

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/record"
)

// typed are examples of the fields of bodies, by their names: what a person could have typed.
var typed = map[string]any{
	"about": "We clean offices and schools.", "action": "action-7kq3m2xw5d", "address": "https://library.example.org/lots",
	"against": "employer", "ground": "age", "field": "work", "outcome": "advised",
	"agenda": "Nine o'clock: the market hall.",
	"amount": "120000", "answer": "Yes, a consortium may send an offer.", "apply": "jobs@firm.example", "begins": "09:00", "capacity": "20", "city": "riga",
	"clientContact":  "amina@example.org",
	"clientLanguage": "uk", "clientName": "Amina", "closes": "2027-01-30", "code": "4F7K-9Q2M", "contact": "amina@example.org", "currency": "EUR",
	"day": "2026-12-01", "deadline": "2026-12-20T12:00", "description": "Daily cleaning of three schools.", "docsUrl": "https://tenders.example.org/schools",
	"due":   "2027-03-01",
	"email": "amina@example.org", "ends": "10:30", "free": "6", "rule": "FREQ=MONTHLY;BYDAY=1MO", "trades": []any{"90910000"}, "opens": "09:00",
	"esco": "http://data.europa.eu/esco/occupation/f2b15a0e-e65a-438a-affb-29b9d50b77d1", "from": "2026-12-01", "language": "en",
	"languages": []any{"lv", "en"}, "cities": []any{"riga"}, "onlyLanguages": []any{"uk"}, "areas": []any{"profile"}, "cpv": []any{"90910000"},
	"doors":    []any{"discrimination"},
	"captions": "WEBVTT\n\n00:00.000 --> 00:02.000\nAsk for small lots.\n", "transcript": "Ask for small lots.",
	"largest": "45000", "link": "https://www.example.org/", "months": 12, "name": "Amina Noor", "next": "Call again.", "noLotsWhy": "One building, one key.",
	"note":       "We can begin in May.",
	"occupation": "office cleaning", "organisation": "Clean Riga", "passphrase": "seven calm rivers at night", "again": "seven calm rivers at night",
	"password": "three quiet horses walk",
	"phone":    "+371 20000000", "place": "Town hall, room 4", "places": 2, "questions": "2026-12-10T12:00", "reason": "The room is closed.",
	"receipt": "1234567890123456", "role": "entrepreneur",
	"cluster": "b1", "tookPlace": "2026-11-20", "tookPlaceTo": "2026-11-21", "documents": "https://city.example.org/agenda.pdf", "social": []any{"opp"},
	"scheme": "city", "stage": "new", "standard": "a1", "staff": 4, "starts": "2027-01-10", "submitUrl": "https://tenders.example.org/schools/offers",
	"text": "May a consortium send an offer?", "title": "Cleaning of three schools",
	"topics": []any{"tax"}, "trade": "school cleaning", "turnover": "100000", "until": "2027-06-01", "value": "84000", "valueWhy": "One lot has an option.",
	"wageFrom": "1100", "wageTo": "1300",
	"web": "https://firm.example", "when": "2026-11-20", "where": "Town hall, room 4", "who": "The office's front desk",
	"why": "Two of three pilots went well.", "year": "2025", "to": "2026-12-02",
}

// exampleOf is an example of a route's body.
func exampleOf(r Route) any {
	if r.Example != "" {
		var own any
		if err := json.Unmarshal([]byte(r.Example), &own); err == nil {
			return own
		}
	}
	body := exampleBody(r.in, 0)
	if body["revision"] != nil {
		body["revision"] = 0 // does not ask what was stored meanwhile
	}
	return body
}

// exampleParts is an example of a form with files: each part by the name that the form has for it.
func exampleParts(r Route) map[string]any {
	body, _ := exampleOf(r).(map[string]any)
	for _, f := range reflect.VisibleFields(r.in) {
		name, file := jsonName(f), f.Type == reflect.TypeFor[[]Upload]()
		v, given := body[camel(name)]
		if name == "" || f.Anonymous || !given && !file {
			continue
		}
		delete(body, camel(name))
		if file {
			v = []any{"the content of a file"}
		}
		body[name] = v
	}
	return body
}

// exampleAnswer is an example of what a route answers.
func exampleAnswer(t reflect.Type) map[string]any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return exampleBody(t, 2)
}

// deepest bounds examples of types that hold themselves.
const deepest = 4

func exampleBody(t reflect.Type, depth int) map[string]any {
	body := map[string]any{}
	for _, f := range reflect.VisibleFields(t) {
		name := jsonName(f)
		if name == "" || f.Anonymous {
			continue
		}
		if !standard(t) {
			name = camel(name)
		}
		if v := exampleValue(name, f, depth); v != nil {
			body[name] = v
		}
	}
	return body
}

func exampleValue(name string, f reflect.StructField, depth int) any {
	t := f.Type
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	own, items := rules(f)
	if v, known := typed[name]; known && fits(v, t, own) {
		return v
	}
	if t.Kind() == reflect.Slice && t != reflect.TypeFor[[]byte]() {
		if depth >= deepest {
			return nil
		}
		one := exampleOne(name, t.Elem(), append(slices.Clone(items), own...), depth+1)
		if one == nil {
			return nil
		}
		return []any{one}
	}
	return exampleOne(name, t, own, depth)
}

func exampleOne(name string, t reflect.Type, rules []string, depth int) any {
	for _, rule := range rules {
		if values, listed := strings.CutPrefix(rule, "oneof="); listed {
			return enum(t, values)[0]
		}
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "2026-12-01T09:00:00Z"
	case t == reflect.TypeFor[[]byte]():
		return "SGVsbG8="
	case t == reflect.TypeFor[record.Money]():
		return map[string]any{"minor": 8400000, "currency": "EUR"}
	}
	switch t.Kind() {
	case reflect.Struct:
		if depth < deepest {
			return exampleBody(t, depth+1)
		}
	case reflect.Bool:
		return true
	case reflect.Int, reflect.Int64, reflect.Int32:
		return smallest(rules)
	case reflect.Float64:
		return 1.5
	case reflect.String:
		if t == reflect.TypeFor[record.Amount]() {
			return "1200"
		}
		if t == reflect.TypeFor[record.Day]() {
			return "2027-03-01"
		}
		return shortened("Text", rules)
	}
	return nil
}

// fits reports whether an example can stand in a field of a type with these rules.
func fits(v any, t reflect.Type, rules []string) bool {
	if slices.ContainsFunc(rules, func(rule string) bool { return strings.HasPrefix(rule, "oneof=") }) {
		return false
	}
	switch v := v.(type) {
	case string:
		return t.Kind() == reflect.String && shortened(v, rules) == v
	case int:
		return t.Kind() == reflect.Int
	}
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String
}

func shortened(v string, rules []string) string {
	for _, rule := range rules {
		if most, bounded := strings.CutPrefix(rule, "max="); bounded {
			if n, err := strconv.Atoi(most); err == nil && n < len(v) {
				return v[:n]
			}
		}
	}
	return v
}

func smallest(rules []string) int {
	for _, rule := range rules {
		if least, bounded := strings.CutPrefix(rule, "min="); bounded {
			if n, err := strconv.Atoi(least); err == nil {
				return max(n, 1)
			}
		}
	}
	return 1
}
