package encode

import (
	"reflect"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// writeTerms puts terms into the tender or the lot f, and what has no standard field into kept,
// its object of our own.
func writeTerms(f, kept fields, t *ocds.Terms, language string) {
	ours := fields{}
	all := reflect.ValueOf(t).Elem()
	for i := range all.NumField() {
		field := all.Type().Field(i)
		if all.Field(i).IsZero() {
			continue
		}
		value := all.Field(i).Addr().Interface()
		path, words := ocds.TermFields[field.Name], ocds.TermCodes[field.Name]
		if path == "" || words != nil {
			ours.term(ocds.TermName(field), value, language)
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
	kept.set(ocds.TermsMember, ours)
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
	case *ocds.Length:
		f[name] = fields{"durationInDays": v.Days(), ocds.OwnMember: fields{"count": v.Count, "unit": v.Unit}}
	case *[]ocds.Ground:
		f.set(name, each(*v, func(g ocds.Ground) fields {
			one := fields{}
			one.set("type", g.Code)
			one.text("description", g.Text, language)
			return one
		}))
	case *[]ocds.Reference:
		f.set(name, each(*v, reference))
	}
}
