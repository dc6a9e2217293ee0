package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"citiesgrow/web"
)

// description returns the OpenAPI document that the running program serves.
func (w *town) description() (string, map[string]any) {
	w.t.Helper()
	raw := w.ask(w.named("nobody"), "GET", "/api/v1/openapi.json", "").text
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(raw))
	if err != nil {
		w.t.Fatal(err)
	}
	return raw, parsed.(map[string]any)
}

// linter is installed by "make needs". Its version is in web/lint/package-lock.json.
const linter = "../../web/lint/node_modules/@redocly/cli/bin/cli.js"

// A strict linter accepts the description that the program serves.
func TestTheDescriptionPassesAStrictLinter(t *testing.T) {
	raw, _ := newTown(t).description()
	file := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(file, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", linter, "lint", "--config", "../../web/lint/redocly.yaml", "--format", "json", "--max-problems",
		"1000", file)
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	out, err := cmd.Output()
	var found struct {
		Totals   struct{ Errors, Warnings int }
		Problems []struct {
			RuleID, Message string
			Location        []struct{ Pointer string }
		}
	}
	if broken := json.Unmarshal(out, &found); broken != nil {
		t.Fatalf("the linter did not run (make needs installs it): %v, %v: %.500s", err, broken, out)
	}
	for _, p := range found.Problems {
		t.Errorf("%s: %s %v", p.RuleID, p.Message, p.Location)
	}
	if err != nil || found.Totals.Errors+found.Totals.Warnings > 0 {
		t.Errorf("%v, %+v", err, found.Totals)
	}
}

// schemas calls judge for every schema of a document, with its path.
func schemas(v any, at string, judge func(at string, s map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		if v["type"] != nil || v["properties"] != nil {
			judge(at, v)
		}
		for name, inner := range v {
			if name != "example" && name != "examples" {
				schemas(inner, at+"/"+name, judge)
			}
		}
	case []any:
		for i, inner := range v {
			schemas(inner, fmt.Sprint(at, "/", i), judge)
		}
	}
}

var (
	oneStyle = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)
	ofHSDS   = regexp.MustCompile(`schemas/HSDS|/paths//hsds/`)
)

// Schemas can be satisfied: enums and limits of values are only on values, limits of lists only on lists. All keys except those
// of HSDS have one style.
func TestSchemasSayWhatTheyMean(t *testing.T) {
	_, doc := newTown(t).description()
	enums, bounded := 0, 0
	schemas(doc, "", func(at string, s map[string]any) {
		kind := fmt.Sprint(s["type"])
		list := strings.Contains(kind, "array")
		if list && (s["enum"] != nil || s["maximum"] != nil || s["minimum"] != nil || s["maxLength"] != nil) {
			t.Errorf("%s: a list has the bounds of a value: %v", at, s)
		}
		if !list && (s["maxItems"] != nil || s["items"] != nil) {
			t.Errorf("%s: a value has the bounds of a list: %v", at, s)
		}
		if s["enum"] != nil {
			enums++
		}
		if s["maxItems"] != nil {
			bounded++
		}
		properties, _ := s["properties"].(map[string]any)
		for name := range properties {
			if !oneStyle.MatchString(name) && !ofHSDS.MatchString(at) && !strings.Contains(at, "multipart~1form-data") && !strings.Contains(at, "multipart/form-data") {
				t.Errorf("%s: the key %q", at, name)
			}
		}
	})
	if enums < 50 || bounded < 50 {
		t.Errorf("%d schemas list their values, %d bound their items", enums, bounded)
	}
}

// Files are described as they are accepted: base64 in JSON, separate parts in a form.
func TestFilesAreDescribedAsTheyAreTaken(t *testing.T) {
	w := newTown(t)
	_, doc := w.description()
	for _, r := range w.app.site.Routes() {
		if !r.Upload || r.Voice == web.PageOnly {
			continue
		}
		op := doc["paths"].(map[string]any)[r.Path].(map[string]any)[strings.ToLower(r.Method)].(map[string]any)
		content := op["requestBody"].(map[string]any)["content"].(map[string]any)
		if content["application/json"] == nil || content["multipart/form-data"] == nil {
			t.Errorf("%s takes %v", r, content)
		}
		example, _ := content["multipart/form-data"].(map[string]any)["example"].(map[string]any)
		if len(example) == 0 {
			t.Errorf("%s: its form has no example", r)
		}
		parts := content["multipart/form-data"].(map[string]any)["schema"].(map[string]any)["properties"].(map[string]any)
		for name := range example {
			if parts[name] == nil {
				t.Errorf("%s: the example has a part %q, the form has not", r, name)
			}
		}
	}
	sent := doc["components"].(map[string]any)["schemas"].(map[string]any)["UploadSent"].(map[string]any)["properties"].(map[string]any)["data"].(map[string]any)
	if sent["contentEncoding"] != "base64" || strings.Contains(fmt.Sprint(sent["type"]), "array") {
		t.Errorf("a file's data is described as %v", sent)
	}
}

