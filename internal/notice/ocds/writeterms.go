package ocds

import (
	"reflect"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
)

// termsName is where terms without a standard field are kept, in our own object.
const termsName = "terms"

// termName is the name of a field of Terms in JSON.
func termName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// writeTerms puts terms into the tender or the lot f, and what has no standard field into kept,
// its object of our own.
func writeTerms(f, kept fields, t *Terms, language string) {
	ours := fields{}
	all := reflect.ValueOf(t).Elem()
	for i := range all.NumField() {
		field := all.Type().Field(i)
		if all.Field(i).IsZero() {
			continue
		}
		value := all.Field(i).Addr().Interface()
		path, words := standardFields[field.Name], standardCodes[field.Name]
		if path == "" || words != nil {
			ours.term(termName(field), value, language)
		}
		if word, is := value.(*string); is && words != nil {
			translated := words[*word]
			value = &translated
		}
		if path != "" {
			at, name := f.inside(path)
			at.term(name, value, language)
			f.prune(path)
		}
	}
	kept.set(termsName, ours)
}

// inside makes the objects that lead to the last name of a path and returns the innermost.
func (f fields) inside(path string) (fields, string) {
	at := f
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		next, has := at[name].(fields)
		if !has {
			next = fields{}
			at[name] = next
		}
		at = next
	}
	return at, names[len(names)-1]
}

// prune takes away the objects on a path that nothing was put into.
func (f fields) prune(path string) {
	names := strings.Split(path, ".")
	for depth := len(names) - 1; depth > 0; depth-- {
		at, last := f.inside(strings.Join(names[:depth], "."))
		if inner, is := at[last].(fields); is && len(inner) == 0 {
			delete(at, last)
		}
	}
}

// term puts one term; value points to the field.
func (f fields) term(name string, value any, language string) {
	switch v := value.(type) {
	case *string:
		f.set(name, *v)
	case *[]string:
		f.set(name, *v)
	case **bool:
		f[name] = **v // no is an answer too
	case **int:
		f[name] = **v
	case **float64:
		f[name] = **v
	case *time.Time:
		f.set(name, *v)
	case *i18n.Text:
		f.text(name, *v, language)
	case *Length:
		f[name] = fields{"durationInDays": v.Days(), own: fields{"count": v.Count, "unit": v.Unit}}
	case *[]Ground:
		f.set(name, each(*v, func(g Ground) fields {
			one := fields{}
			one.set("type", g.Code)
			one.text("description", g.Text, language)
			return one
		}))
	case *[]Reference:
		f.set(name, each(*v, reference))
	}
}

// Days is the length in days; months count 30 and years 365.
func (l Length) Days() int {
	return int(l.Count * map[string]float64{"DAY": 1, "WEEK": 7, "MONTH": 30, "YEAR": 365}[l.Unit])
}
