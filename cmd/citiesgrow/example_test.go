package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"citiesgrow/web"
)

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
// If no request succeeded, it returns the answers that refused the example.
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
