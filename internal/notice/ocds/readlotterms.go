package ocds

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
)

// terms reads the terms of a tender or a lot from the fields of the standard's extensions and,
// in a release that Write made, from our own.
func (g *reading) terms(v value) Terms {
	var t Terms
	ours, made := v.get(own, termsName), g.v.has(own)
	all := reflect.ValueOf(&t).Elem()
	for i := range all.NumField() {
		field := all.Type().Field(i)
		into := all.Field(i).Addr().Interface()
		path, words := standardFields[field.Name], standardCodes[field.Name]
		if path == "" || words != nil && made {
			g.term(ours, termName(field), into)
			continue
		}
		names := strings.Split(path, ".")
		g.term(v.get(names[:len(names)-1]...), names[len(names)-1], into)
		if word, is := into.(*string); is && words != nil {
			*word = codeOf(words, *word)
		}
	}
	return t
}

// codeOf is the code of eForms for a word of OCDS.
func codeOf(words map[string]string, word string) string {
	for code, said := range words {
		if said == word {
			return code
		}
	}
	return ""
}

// term reads one term; into points to the field.
func (g *reading) term(v value, name string, into any) {
	switch to := into.(type) {
	case *string:
		*to = v.str(name)
	case *[]string:
		*to = v.strs(name)
	case **bool:
		*to = v.flag(name)
	case **int:
		if n, ok := v.number(name); ok && n >= 0 && n <= 1e6 {
			*to = new(int(n))
		}
	case **float64:
		if n, ok := v.number(name); ok && n >= 0 && n <= 1e6 {
			*to = new(n)
		}
	case *time.Time:
		*to = g.moment(v, false, name)
	case *i18n.Text:
		*to = v.text(name, g.language)
	case *Length:
		*to = length(v.get(name))
	case *[]Ground:
		for _, c := range v.list(name) {
			if one := (Ground{Code: c.str("type"), Text: c.text("description", g.language)}); one.Code != "" || !one.Text.Empty() {
				*to = append(*to, one)
			}
		}
	case *[]Reference:
		for _, r := range v.list(name) {
			*to = append(*to, Reference{ID: r.str("id"), Name: r.str("name")})
		}
	}
}

// length reads a span in its own unit, or in days.
func length(v value) Length {
	l := Length{Unit: v.str(own, "unit")}
	if n, ok := v.number(own, "count"); ok && n > 0 && slices.Contains([]string{"DAY", "WEEK", "MONTH", "YEAR"}, l.Unit) {
		l.Count = n
		return l
	}
	if n := v.count("durationInDays"); n > 0 {
		return Length{float64(n), "DAY"}
	}
	return Length{}
}
