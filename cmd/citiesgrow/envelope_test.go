package main

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/notice"
	"citiesgrow/web"
)

// fieldsOfJSON lists the JSON names of a type's fields.
func fieldsOfJSON(t reflect.Type) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var all []string
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			all = append(all, name)
		}
	}
	return all
}

// notLists are responses whose items are parts of one thing: the requirements of a tender, or the suppliers that a draft
// excludes.
var notLists = []reflect.Type{reflect.TypeFor[*web.Gap](), reflect.TypeFor[web.Gap](), reflect.TypeFor[*web.Reach](), reflect.TypeFor[web.Reach]()}

// All lists have the same envelope.
func TestListsHaveOneEnvelope(t *testing.T) {
	w := newTown(t)
	lists := 0
	for _, r := range w.app.site.Routes() {
		names := fieldsOfJSON(r.Out())
		if r.Method != "GET" || r.Voice == web.PageOnly || !slices.Contains(names, "items") || slices.Contains(notLists, r.Out()) {
			continue
		}
		lists++
		for _, name := range []string{"total", "page", "size", "facets"} {
			if !slices.Contains(names, name) {
				t.Errorf("%s has no %s: %v", r, name, names)
			}
		}
	}
	if lists < 40 {
		t.Errorf("only %d lists were seen", lists)
	}
}

// A list without pages has a single page with all items, and no field of it is null.
func TestAListInOnePiece(t *testing.T) {
	w := newTown(t)
	for who, paths := range map[string][]string{"entrepreneur": {"/supplier/followed", "/appointments", "/referrals", "/searches", "/teams", "/readiness"},
		"buyer": {"/tenders/mine"}, "staff": {"/programme/visits", "/events/contacts", "/monitor/cities", "/accounts"}, "nobody": {"/conferences", "/trades",
			"/tenders/" + w.tender + "/notices"}} {
		for _, path := range paths {
			var got struct {
				Items             []any
				Total, Page, Size *int
				Facets            map[string]any
			}
			res := w.ask(w.named(who), "GET", "/api/v1"+path, "")
			if err := json.Unmarshal([]byte(res.text), &got); err != nil || got.Items == nil || got.Facets == nil || got.Total == nil ||
				*got.Total != len(got.Items) || *got.Page != 1 || *got.Size != len(got.Items) {
				t.Errorf("%s: %v %.300s", path, err, res.text)
			}
		}
	}
}

// acts are the POST routes that create nothing: they change existing data, read with a secret, or handle the session.
var acts = []string{
	"/cases/key/opening", "/cases/key/closing", "/cases/{id}/triage", "/cases/{id}/coding", "/cases/{id}/masks", "/cases/{id}/merging", "/cases/{id}/transfer",
	"/cases/{id}/identity", "/cases/{id}/closing", "/cases/{id}/keeping", "/cases/{id}/conflict", "/custody/holders/{id}/confirmation",
	"/custody/holders/{id}/retirement",
	"/custody/sharing", "/custody/requests/{id}/decision", "/reports/inbox", "/reports/inbox/files", "/searches/{id}/opening", "/clients/{id}/assistance",
	"/accounts/claim",
	"/accounts/{id}/verification", "/questions/{id}/answer", "/tenders/{id}/reach",
	"/services/{id}/confirmation",
	"/confirmations/{token}", "/hsds/services", "/events/{id}/publication", "/events/{id}/cancellation", "/events/{id}/contacts", "/engagements/links",
	"/engagements/{id}/code",
	"/pledges/{id}/withdrawal", "/vacancies/{id}/submission", "/vacancies/{id}/review", "/vacancies/{id}/closing", "/teams/{id}/agreement", "/teams/{id}/closing",
	"/organisations/{id}/verification", "/conferences/{id}/publication", "/conferences/{id}/cancellation",
}

// nameless are the routes that create something without returning an id or a Location, with the reason.
var nameless = map[string]string{
	"/accounts":               "an id would say whether the address had an account before",
	"/sessions":               "its token is its name",
	"/reports":                "nothing leads to a report but its receipt",
	"/reports/inbox/messages": "nothing leads to a report but its receipt; it answers 200, as what comes in may also be the answer to a question",
	"/surveys/{id}":           "it stays unknown who answered",
}

// Every POST route that is not in acts creates something, and answers 201 with an id and a Location.
func TestMakingAnswers201(t *testing.T) {
	w := newTown(t)
	seen := []string{}
	for _, r := range w.app.site.Routes() {
		if r.Method != "POST" || r.Voice == web.PageOnly {
			continue
		}
		seen = append(seen, r.Path)
		switch {
		case slices.Contains(acts, r.Path):
			if r.Status == 201 {
				t.Errorf("%s is an act and answers 201", r)
			}
		case r.Status != 201 && r.Path != "/reports/inbox/messages":
			t.Errorf("%s makes something and answers %d", r, r.Status)
		case nameless[r.Path] != "":
		case !slices.Contains(fieldsOfJSON(r.Out()), "id"):
			t.Errorf("%s answers no id: %v", r, fieldsOfJSON(r.Out()))
		case !r.Out().Implements(reflect.TypeFor[web.Located]()):
			t.Errorf("%s answers no Location", r)
		}
	}
	for _, path := range acts {
		if !slices.Contains(seen, path) {
			t.Errorf("there is no POST %s", path)
		}
	}
}

