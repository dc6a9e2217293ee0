package web

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/record"
)

// describer makes JSON Schemas of Go types (2020-12, the dialect of OpenAPI 3.1).
type describer struct {
	schemas map[string]any
	names   map[reflect.Type]string // of the structs under components
}

func newDescriber() *describer { return &describer{map[string]any{}, map[reflect.Type]string{}} }

func ref(name string) map[string]any { return map[string]any{"$ref": "#/components/schemas/" + name} }

// visible lists the fields of a struct type, none of any other.
func visible(t reflect.Type) []reflect.StructField {
	if t.Kind() != reflect.Struct {
		return nil
	}
	return reflect.VisibleFields(t)
}

func hasTag(t reflect.Type, tag string) bool {
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
			return true
		}
	}
	return false
}

func tagList(tags map[string]bool) []any {
	var all []any
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		all = append(all, map[string]any{"name": name, "description": "All under /" + name + "."})
	}
	return all
}

// rules splits a validate tag into the rules of the value and, after "dive", of its items.
func rules(f reflect.StructField) (own, items []string) {
	all := strings.Split(f.Tag.Get("validate"), ",")
	if at := slices.Index(all, "dive"); at >= 0 {
		return all[:at], all[at+1:]
	}
	return all, nil
}

// bounded is the schema of a field with the bounds of its validate tag.
func (d *describer) bounded(f reflect.StructField) map[string]any {
	s := d.schema(f.Type)
	own, items := rules(f)
	t := f.Type
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if s["$ref"] == nil {
		bound(s, t, own)
	}
	if inner, array := s["items"].(map[string]any); array && inner["$ref"] == nil {
		bound(inner, t.Elem(), items)
		// A rule of values that stands at the list is meant for each of its items.
		bound(inner, t.Elem(), slices.DeleteFunc(slices.Clone(own), func(rule string) bool { return !strings.HasPrefix(rule, "oneof=") }))
	}
	return s
}

// names of a bound by what it bounds.
var boundNames = map[reflect.Kind][2]string{reflect.String: {"minLength", "maxLength"}, reflect.Slice: {"minItems", "maxItems"},
	reflect.Array: {"minItems", "maxItems"}, reflect.Map: {"minProperties", "maxProperties"}}

func bound(s map[string]any, t reflect.Type, rules []string) {
	names, known := boundNames[t.Kind()]
	if !known {
		names = [2]string{"minimum", "maximum"}
	}
	list := t.Kind() == reflect.Slice || t.Kind() == reflect.Array
	for _, rule := range rules {
		name, value, _ := strings.Cut(rule, "=")
		n, err := strconv.Atoi(value)
		switch {
		case name == "oneof" && !list:
			s["enum"] = enum(t, value)
		case name == "email":
			s["format"] = "email"
		case name == "http_url":
			s["format"] = "uri"
		case err != nil || t.Kind() == reflect.Struct:
		case name == "min":
			s[names[0]] = n
		case name == "max":
			s[names[1]] = n
		case name == "len":
			s[names[0]], s[names[1]] = n, n
		}
	}
}

// enum lists the values of a oneof rule in the type of the field.
func enum(t reflect.Type, values string) []any {
	var all []any
	for _, v := range strings.Fields(values) {
		if n, err := strconv.Atoi(v); err == nil && t.Kind() != reflect.String {
			all = append(all, n)
			continue
		}
		all = append(all, v)
	}
	return all
}

func (d *describer) schema(t reflect.Type) map[string]any {
	switch {
	case t.Kind() == reflect.Pointer:
		return d.schema(t.Elem())
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[[]byte]():
		return map[string]any{"type": []string{"string", "null"}, "contentEncoding": "base64"}
	case t == reflect.TypeFor[record.Money]():
		return map[string]any{"type": "object", "properties": map[string]any{
			"amount":   map[string]any{"type": "number", "description": "In the major unit: euros."},
			"currency": map[string]any{"type": "string", "description": "ISO 4217."},
			"minor":    map[string]any{"type": "integer", "description": "The same in the minor unit: cents."}}}
	case t == reflect.TypeFor[record.Amount]():
		return map[string]any{"type": []string{"string", "number"}, "description": "Money in the major unit, as a number or as a person types it."}
	}
	switch t.Kind() {
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": []string{"array", "null"}, "items": d.schema(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": []string{"object", "null"}, "additionalProperties": d.schema(t.Elem())}
	case reflect.Struct:
		return d.named(t)
	}
	return map[string]any{}
}

// named puts a struct under components once and refers to it.
func (d *describer) named(t reflect.Type) map[string]any {
	if t.Name() == "" {
		return d.object(t)
	}
	name, known := d.names[t]
	if !known {
		name = schemaName(t)
		for d.schemas[name] != nil { // another type's
			name += "_"
		}
		d.names[t], d.schemas[name] = name, map[string]any{}
		d.schemas[name] = d.object(t)
	}
	return ref(name)
}

func (d *describer) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		name := jsonName(f)
		if name == "" || f.Anonymous {
			continue
		}
		if !standard(t) {
			name = camel(name)
		}
		properties[name] = d.property(f)
		if own, _ := rules(f); slices.Contains(own, "required") {
			required = append(required, name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// property is the schema of a field; behind a pointer it may be null.
func (d *describer) property(f reflect.StructField) map[string]any {
	s := d.bounded(f)
	if f.Type.Kind() != reflect.Pointer {
		return s
	}
	if s["$ref"] != nil {
		return map[string]any{"anyOf": []any{s, map[string]any{"type": "null"}}}
	}
	if kind, plain := s["type"].(string); plain {
		s["type"] = []string{kind, "null"}
		if values, listed := s["enum"].([]any); listed {
			s["enum"] = append(values, nil)
		}
	}
	return s
}

// parts describes the form of a route that takes files: each file is a part of its own.
func (d *describer) parts(t reflect.Type) map[string]any {
	s := d.object(t)
	properties := s["properties"].(map[string]any)
	for _, f := range reflect.VisibleFields(t) {
		name := jsonName(f)
		if name == "" || f.Anonymous {
			continue
		}
		p := properties[camel(name)]
		delete(properties, camel(name))
		if f.Type == reflect.TypeFor[[]Upload]() {
			limits := map[string]any{"type": "array", "items": map[string]any{"type": "string", "contentMediaType": "application/octet-stream"}}
			own, _ := rules(f)
			bound(limits, f.Type, own)
			p = limits
		}
		properties[name] = p
	}
	if required, some := s["required"].([]string); some {
		for i, f := 0, reflect.VisibleFields(t); i < len(f); i++ {
			if at := slices.Index(required, camel(jsonName(f[i]))); at >= 0 && jsonName(f[i]) != "" {
				required[at] = jsonName(f[i])
			}
		}
	}
	return s
}
