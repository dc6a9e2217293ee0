package web

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/record"
)

// OpenAPI describes every API route as an OpenAPI 3.1 document. It is derived from
// the routes' own types and validate tags, so it cannot say what the code does not do.
func (s *Site) OpenAPI() map[string]any {
	paths := map[string]map[string]any{}
	d := &describer{schemas: map[string]any{}, busy: map[reflect.Type]bool{}}
	for _, r := range s.routes {
		if r.Voice == PageOnly {
			continue
		}
		if paths[r.Path] == nil {
			paths[r.Path] = map[string]any{}
		}
		paths[r.Path][strings.ToLower(r.Method)] = d.operation(r)
	}
	d.schemas["Problem"] = d.object(reflect.TypeFor[Problem](), "json")
	return map[string]any{
		"openapi": "3.1.0",
		"info":    map[string]any{"title": "CitiesGrow", "version": "1", "license": map[string]any{"name": "EUPL-1.2", "identifier": "EUPL-1.2"}},
		"servers": []any{map[string]any{"url": s.URL("/api/v1")}},
		"paths":   paths,
		"components": map[string]any{
			"schemas":         d.schemas,
			"securitySchemes": map[string]any{"session": map[string]any{"type": "http", "scheme": "bearer"}},
		},
	}
}

type describer struct {
	schemas map[string]any
	busy    map[reflect.Type]bool
}

func (d *describer) operation(r Route) map[string]any {
	op := map[string]any{"summary": r.About, "operationId": operationID(r), "tags": []string{strings.SplitN(strings.Trim(r.Path, "/"), "/", 2)[0]}}
	status, answer := "200", map[string]any{"description": "done"}
	if r.Status != 0 {
		status = strconv.Itoa(r.Status)
	}
	switch r.out {
	case reflect.TypeFor[None](), reflect.TypeFor[Go]():
		status = "204"
	case reflect.TypeFor[*File]():
		answer["content"] = map[string]any{"*/*": map[string]any{}}
	default:
		answer["content"] = jsonContent(d.schema(r.out))
	}
	op["responses"] = map[string]any{
		status:    answer,
		"default": map[string]any{"description": "a problem (RFC 9457)", "content": map[string]any{"application/problem+json": map[string]any{"schema": ref("Problem")}}},
	}
	if params := d.parameters(r); len(params) > 0 {
		op["parameters"] = params
	}
	if r.Method != "GET" && r.Method != "DELETE" && r.in.Kind() == reflect.Struct && hasTag(r.in, "json") {
		op["requestBody"] = map[string]any{"content": jsonContent(d.object(r.in, "json"))}
	}
	if !r.Who.Open {
		op["security"] = []any{map[string]any{"session": []any{}}}
		op["description"] = "Needs a session" + rolesText(r.Who) + "."
	}
	return op
}

func operationID(r Route) string {
	return strings.ToLower(r.Method) + strings.NewReplacer("/", "_", "{", "", "}", "").Replace(r.Path)
}

func rolesText(w Who) string {
	if len(w.Roles) == 0 {
		return ""
	}
	var names []string
	for _, r := range w.Roles {
		names = append(names, string(r))
	}
	return " of: " + strings.Join(names, ", ")
}

func jsonContent(schema any) map[string]any {
	return map[string]any{"application/json": map[string]any{"schema": schema}}
}

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

func (d *describer) parameters(r Route) []any {
	var params []any
	if r.in.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range reflect.VisibleFields(r.in) {
		if name := f.Tag.Get("path"); name != "" && strings.Contains(r.Path, "{"+name+"}") {
			params = append(params, map[string]any{"name": name, "in": "path", "required": true, "schema": d.schema(f.Type)})
		}
		if name, _, _ := strings.Cut(f.Tag.Get("query"), ","); name != "" {
			params = append(params, map[string]any{"name": name, "in": "query", "required": false, "schema": d.bounded(f)})
		}
	}
	return params
}

// bounded is the schema of a field with the bounds of its validate tag.
func (d *describer) bounded(f reflect.StructField) map[string]any {
	s := d.schema(f.Type)
	for rule := range strings.SplitSeq(f.Tag.Get("validate"), ",") {
		name, value, _ := strings.Cut(rule, "=")
		n, err := strconv.Atoi(value)
		switch {
		case name == "oneof":
			s["enum"] = strings.Fields(value)
		case name == "email":
			s["format"] = "email"
		case err != nil:
		case name == "min" && f.Type.Kind() == reflect.String:
			s["minLength"] = n
		case name == "max" && f.Type.Kind() == reflect.String:
			s["maxLength"] = n
		case name == "min":
			s["minimum"] = n
		case name == "max":
			s["maximum"] = n
		}
	}
	return s
}

func (d *describer) schema(t reflect.Type) map[string]any {
	switch {
	case t.Kind() == reflect.Pointer:
		return d.schema(t.Elem())
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[record.Money]():
		return map[string]any{"type": "object", "properties": map[string]any{
			"amount": map[string]any{"type": "number"}, "currency": map[string]any{"type": "string"}, "minor": map[string]any{"type": "integer"}}}
	case t == reflect.TypeFor[record.Amount]():
		return map[string]any{"type": []string{"string", "number"}}
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
	name := strings.NewReplacer(".", "_", "[", "_", "]", "", "/", "_", "*", "").Replace(t.String())
	if t.Name() == "" {
		return d.object(t, "json")
	}
	if _, done := d.schemas[name]; !done && !d.busy[t] {
		d.busy[t] = true
		d.schemas[name] = d.object(t, "json")
	}
	return ref(name)
}

func (d *describer) object(t reflect.Type, tag string) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name == "" || name == "-" || !f.IsExported() || f.Anonymous {
			continue
		}
		s := d.bounded(f)
		if f.Type.Kind() == reflect.Pointer && s["$ref"] != nil {
			s = map[string]any{"anyOf": []any{s, map[string]any{"type": "null"}}}
		} else if kind, plain := s["type"].(string); plain && f.Type.Kind() == reflect.Pointer {
			s["type"] = []string{kind, "null"}
		}
		properties[name] = s
		if strings.Contains(f.Tag.Get("validate"), "required") {
			required = append(required, name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}
