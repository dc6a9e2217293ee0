package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"citiesgrow/internal/actor"
)

// OpenAPI describes every API route as an OpenAPI 3.1 document. It is derived from
// the routes' own types and validate tags, so it cannot say what the code does not do.
func (s *Site) OpenAPI() map[string]any {
	paths := map[string]map[string]any{}
	d := newDescriber()
	d.named(reflect.TypeFor[Problem]())
	tags := map[string]bool{}
	for _, r := range s.routes {
		if r.Voice == PageOnly {
			continue
		}
		if paths[r.Path] == nil {
			paths[r.Path] = map[string]any{}
		}
		paths[r.Path][strings.ToLower(r.Method)] = d.operation(r)
		tags[tagOf(r)] = true
	}
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "CitiesGrow", "version": "1", "license": map[string]any{"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
			"description": "Public contracts, the firms that fit them and the services that help, in sixteen European cities. " +
				"Keys are camelCase; a list answers `items`, `total`, `page`, `size` and `facets`; a POST that makes something answers 201 with its id and Location. " +
				"A query parameter or a field of a body that a route does not know is refused with 422."},
		"servers": []any{map[string]any{"url": s.URL("/api/v1")}},
		"tags":    tagList(tags),
		"paths":   paths,
		"components": map[string]any{
			"schemas":         d.schemas,
			"responses":       problemResponses(),
			"securitySchemes": map[string]any{"session": map[string]any{"type": "http", "scheme": "bearer", "description": "The token that POST /sessions answers."}},
		},
	}
}

// problems are the answers that are no success, by their names under components.
var problems = []struct {
	name, status, says string
}{
	{"Malformed", "400", "The request could not be read."},
	{"SignIn", "401", "The request carries no session."},
	{"Forbidden", "403", "This account may not do this."},
	{"NotFound", "404", "There is no such thing, or not for this account."},
	{"Conflict", "409", "What is stored has changed in the meantime, or does not allow this any more."},
	{"Invalid", "422", "Some inputs are not right: `fields` names each."},
	{"Problem", "default", "Any other problem."},
}

// problemResponses describes them: each is a Problem (RFC 9457).
func problemResponses() map[string]any {
	all := map[string]any{}
	for _, p := range problems {
		media := map[string]any{"schema": ref("Problem")}
		if code, err := strconv.Atoi(p.status); err == nil {
			media["example"] = map[string]any{"type": "about:blank", "title": http.StatusText(code), "status": code, "detail": p.says}
		}
		response := map[string]any{"description": p.says, "content": map[string]any{"application/problem+json": media}}
		if p.status == "401" {
			response["headers"] = map[string]any{"WWW-Authenticate": map[string]any{"description": "How to sign in: `Bearer`.",
				"schema": map[string]any{"type": "string"}}}
		}
		all[p.name] = response
	}
	return all
}

// refusals are the problems that a route may answer with.
func refusals(r Route) map[string]any {
	closed, writes := !r.Who.Open, r.Method != "GET"
	may := map[string]bool{"400": true, "default": true, "401": closed, "403": closed && len(r.Who.Roles) > 0 || writes,
		"404": strings.Contains(r.Path, "{"), "409": writes || r.Verified, "422": true} // a query may always have a key too many
	all := map[string]any{}
	for _, p := range problems {
		if may[p.status] {
			all[p.status] = map[string]any{"$ref": "#/components/responses/" + p.name}
		}
	}
	return all
}

func tagOf(r Route) string {
	name, _, _ := strings.Cut(strings.Trim(r.Path, "/"), "/")
	return strings.TrimSuffix(name, ".json")
}

func (d *describer) operation(r Route) map[string]any {
	op := map[string]any{"summary": r.About, "operationId": operationID(r), "tags": []string{tagOf(r)}, "security": security(r)}
	responses := refusals(r)
	status, answer := d.success(r)
	responses[status] = answer
	op["responses"] = responses
	if params := d.parameters(r); len(params) > 0 {
		op["parameters"] = params
	}
	if body := d.body(r); body != nil {
		op["requestBody"] = body
	}
	if !r.Who.Open {
		op["description"] = "Needs a session" + rolesText(r.Who) + "."
	}
	return op
}

