// Package loosejson reads decoded JSON of publishers who do not keep to a schema.
package loosejson

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/plaintext"
)

// Value is a piece of JSON. Publishers write numbers as strings, one thing where a list belongs and null anywhere, so each
// method returns what can be made of it, and nothing where nothing can.
type Value struct{ raw any }

// Of is decoded JSON as a value. Numbers are expected as json.Number.
func Of(raw any) Value { return Value{raw} }

// Data is the decoded JSON itself.
func (v Value) Data() any { return v.raw }

func (v Value) Object() map[string]any { m, _ := v.raw.(map[string]any); return m }

// get follows names into objects.
func (v Value) Get(names ...string) Value {
	for _, name := range names {
		v = Value{v.Object()[name]}
	}
	return v
}

// Has reports whether there is anything but null under the name.
func (v Value) Has(name string) bool { return v.Object()[name] != nil }

// List is what should be a list: one thing in its place is a list of one.
func (v Value) List(name string) []Value {
	switch of := v.Object()[name].(type) {
	case nil:
		return nil
	case []any:
		all := make([]Value, 0, len(of))
		for _, one := range of {
			if one != nil {
				all = append(all, Value{one})
			}
		}
		return all
	default:
		return []Value{{of}}
	}
}

// String is a text or a number as text, without spaces around it and without what no
// text has a use for.
func (v Value) String(names ...string) string {
	switch s := v.Get(names...).raw.(type) {
	case string:
		return strings.TrimSpace(plain(s))
	case json.Number:
		return s.String()
	}
	return ""
}

func plain(s string) string {
	if !strings.ContainsFunc(s, control) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, s)
}

func control(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }

// Strings are the texts of a list.
func (v Value) Strings(name string) []string {
	var all []string
	for _, one := range v.List(name) {
		all = codes.Add(all, one.String())
	}
	return all
}

// Flag is an answer with yes, no, and nil for null and everything else: what is
// not said never becomes yes.
func (v Value) Flag(names ...string) *bool {
	switch b := v.Get(names...).raw.(type) {
	case bool:
		return &b
	case string:
		if yes, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(b))); err == nil && len(b) > 3 {
			return &yes
		}
	}
	return nil
}

// Number is a number, also one in quotes.
func (v Value) Number(names ...string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(v.String(names...), " ", ""), 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// Count is a whole number from 1 to a million, or 0.
func (v Value) Count(names ...string) int {
	f, ok := v.Number(names...)
	if !ok || f < 1 || f > 1e6 {
		return 0
	}
	return int(f)
}

// tongue is the language tag behind a field's name: title_fr, description_pt-BR.
var tongue = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)

// Text is a field with its translations (name_xx); the plain field is in the
// release's language.
func (v Value) Text(name, language string) i18n.Text {
	var t i18n.Text
	add := func(language, words string) {
		words = plaintext.Text(words)
		if words == "" || t[language] != "" {
			return
		}
		if t == nil {
			t = i18n.Text{}
		}
		t[language] = words
	}
	add(language, v.String(name))
	for field := range v.Object() {
		tag, ok := strings.CutPrefix(field, name+"_")
		if !ok || !tongue.MatchString(tag) {
			continue
		}
		if code := codes.Language(strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' })[0]); code != "" {
			add(code, v.String(field))
		}
	}
	return t
}

// Moment reads a date into UTC, to the millisecond, at a place where it names no offset. A day
// alone stands for its first second or, where late is set, its last. What is no date gives
// the zero time.
func (v Value) Moment(place *time.Location, late bool, names ...string) time.Time {
	at, _ := codes.When(v.String(names...), place, late)
	return at
}
