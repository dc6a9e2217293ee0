package web

import (
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"citiesgrow/internal/i18n"
)

// description is the API's own document with a reader of its schemas (JSON Schema 2020-12,
// the dialect of OpenAPI 3.1).
type description struct {
	doc     map[string]any
	schemas *jsonschema.Compiler
}

const docURL = "http://citiesgrow.test/openapi.json"

func describedBy(t *testing.T, h *testHouse) *description {
	t.Helper()
	res := h.send(t, ask{path: "/api/v1/openapi.json"})
	res.want(t, http.StatusOK)
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(res.text))
	if err != nil {
		t.Fatal(err)
	}
	d := &description{doc: parsed.(map[string]any), schemas: jsonschema.NewCompiler()}
	if err := d.schemas.AddResource(docURL, parsed); err != nil {
		t.Fatal(err)
	}
	return d
}

// at follows names into the document; nil where it ends early.
func (d *description) at(names ...string) any {
	var here any = d.doc
	for _, name := range names {
		m, _ := here.(map[string]any)
		here = m[name]
	}
	return here
}

// schema compiles the one at a place; a schema that is none or refers to nothing fails.
func (d *description) schema(t *testing.T, names ...string) *jsonschema.Schema {
	t.Helper()
	pointer := ""
	for _, name := range names {
		pointer += "/" + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	s, err := d.schemas.Compile(docURL + "#" + pointer)
	if err != nil {
		t.Fatalf("schema at %v: %v", names, err)
	}
	return s
}

// The rules of OpenAPI 3.1 that a document of this shape can break.
func TestDescriptionIsValidOpenAPI(t *testing.T) {
	h := start(t, nil)
	d := describedBy(t, h)
	if version, _ := d.at("openapi").(string); !regexp.MustCompile(`^3\.1\.\d+$`).MatchString(version) || d.at("info", "title") == nil ||
		d.at("info", "version") == nil || d.at("jsonSchemaDialect") != nil {
		t.Errorf("openapi %v, info %v", d.at("openapi"), d.at("info"))
	}
	names, _ := d.at("components", "schemas").(map[string]any)
	for name := range names {
		if !regexp.MustCompile(`^[a-zA-Z0-9._-]+$`).MatchString(name) {
			t.Errorf("a schema is called %q", name)
		}
		d.schema(t, "components", "schemas", name)
	}
	ids := map[any]bool{}
	paths, _ := d.at("paths").(map[string]any)
	for path, item := range paths {
		for method := range item.(map[string]any) {
			d.checkOperation(t, path, method, ids)
		}
	}
	if len(paths) == 0 || len(names) == 0 {
		t.Errorf("%d paths and %d schemas", len(paths), len(names))
	}
}

func (d *description) checkOperation(t *testing.T, path, method string, ids map[any]bool) {
	t.Helper()
	says := method + " " + path
	id, _ := d.at("paths", path, method, "operationId").(string)
	if ids[id] || !regexp.MustCompile(`^[a-z]+_[A-Za-z0-9_.-]+$`).MatchString(id) || !strings.HasPrefix(path, "/") {
		t.Errorf("%s is called %q", says, id)
	}
	ids[id] = true
	inPath := map[string]bool{}
	params, _ := d.at("paths", path, method, "parameters").([]any)
	for i, p := range params {
		p := p.(map[string]any)
		name, place := p["name"].(string), p["in"].(string)
		if place == "path" {
			inPath["{"+name+"}"] = true
		}
		if place != "path" && place != "query" || place == "path" && p["required"] != true {
			t.Errorf("%s: parameter %v", says, p)
		}
		d.schema(t, "paths", path, method, "parameters", strconv.Itoa(i), "schema")
	}
	for _, part := range regexp.MustCompile(`\{[^}]*\}`).FindAllString(path, -1) {
		if !inPath[part] {
			t.Errorf("%s: %s is not among the parameters", says, part)
		}
		delete(inPath, part)
	}
	if len(inPath) > 0 {
		t.Errorf("%s: parameters %v are not in the path", says, inPath)
	}
	if d.at("paths", path, method, "requestBody") != nil {
		d.schema(t, "paths", path, method, "requestBody", "content", "application/json", "schema")
	}
	responses, _ := d.at("paths", path, method, "responses").(map[string]any)
	for status, response := range responses {
		if at, shared := response.(map[string]any)["$ref"].(string); shared {
			name := strings.TrimPrefix(at, "#/components/responses/")
			d.schema(t, "components", "responses", name, "content", "application/problem+json", "schema")
			response = d.at("components", "responses", name)
		}
		if status != "default" && !regexp.MustCompile(`^[1-5]\d\d$`).MatchString(status) || response.(map[string]any)["description"] == nil {
			t.Errorf("%s: answer %q: %v", says, status, response)
		}
		content, _ := d.at("paths", path, method, "responses", status, "content").(map[string]any)
		for kind, media := range content {
			if media.(map[string]any)["schema"] != nil {
				d.schema(t, "paths", path, method, "responses", status, "content", kind, "schema")
			}
		}
	}
	if responses["default"] == nil || len(responses) < 2 {
		t.Errorf("%s: answers %v", says, responses)
	}
}

func TestDescriptionListsEveryRoute(t *testing.T) {
	h := start(t, nil)
	d := describedBy(t, h)
	for _, r := range h.Routes() {
		op, described := d.at("paths", r.Path, strings.ToLower(r.Method)).(map[string]any)
		if described == (r.Voice == PageOnly) {
			t.Errorf("%s: described %v", r, described)
		}
		needs, _ := op["security"].([]any)
		open := len(needs) == 0 || len(needs[0].(map[string]any)) == 0
		if described && (op["security"] == nil || open != r.Who.Open) {
			t.Errorf("%s: the description does not say who may: %v", r, op["security"])
		}
	}
}

// What the API answers is what its description says.
func TestAnswersAreAsDescribed(t *testing.T) {
	h := start(t, nil)
	d := describedBy(t, h)
	for _, c := range []struct {
		ask
		route, status string
	}{
		{ask{method: "GET", path: "/api/v1/echo/a?q=b"}, "/echo/{id}", "200"},
		{ask{method: "GET", path: "/api/v1/echo/a?q=" + strings.Repeat("b", 201)}, "/echo/{id}", "422"},
		{sent("POST", "/api/v1/things", `{"email":"a@b.example"}`), "/things", "201"},
		{sent("POST", "/api/v1/things", `{"mail":1}`), "/things", "422"},
		{ask{method: "GET", path: "/api/v1/staff/only"}, "/staff/only", "401"},
		{ask{method: "GET", path: "/api/v1/broken"}, "/broken", "default"},
	} {
		res := h.send(t, c.ask)
		body, err := jsonschema.UnmarshalJSON(strings.NewReader(res.text))
		if err != nil {
			t.Fatalf("%s: %v", res.text, err)
		}
		at := []string{"paths", c.route, strings.ToLower(c.method), "responses", c.status}
		if shared, refers := d.at(append(at, "$ref")...).(string); refers {
			at = []string{"components", "responses", strings.TrimPrefix(shared, "#/components/responses/")}
		}
		schema := d.schema(t, append(at, "content", res.Header.Get("Content-Type"), "schema")...)
		if err := schema.Validate(body); err != nil {
			t.Errorf("%s %s: %v", c.method, c.path, err)
		}
	}
}

func TestDescriptionNamesBoundsAndInputs(t *testing.T) {
	h := start(t, nil)
	d := describedBy(t, h)
	body := d.schema(t, "paths", "/things", "post", "requestBody", "content", "application/json", "schema")
	for text, fits := range map[string]bool{
		`{"email":"a@b.example","count":3,"price":"1.200,50"}`: true,
		`{"email":"a@b.example","price":1200.5}`:               true,
		`{"count":3}`:                                          false,
		`{"email":"` + strings.Repeat("x", 41) + `"}`:          false,
		`{"email":"a@b.example","count":10}`:                   false,
		`{"email":{"$ne":null}}`:                               false,
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := body.Validate(v); (err == nil) != fits {
			t.Errorf("%s: %v", text, err)
		}
	}
	properties, _ := d.at("paths", "/things", "post", "requestBody", "content", "application/json", "schema", "properties").(map[string]any)
	if properties["ID"] != nil || properties["id"] != nil || properties["email"] == nil {
		t.Errorf("the body's properties are %v", properties)
	}
}

func TestDocsPageListsEveryRoute(t *testing.T) {
	h := start(t, nil)
	page := h.send(t, ask{path: "/api/docs"})
	page.want(t, http.StatusOK, "POST /api/v1/things", "GET /api/v1/echo/{id}", "signed in of: staff", "<code>email</code>")
	page.wantNot(t, "/api/v1/design")
}

func TestSiteRefusesToStart(t *testing.T) {
	words, err := i18n.Load(Locales())
	if err != nil {
		t.Fatal(err)
	}
	fine := func(path, view string) Route {
		return Handle(Route{Method: "GET", Path: path, View: view, Who: Anyone()}, func(*Ctx, None) (*echoPage, error) { return &echoPage{}, nil })
	}
	broken := map[string]fs.FS{"test": fstest.MapFS{"views/bad.html": {Data: []byte(`{{define "main"}}{{.Page`)}}}
	for says, c := range map[string]struct {
		routes []Route
		views  map[string]fs.FS
		want   string
	}{
		"two routes with one address": {[]Route{fine("/a", "test/echo"), fine("/a", "test/form")}, testViews(), `GET /a is registered twice`},
		"a route of the site itself":  {[]Route{fine("/design", "test/echo")}, testViews(), `GET /design is registered twice`},
		"a page without a view":       {[]Route{fine("/a", "test/none")}, testViews(), `there is no view "test/none"`},
		"a refused form without a view": {[]Route{Again(fine("/a", "test/echo"), "test/gone",
			func(*Ctx, None) (*echoPage, error) { return nil, nil })}, testViews(), `there is no view "test/gone"`},
		"a template that cannot be read":    {nil, broken, `view test/bad`},
		"an address that differs by a name": {[]Route{fine("/a/{id}", "test/echo"), fine("/a/{name}", "test/echo")}, testViews(), `is registered twice`},
		"a browser's way to a PUT is posted": {[]Route{fine("/a", "test/echo"),
			Handle(Route{Method: "PUT", Path: "/a"}, func(*Ctx, None) (None, error) { return None{}, nil }),
			Handle(Route{Method: "POST", Path: "/a"}, func(*Ctx, None) (None, error) { return None{}, nil })}, testViews(), `is registered twice`},
	} {
		t.Run(says, func(t *testing.T) {
			_, err := New(Config{Words: words}, c.routes, nil, c.views)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("New: %v, want %q", err, c.want)
			}
		})
	}
}