// security is what an operation needs: nothing, a session where there is one, or a session.
func security(r Route) []any {
	session := map[string]any{"session": []any{}}
	switch {
	case r.Quiet:
		return []any{}
	case r.Who.Open:
		return []any{map[string]any{}, session}
	}
	return []any{session}
}

func (d *describer) success(r Route) (string, map[string]any) {
	status, answer := http.StatusOK, map[string]any{"description": "Done."}
	if r.Status != 0 {
		status = r.Status
	}
	switch r.out {
	case reflect.TypeFor[None](), reflect.TypeFor[Go]():
		status = http.StatusNoContent
	case reflect.TypeFor[*File]():
		media := r.Media
		if media == "" {
			media = "application/octet-stream"
		}
		schema := map[string]any{"type": "string"}
		if !strings.HasPrefix(media, "text/") {
			schema = map[string]any{"type": "string", "contentMediaType": media}
		}
		if strings.HasSuffix(media, "json") {
			schema = map[string]any{"type": "object"}
		}
		answer["content"] = map[string]any{media: map[string]any{"schema": schema}}
	default:
		media := map[string]any{"schema": d.schema(r.out)}
		if example := exampleAnswer(r.out); len(example) > 0 {
			media["example"] = example
		}
		answer["content"] = map[string]any{"application/json": media}
	}
	if _, leads := reflect.Zero(r.out).Interface().(Located); leads && status == http.StatusCreated {
		answer["headers"] = map[string]any{"Location": map[string]any{"description": "Where it is.", "schema": map[string]any{"type": "string",
			"format": "uri-reference"}}}
	}
	return strconv.Itoa(status), answer
}

// body describes what a route takes: JSON and, where files come with it, a form with its parts.
func (d *describer) body(r Route) map[string]any {
	if !r.takesBody() {
		return nil
	}
	schema := d.object(r.in)
	if reflect.PointerTo(r.in).Implements(reflect.TypeFor[json.Unmarshaler]()) { // it reads a document of a standard, in several shapes
		schema = map[string]any{"type": []string{"object", "array"}}
	}
	content := map[string]any{"application/json": map[string]any{"schema": schema, "example": exampleOf(r)}}
	if r.Upload {
		content["multipart/form-data"] = map[string]any{"schema": d.parts(r.in), "example": exampleParts(r)}
	}
	return map[string]any{"required": r.needsBody(), "content": content}
}

func operationID(r Route) string {
	return strings.ToLower(r.Method) + strings.NewReplacer("/", "_", "{", "", "}", "").Replace(r.Path)
}

func rolesText(w Who) string {
	var names []string
	for _, r := range w.Roles {
		names = append(names, string(r))
	}
	if len(names) == 0 || len(names) == len(actor.Roles()) {
		return ""
	}
	return " of: " + strings.Join(names, ", ")
}

func (d *describer) parameters(r Route) []any {
	var params []any
	for _, f := range visible(r.in) {
		if name := f.Tag.Get("path"); name != "" && strings.Contains(r.Path, "{"+name+"}") {
			params = append(params, map[string]any{"name": name, "in": "path", "required": true, "schema": d.bounded(f)})
		}
		if name, _, _ := strings.Cut(f.Tag.Get("query"), ","); name != "" {
			params = append(params, d.query(name, f))
		}
	}
	return append(params, map[string]any{"name": languageKey, "in": "query", "required": false, "schema": map[string]any{"type": "string"},
		"description": "The language of the answer, before that of the account and of Accept-Language."})
}

// query describes a parameter; one that takes several values is repeated.
func (d *describer) query(name string, f reflect.StructField) map[string]any {
	p := map[string]any{"name": name, "in": "query", "required": false, "schema": d.bounded(f)}
	if f.Type.Kind() == reflect.Slice {
		p["schema"].(map[string]any)["type"] = "array"
		p["style"], p["explode"] = "form", true
	}
	return p
}
