package decode

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// terms reads the terms of a tender or a lot from the fields of the standard's extensions and,
// in a release that Write made, from our own.
func (g *reading) terms(v loosejson.Value) ocds.Terms {
	var t ocds.Terms
	ours, made := v.Get(ocds.OwnMember, ocds.TermsMember), g.v.Has(ocds.OwnMember)
	all := reflect.ValueOf(&t).Elem()
	for i := range all.NumField() {
		field := all.Type().Field(i)
		into := all.Field(i).Addr().Interface()
		path, words := ocds.TermFields[field.Name], ocds.TermCodes[field.Name]
		if path == "" || words != nil && made {
			g.term(ours, ocds.TermName(field), into)
			continue
		}
		names := strings.Split(path, ".")
		g.term(v.Get(names[:len(names)-1]...), names[len(names)-1], into)
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
func (g *reading) term(v loosejson.Value, name string, into any) {
	switch to := into.(type) {
	case *string:
		*to = v.String(name)
	case *[]string:
		*to = v.Strings(name)
	case **bool:
		*to = v.Flag(name)
	case **int:
		if n, ok := v.Number(name); ok && n >= 0 && n <= 1e6 {
			*to = new(int(n))
		}
	case **float64:
		if n, ok := v.Number(name); ok && n >= 0 && n <= 1e6 {
			*to = new(n)
		}
	case *time.Time:
		*to = g.moment(v, false, name)
	case *i18n.Text:
		*to = v.Text(name, g.language)
	case *ocds.Length:
		*to = length(v.Get(name))
	case *[]ocds.Ground:
		for _, c := range v.List(name) {
			if one := (ocds.Ground{Code: c.String("type"), Text: c.Text("description", g.language)}); one.Code != "" || !one.Text.Empty() {
				*to = append(*to, one)
			}
		}
	case *[]ocds.Reference:
		for _, r := range v.List(name) {
			*to = append(*to, ocds.Reference{ID: r.String("id"), Name: r.String("name")})
		}
	}
}

// length reads a span in its own unit, or in days.
func length(v loosejson.Value) ocds.Length {
	l := ocds.Length{Unit: v.String(ocds.OwnMember, "unit")}
	if n, ok := v.Number(ocds.OwnMember, "count"); ok && n > 0 && slices.Contains([]string{"DAY", "WEEK", "MONTH", "YEAR"}, l.Unit) {
		l.Count = n
		return l
	}
	if n := v.Count("durationInDays"); n > 0 {
		return ocds.Length{Count: float64(n), Unit: "DAY"}
	}
	return ocds.Length{}
}
