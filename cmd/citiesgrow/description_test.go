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

// Every request body has an example that matches its schema and that the program accepts.
func TestEveryBodyHasAnExample(t *testing.T) {
	w := newTown(t)
	_, doc := w.description()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("http://x.example/d", doc); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range w.app.site.Routes() {
		if r.Voice == web.PageOnly {
			continue
		}
		op := doc["paths"].(map[string]any)[r.Path].(map[string]any)[strings.ToLower(r.Method)].(map[string]any)
		for status, answer := range op["responses"].(map[string]any) {
			content, _ := answer.(map[string]any)["content"].(map[string]any)
			media, json := content["application/json"].(map[string]any)
			if json && media["schema"].(map[string]any)["$ref"] != nil && media["example"] == nil {
				t.Errorf("%s: its answer %s has no example", r, status)
			}
		}
		body, has := op["requestBody"].(map[string]any)
		if !has {
			continue
		}
		seen++
		example := body["content"].(map[string]any)["application/json"].(map[string]any)["example"]
		escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
		s, err := c.Compile("http://x.example/d#/paths/" + escape.Replace(r.Path) + "/" + strings.ToLower(r.Method) + "/requestBody/content/application~1json/schema")
		if err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprint(example); example == nil || text == "map[]" || text == "[]" {
			t.Errorf("%s has no example", r)
		} else if err := s.Validate(example); err != nil {
			t.Errorf("%s: its example does not fit: %v", r, err)
		}
		w.readsExample(r, example)
	}
	if seen < 50 {
		t.Errorf("only %d bodies were seen", seen)
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

// readsExample sends an example for an item that does not exist. No field of it may be unknown or have the wrong type.
func (w *town) readsExample(r web.Route, example any) {
	w.t.Helper()
	raw, err := json.Marshal(example)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, v := range w.crowd {
		if !r.Who.Allows(v.actor) || strings.HasPrefix(r.Path, "/sessions") {
			continue
		}
		got := w.ask(v, r.Method, "/api/v1"+web.PathWith(r.Path, "nothing-2222222222", "nothing-3333333333"), string(raw))
		words := w.app.kit.Words.For("en")
		if got.status == http.StatusBadRequest || strings.Contains(got.text, words.T("problem.unknown_field")) || strings.Contains(got.text,
			words.T("problem.kind_of_value")) {
			w.t.Errorf("%s does not read its example: %d %s", r, got.status, got.text)
		}
		return
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

// notTaken are the bodies whose example is refused here, with the reason.
var notTaken = map[string]string{
	"/accounts/claim":         "the code of the example is nobody's",
	"/clients":                "the code of the example is nobody's",
	"/engagements/links":      "the code of the example is nobody's",
	"/reports/inbox":          "the receipt of the example is nobody's",
	"/reports/inbox/messages": "the receipt of the example is nobody's",
	"/reports/inbox/files":    "the receipt of the example is nobody's",
	"/referrals":              "the service of the example is none",
	"/teams/{id}/agreement":   "the school of the example made no offer",

	"/conferences/{id}/registrations": "the session of the example is none",
	"/events/{id}/contacts":           "the person of the example is not registered",
	"/tenders/{id}/publication":       "a draft as in its example has one lot alone",
	"/reports":                        "the city has no desk here: see the test of package report",
	"/cases":                          "the city has no desk here: see the test of package report",
}

// An example that names nothing which would have to be there first is taken as it stands, or the state of the thing
// that it changes does not allow it.
func TestEveryBodyIsTakenAsInItsExample(t *testing.T) {
	w := newTown(t)
	_, doc := w.description()
	taken := 0
	for _, r := range w.app.site.Routes() {
		if r.Voice == web.PageOnly || strings.HasPrefix(r.Path, "/sessions") {
			continue
		}
		body, has := doc["paths"].(map[string]any)[r.Path].(map[string]any)[strings.ToLower(r.Method)].(map[string]any)["requestBody"].(map[string]any)
		if !has {
			continue
		}
		raw, err := json.Marshal(body["content"].(map[string]any)["application/json"].(map[string]any)["example"])
		if err != nil {
			t.Fatal(err)
		}
		done, refused := w.sendsExample(r, string(raw))
		if taken += done; (len(refused) > 0) != (notTaken[r.Path] != "") {
			t.Errorf("%s with its example %s: %.800q", r, raw, refused)
		}
	}
	if taken < 80 {
		t.Errorf("%d examples were taken", taken)
	}
}

// sendsExample sends an example to everything of its kind by everybody of the city who may, and counts who did it.
// It returns the answers that find fault with the example, where nobody did it.
func (w *town) sendsExample(r web.Route, example string) (done int, refused []string) {
	w.t.Helper()
	paths := []string{r.Path}
	if strings.Contains(r.Path, "{") {
		paths = nil
		for _, id := range w.of(r.Path) {
			paths = append(paths, web.PathWith(r.Path, id, "nothing-2222222222"))
		}
	}
	for _, path := range paths {
		for _, v := range w.crowd {
			if !r.Who.Allows(v.actor) || strings.HasPrefix(v.says, "foreign") {
				continue
			}
			switch got := w.ask(v, r.Method, "/api/v1"+path, example); {
			case got.status < 300:
				done++
			case got.status == http.StatusUnprocessableEntity || got.status == http.StatusBadRequest || got.status >= 500:
				refused = append(refused, fmt.Sprintf("%s: %d %s", v.says, got.status, got.text))
			}
		}
	}
	if done > 0 {
		return done, nil
	}
	return 0, refused
}