// The Location of a response leads to what was created.
func TestWhatWasMadeIsWhereItSays(t *testing.T) {
	w := newTown(t)
	for _, c := range []struct{ who, path, body string }{
		{"staff", "/programme/visits", `{"cluster":"b1","kind":"study","city":"riga","title":"One day","from":"2026-12-09","to":"2026-12-09"}`},
		{"staff", "/programme/visits/" + w.things["/programme/visits"] + "/lessons", `{"text":"Pay within ten days."}`},
		{"staff", "/programme/actions", `{"title":"Pay early","owner":"Office","due":"2027-01-01","indicator":"Ten days","city":"riga"}`},
		{"staff", "/library", `{"kind":"practice","title":"Pay early","description":"Ten days.","language":"en","themes":["a"]}`},
		{"staff", "/programme/visits/" + w.things["/programme/visits"] + "/survey", ``},
		{"staff", "/engagements", `{"side":"employer","name":"Laundry","person":"Mr Ozols"}`},
		{"employer", "/pledges", `{"what":"hires","count":2,"until":"2027-05-01"}`},
		{"employer", "/pledges/" + w.things["/pledges"] + "/progress", `{"count":1}`},
		{"entrepreneur", "/tenders/" + w.tender + "/questions", `{"text":"May we send samples?"}`},
		{"entrepreneur", "/tenders/" + w.tender + "/interests", `{"declared":"no"}`},
		{"entrepreneur", "/searches", `{"q":"cleaning"}`},
		{"entrepreneur", "/assistants", `{"areas":["profile"],"days":30}`},
		{"buyer", "/tenders", `{"title":"Windows"}`},
	} {
		v := w.named(c.who)
		res := w.ask(v, "POST", "/api/v1"+c.path, c.body)
		var made struct{ ID string }
		if err := json.Unmarshal([]byte(res.text), &made); err != nil || res.status != 201 || made.ID == "" {
			t.Errorf("POST %s: %d %.300s", c.path, res.status, res.text)
			continue
		}
		at := res.header.Get("Location")
		if got := w.ask(v, "GET", at, ""); got.status != 200 || !strings.HasPrefix(at, "/api/v1/") || strings.ContainsAny(at, "?#") {
			t.Errorf("POST %s leads to %q, which answers %d", c.path, at, got.status)
		}
	}
}

// An API client that publishes, amends or ends a tender, or corrects its outcome, finds each notice at the returned Location.
func TestANoticeIsMade(t *testing.T) {
	w := newTown(t)
	buyer := w.named("buyer")
	_, doc := w.description()
	amended := strings.Replace(draftOfATown, "Daily.", "Daily, the windows too.", 1)
	for i, c := range []struct{ draft, path, body, tag string }{
		{"", "publication", ``, "tender"},
		{amended, "publication", `{}`, "tenderAmendment"},
		{"", "outcome", `{"kind":"unsuccessful","reason":"No bids."}`, "award"},
		{"", "outcome", `{"kind":"withdrawn","reason":"The schools move.","correction":"The wrong box."}`, "tenderCancellation"},
	} {
		if c.draft != "" {
			if res := w.ask(buyer, "PUT", "/api/v1/tenders/"+w.draft, c.draft); res.status != 200 {
				t.Fatalf("PUT: %d %s", res.status, res.text)
			}
		}
		res := w.ask(buyer, "POST", "/api/v1/tenders/"+w.draft+"/"+c.path, c.body)
		var made struct{ ID, Notice string }
		if err := json.Unmarshal([]byte(res.text), &made); err != nil || res.status != 201 || made.ID != w.draft || made.Notice == "" {
			t.Fatalf("%s: %d %s", c.path, res.status, res.text)
		}
		if at := res.header.Get("Location"); at != "/api/v1/tenders/"+w.draft || w.ask(w.named("nobody"), "GET", at, "").status != 200 {
			t.Errorf("%s leads to %q", c.path, at)
		}
		var listed struct{ Items []notice.Notice }
		res = w.ask(w.named("nobody"), "GET", "/api/v1/tenders/"+w.draft+"/notices", "")
		err := json.Unmarshal([]byte(res.text), &listed)
		if at := slices.IndexFunc(listed.Items, func(n notice.Notice) bool { return n.ID == made.Notice }); err != nil || len(listed.Items) != i+1 || at < 0 ||
			!slices.Equal(listed.Items[at].Release.Tags, []string{c.tag}) {
			t.Errorf("%s: %s is no notice %q among %d, %v", c.path, made.Notice, c.tag, len(listed.Items), err)
		}
		answers := doc["paths"].(map[string]any)["/tenders/{id}/"+c.path].(map[string]any)["post"].(map[string]any)["responses"].(map[string]any)
		if made, described := answers["201"].(map[string]any); !described || answers["200"] != nil || made["headers"] == nil {
			t.Errorf("%s: the description says %v", c.path, answers)
		}
	}
}

// Every JSON field has an explicit name, not that of the Go field.
func TestFieldsOfAnswersAreNamed(t *testing.T) {
	w := newTown(t)
	seen := map[reflect.Type]bool{}
	for _, r := range w.app.site.Routes() {
		if r.Voice != web.PageOnly {
			named(t, r.Out(), r.String(), seen)
		}
	}
}

func named(t *testing.T, of reflect.Type, at string, seen map[reflect.Type]bool) {
	t.Helper()
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Map || of.Kind() == reflect.Array {
		of = of.Elem()
	}
	own := reflect.PointerTo(of).Implements(reflect.TypeFor[json.Marshaler]()) || of == reflect.TypeFor[web.File]()
	if of.Kind() != reflect.Struct || seen[of] || own {
		return
	}
	seen[of] = true
	for i := range of.NumField() {
		f := of.Field(i)
		tag := f.Tag.Get("json")
		if f.IsExported() && !f.Anonymous && tag == "" {
			t.Errorf("%s: %s.%s has no name in JSON", at, of, f.Name)
		}
		if tag != "-" && (f.IsExported() || f.Anonymous) {
			named(t, f.Type, at, seen)
		}
	}
}
