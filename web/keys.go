package web

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// Keys of JSON have one style, camelCase, in what is asked and in what is answered. Fields of
// forms are named with underscores, and the same structs read both; so a body may also use the
// name of the form's field, which older programs send. Standards keep their own keys.

// camel is a form's name as a key of JSON: "no_lots_why" is "noLotsWhy".
func camel(name string) string {
	if !strings.Contains(name, "_") {
		return name
	}
	var b strings.Builder
	up := false
	for _, r := range name {
		switch {
		case r == '_' && b.Len() > 0:
			up = true
			continue
		case up:
			b.WriteString(strings.ToUpper(string(r)))
		default:
			b.WriteRune(r)
		}
		up = false
	}
	return b.String()
}

// standard reports whether a type's keys are those of a standard (HSDS) and stay as they are.
func standard(t reflect.Type) bool { return strings.HasSuffix(t.PkgPath(), "internal/hsds") }

// renamer walks values of JSON along the Go type that they are read into or were made of, and
// renames the keys of structs. Keys of maps are data and stay.
type renamer struct {
	name func(tag string, object map[string]any) (from, to string)
}

// toCamel is what an answer goes through, fromCamel what a body goes through.
func toCamel() renamer {
	return renamer{func(tag string, _ map[string]any) (string, string) { return tag, camel(tag) }}
}

func fromCamel() renamer {
	return renamer{func(tag string, object map[string]any) (string, string) {
		if _, both := object[tag]; both {
			return tag, tag
		}
		return camel(tag), tag
	}}
}

func (r renamer) walk(v any, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := v.(type) {
	case []any:
		if t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
			for _, one := range v {
				r.walk(one, t.Elem())
			}
		}
	case map[string]any:
		switch t.Kind() {
		case reflect.Map:
			for _, one := range v {
				r.walk(one, t.Elem())
			}
		case reflect.Struct:
			r.object(v, t)
		}
	}
}

func (r renamer) object(v map[string]any, t reflect.Type) {
	if own := reflect.PointerTo(t); standard(t) || own.Implements(marshaler) || own.Implements(unmarshaler) {
		return
	}
	for _, f := range reflect.VisibleFields(t) {
		tag := jsonName(f)
		if tag == "" {
			continue
		}
		from, to := r.name(tag, v)
		value, has := v[from]
		if !has {
			continue
		}
		r.walk(value, f.Type)
		if from != to {
			delete(v, from)
			v[to] = value
		}
	}
}

var marshaler, unmarshaler = reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler]()

// jsonName is a field's name in JSON, empty when it has none.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

// underscored reports whether the JSON of a type has a key that is not camelCase.
func underscored(t reflect.Type, seen map[reflect.Type]bool) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Array || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] || standard(t) {
		return false
	}
	seen[t] = true
	for _, f := range reflect.VisibleFields(t) {
		if name := jsonName(f); name != camel(name) || (name != "" || f.Anonymous) && underscored(f.Type, seen) {
			return true
		}
	}
	return false
}

// renamed is raw JSON with its keys renamed; what is no JSON, and a body of keys that are
// right already, stays as it is.
func renamed(raw []byte, t reflect.Type, r renamer) []byte {
	if !underscored(t, map[reflect.Type]bool{}) || !json.Valid(raw) {
		return raw
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return raw
	}
	r.walk(v, t)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return raw
	}
	return bytes.TrimSpace(b.Bytes())
}