// The description of a GET route lists the conflicts that it may return: an employer without a verified organisation cannot read
// the records of an agency.
func TestReadingIsDescribedWithItsConflicts(t *testing.T) {
	w := newTown(t)
	_, doc := w.description()
	seen := 0
	for _, r := range w.app.site.Routes() {
		if r.Voice == web.PageOnly || r.Method != "GET" {
			continue
		}
		answers := doc["paths"].(map[string]any)[r.Path].(map[string]any)["get"].(map[string]any)["responses"].(map[string]any)
		for _, v := range w.crowd {
			if !r.Who.Allows(v.actor) || w.ask(v, "GET", "/api/v1"+web.PathWith(r.Path, "nothing-2222222222", "nothing-3333333333"), "").status != http.StatusConflict {
				continue
			}
			if seen++; answers["409"] == nil {
				t.Errorf("%s answers 409 to %s, the description does not say so", r, v.actor.Name)
			}
		}
	}
	if seen == 0 {
		t.Error("no reading was refused")
	}
}

// A body is described as required exactly if the route needs it. Without a required body nothing is created.
func TestABodyThatIsNeededIsRequired(t *testing.T) {
	w := newTown(t)
	_, doc := w.description()
	needed, extra := 0, 0
	for _, r := range w.app.site.Routes() {
		if r.Voice == web.PageOnly {
			continue
		}
		op := doc["paths"].(map[string]any)[r.Path].(map[string]any)[strings.ToLower(r.Method)].(map[string]any)
		body, has := op["requestBody"].(map[string]any)
		if !has {
			continue
		}
		if body["required"] == false {
			extra++
			schema := body["content"].(map[string]any)["application/json"].(map[string]any)["schema"].(map[string]any)
			if schema["required"] != nil {
				t.Errorf("%s: the body may be left out, but not its %v", r, schema["required"])
			}
			continue
		}
		needed++
		if strings.Contains(r.Path, "{") {
			continue
		}
		for _, v := range w.crowd {
			if got := w.ask(v, r.Method, "/api/v1"+r.Path, ""); r.Who.Allows(v.actor) && got.status < 400 {
				t.Errorf("%s by %s without a body: %d %s", r, v.actor.Name, got.status, got.text)
			}
		}
	}
	tenders := doc["paths"].(map[string]any)["/tenders"].(map[string]any)
	if create, _ := tenders["post"].(map[string]any)["requestBody"].(map[string]any); create["required"] != true {
		t.Errorf("POST /tenders: %v", create["required"])
	}
	if needed < 50 || extra == 0 {
		t.Errorf("%d bodies are needed, %d may be left out", needed, extra)
	}
}

// Every route rejects query keys that its description does not name, and accepts those that it names.
func TestTheDescriptionNamesEveryQueryKey(t *testing.T) {
	w := newTown(t)
	_, doc := w.description()
	unknown := w.app.kit.Words.For("en").T("problem.unknown_field")
	refused, named := 0, 0
	for _, r := range w.app.site.Routes() {
		if r.Voice == web.PageOnly {
			continue
		}
		v := w.crowd[slices.IndexFunc(w.crowd, func(v *visitor) bool { return r.Who.Allows(v.actor) })]
		path := "/api/v1" + web.PathWith(r.Path, "nothing-2222222222", "nothing-3333333333") + "?"
		if got := w.ask(v, r.Method, path+"nonsens=1", "{}"); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text, `"nonsens":"`+unknown+`"`) {
			t.Errorf("%s by %s: %d %.300s", r, v.actor.Name, got.status, got.text)
		}
		refused++
		op := doc["paths"].(map[string]any)[r.Path].(map[string]any)[strings.ToLower(r.Method)].(map[string]any)
		keys := []string{}
		params, _ := op["parameters"].([]any)
		for _, p := range params {
			if p := p.(map[string]any); p["in"] == "query" {
				keys = append(keys, p["name"].(string))
			}
		}
		if !slices.Contains(keys, "lang") || op["responses"].(map[string]any)["422"] == nil {
			t.Errorf("%s: its description names %v", r, keys)
		}
		if r.Method != "GET" {
			continue
		}
		for _, key := range keys {
			named++
			if got := w.ask(v, "GET", path+key+"=1", ""); strings.Contains(got.text, unknown) {
				t.Errorf("%s?%s=1: %s", r, key, got.text)
			}
		}
	}
	if refused < 150 || named < 150 {
		t.Errorf("%d routes and %d keys were seen", refused, named)
	}
}

// A page ignores unknown query parameters, such as those of trackers.
func TestPagesOpenWithKeysThatTheyDoNotKnow(t *testing.T) {
	w := newTown(t)
	for _, r := range w.app.site.Routes() {
		if r.Method != "GET" || r.Voice == web.APIOnly || strings.Contains(r.Path, "{") {
			continue
		}
		v := w.crowd[slices.IndexFunc(w.crowd, func(v *visitor) bool { return r.Who.Allows(v.actor) })]
		if plain, marked := w.ask(v, "GET", r.Path, ""), w.ask(v, "GET", r.Path+"?utm_source=letter", ""); plain.status != marked.status {
			t.Errorf("%s: %d, with a key that it does not know %d", r, plain.status, marked.status)
		}
	}
}

// A schema is named by a noun that a reader of the API understands, and no two types have the same name.
func TestSchemasHaveReadableNames(t *testing.T) {
	_, doc := newTown(t).description()
	all := doc["components"].(map[string]any)["schemas"].(map[string]any)
	readable := regexp.MustCompile(`^[A-Z][A-Za-z]+$`)
	for name := range all {
		if !readable.MatchString(name) {
			t.Errorf("a schema is named %q", name)
		}
	}
	for _, name := range []string{"Problem", "Link", "TenderList", "TenderPage", "CasePage", "Client", "PledgeProgress", "OCDSTender", "HSDSService", "SlotView"} {
		if all[name] == nil {
			t.Errorf("there is no schema %s", name)
		}
	}
}
