package directory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/directory"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
)

// imported imports services of a file as an actor.
func (h *house) imported(as context.Context, city string, services ...string) *directory.Imported {
	h.t.Helper()
	done, err := h.Import(as, hsds.Read(servicetest.File(services...)), city)
	h.Must(err)
	return done
}

// A file changes what it brought, and nothing else: what was mended here stays until the file changes, what
// was listed here is changed here, and what another account looks after stays theirs.
func TestAFileChangesItsOwnServices(t *testing.T) {
	h := open(t)
	system, one := actor.AsSystem(t.Context()), h.Provider("one", "riga")
	first := servicetest.OfDirectory(1, "Advice", `,"application_process":"Call."`)
	if done := h.imported(system, "riga", first); done.New != 1 || done.Accepted() != 1 {
		t.Fatalf("%+v", done)
	}
	l := h.ByName()["Advice"]
	if l.City != "riga" || l.Account != "" || !l.Stale(h.Clock) || !l.Assured.On.IsZero() || l.Origin.Hash == "" {
		t.Errorf("%+v", l)
	}
	f := service.FormOf(l)
	f.Name, f.Topics, f.Apply = "Advice, mended", []string{"tax"}, "Call."
	_, err := h.Services.Change(h.StaffOf("riga"), l.ID, f)
	h.Must(err)
	if done := h.imported(system, "riga", first); done.Unchanged != 1 || h.ByName()["Advice, mended"] == nil {
		t.Errorf("the same file again: %+v", done)
	}
	if done := h.imported(one, "", first); done.Accepted() != 0 || len(done.Rejected) != 1 || !strings.Contains(done.Rejected[0].Reason, "another account") {
		t.Errorf("a provider takes what the house looks after: %+v", done)
	}
	before := h.ByName()["Advice, mended"]
	if done := h.imported(system, "riga", servicetest.OfDirectory(1, "Advice, anew", "")); done.Updated != 1 {
		t.Errorf("the file has changed: %+v", done)
	}
	after := h.ByName()["Advice, anew"]
	if after == nil || after.ID != before.ID || after.Key != before.Key || after.Account != before.Account || after.Revision != before.Revision+1 {
		t.Errorf("%+v", after)
	}
	own := h.Listed(one, servicetest.Cover("Ours", 3))
	taken := fmt.Sprintf(`{"id":%q,"name":"Taken over","status":"active"}`, own.UUID)
	if done := h.imported(system, "riga", taken); len(done.Rejected) != 1 || !strings.Contains(done.Rejected[0].Reason, "listed here") {
		t.Errorf("a file takes over what was listed here: %+v", done)
	}
	if done := h.imported(h.Provider("two", "riga"), "", taken); len(done.Rejected) != 1 || !strings.Contains(done.Rejected[0].Reason, "another account") {
		t.Errorf("a provider takes over another's: %+v", done)
	}
	if done := h.imported(one, "", taken); done.Updated != 1 || h.ByName()["Taken over"].Account != "one" {
		t.Errorf("its own provider brings it as a file: %+v", done)
	}
	anew := strings.Replace(taken, "Taken over", "Anew", 1)
	if done := h.imported(system, "riga", anew); done.Updated != 1 || h.ByName()["Anew"].Account != "one" {
		t.Errorf("the house takes the provider's file, and the service from them: %+v", done)
	}
}

// A provider's file stays in their city, and is theirs; others may not bring one.
func TestWhoBringsAFile(t *testing.T) {
	h := open(t)
	at := func(town, country string) string {
		return fmt.Sprintf(`,"service_at_locations":[{"location":{"addresses":[{"city":%q,"country":%q}]}}]`, town, country)
	}
	services := []string{servicetest.OfDirectory(1, "Here", at("Riga", "LV")), servicetest.OfDirectory(2, "Elsewhere", at("Dresden", "DE")),
		servicetest.OfDirectory(3, "Nowhere", at("Paris", "FR")),
		servicetest.OfDirectory(4, "Without an address", "")}
	done := h.imported(h.Provider("one", "riga"), "", services...)
	if done.New != 3 || done.Refused != 1 || !strings.Contains(done.Rejected[0].Reason, "dresden") {
		t.Errorf("%+v", done)
	}
	for name, l := range h.ByName() {
		if l.City != "riga" || l.Account != "one" {
			t.Errorf("%s is in %s, of %q", name, l.City, l.Account)
		}
	}
	if done = h.imported(actor.AsSystem(t.Context()), "", services[1], services[3]); done.New != 1 || done.Refused != 1 {
		t.Errorf("%+v", done)
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"an entrepreneur": {h.Owner("amina", "riga"), problem.Forbidden}, "a buyer": {h.Actor(actor.Actor{ID: "b", Role: actor.Buyer}), problem.Forbidden},
		"nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.Import(c.ctx, hsds.Read(strings.NewReader("[]")), ""); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stopped, stop := context.WithCancel(actor.AsSystem(t.Context()))
	stop()
	if done, err := h.Import(stopped, hsds.Read(strings.NewReader("["+services[0]+"]")), ""); err == nil || done.Accepted() != 0 {
		t.Errorf("after it was stopped: %+v %v", done, err)
	}
}

// What a service is in the words of HSDS, field by field.
func TestAServiceInHSDS(t *testing.T) {
	h := open(t)
	l := h.Listed(h.Provider("one", "riga"), servicetest.Full())
	s := directory.ToHSDS(l, h.Kit.Taxonomy)
	for field, c := range map[string]struct{ got, want any }{
		"id": {string(s.ID), l.UUID}, "name": {string(s.Name), "Cover"}, "status": {string(s.Status), "active"}, "email": {string(s.Email), "a@b.example"},
		"url":                 {string(s.URL), "https://b.example"},
		"application_process": {string(s.Application), "Book an appointment."}, "eligibility_description": {string(s.Eligibility), "Members only"},
		"assured_date":            {string(s.AssuredDate), "2026-11-22"},
		"interpretation_services": {string(s.Interpretation), "By telephone"}, "organization.name": {string(s.Organization.Name), "Firms' House one"},
		"fees_description": {string(s.FeesDescription), ""},
		"phones":           {len(s.Phones), 1}, "languages": {len(s.Languages), 2}, "required_documents": {len(s.Documents), 2}, "schedules": {len(s.Schedules), 2},
		"cost_options":           {len(s.Costs), 2},
		"cost_options[0].amount": {float64(*s.Costs[0].Amount), 12.5}, "cost_options[0].currency": {string(s.Costs[0].Currency), "EUR"},
		"cost_options[1].amount": {s.Costs[1].Amount == nil, true},
		"schedules[0].byday":     {string(s.Schedules[0].ByDay), "MO,WE"}, "schedules[0].opens_at": {string(s.Schedules[0].Opens), "09:00:00"},
		"schedules[1].freq": {string(s.Schedules[1].Freq), "MONTHLY"},
		"locations":         {len(s.AtLocations), 2}, "the first": {string(s.AtLocations[0].Location.Addresses[0].Postcode), "LV-1010"},
		"its country": {string(s.AtLocations[0].Location.Addresses[0].Country), "LV"},
		"the second":  {string(s.AtLocations[1].Location.Type), "virtual"}, "areas": {len(s.Areas), 2}, "area": {string(s.Areas[0].Name), "Riga"},
		"its kind": {string(s.Areas[0].ExtentType), "NUTS"},
	} {
		if c.got != c.want {
			t.Errorf("%s is %v, want %v", field, c.got, c.want)
		}
	}
	terms := map[string]string{}
	for _, a := range s.Attributes {
		terms[string(a.Term.Taxonomy)+" "+string(a.Term.Code)] = string(a.Value)
	}
	for term, value := range map[string]string{"citiesgrow-topic insurance": "", "citiesgrow-supply insurance": "liability", "citiesgrow-stage running": "",
		"citiesgrow-speaker lv": "", "citiesgrow-text lv": "", "cpv 90910000": ""} {
		if got, is := terms[term]; !is || got != value {
			t.Errorf("%s: %q %t in %v", term, got, is, terms)
		}
	}
	raw, err := json.Marshal(s)
	h.Must(err)
	for _, secret := range []string{l.Key, `"one"`, "staff-riga"} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("it tells %q", secret)
		}
	}
	bare := directory.ToHSDS(&service.Listing{UUID: l.UUID, City: "riga", Name: "Bare", Language: "en", Status: service.Active}, h.Kit.Taxonomy)
	if bare.AssuredDate != "" || bare.FeesDescription != "free of charge" || len(bare.Capacities) != 0 || len(bare.Phones) != 0 {
		t.Errorf("%+v", bare)
	}
}

// An export has the services that are active or temporarily closed, and none that is inactive; so have the pages
// that programs read.
func TestWhatLeavesTheHouse(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	ids := map[string]*service.Listing{}
	for _, status := range service.Statuses() {
		f := servicetest.Cover("Is "+status, 1)
		f.Status = status
		ids[status] = h.Listed(one, f)
	}
	h.Listed(h.Provider("two", "ghent"), servicetest.Cover("Of Ghent", 1))
	var out []string
	for s, err := range h.Export(actor.AsSystem(t.Context())) {
		h.Must(err)
		out = append(out, string(s.Name))
	}
	if slices.Sort(out); !slices.Equal(out, []string{"Is active", "Is temporarily closed", "Of Ghent"}) {
		t.Errorf("exported are %v", out)
	}
	ask := h.site()
	for path, want := range map[string]string{
		"/hsds/services": `"total_items":3`, "/hsds/services?city=ghent": `"total_items":1`, "/hsds/services?per_page=2": `"last_page":false`,
		"/hsds/services?per_page=2&page=2":        `"last_page":true`,
		"/hsds/services?search=cover&city=lisbon": `"total_items":0`, "/hsds/services/" + strings.ToUpper(ids[service.Active].UUID): `"Is active"`,
		"/hsds/services/" + ids[service.Closed].UUID: `"temporarily closed"`, "/hsds": `"version"`, "/hsds/profile": `"citiesgrow-supply"`,
	} {
		if status, body := ask("", "GET", "/api/v1"+path, ""); status != 200 || !strings.Contains(body, want) || strings.Contains(body, "Is inactive") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	for _, id := range []string{ids[service.Inactive].UUID, "none"} {
		if status, _ := ask("one", "GET", "/api/v1/hsds/services/"+id, ""); status != 404 {
			t.Errorf("%s: %d", id, status)
		}
	}
	for body, want := range map[string]int{servicetest.OfDirectory(9, "By the API", ""): 200, `[]`: 200, `{"id":"x"`: 400, `"text"`: 422} {
		if status, answer := ask("one", "POST", "/api/v1/hsds/services", body); status != want && (want == 200 || status == 200) {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
	if l := h.ByName()["By the API"]; l == nil || l.Account != "one" {
		t.Errorf("%+v", l)
	}
}

// A line of a report of an import says where it is: in which file, at which line, which service.
func TestALineOfAnImport(t *testing.T) {
	for want, r := range map[string]directory.Rejected{
		"a.csv:3: 7: Advice: no name": {File: "a.csv", Line: 3, ID: "7", Name: "Advice", Reason: "no name"},
		"a.json #2: no name":          {File: "a.json", Index: 2, Reason: "no name"},
		"a.json: two lines":           {File: "a.json", Index: 1, Reason: "two\nlines"}, "no name": {Reason: "no name"},
	} {
		if got := r.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := directory.Remark(r).String(); got != want {
			t.Errorf("a remark: %q, want %q", got, want)
		}
	}
	sum := &directory.Imported{New: 1, Refused: 2, Rejected: []directory.Rejected{{Reason: "a"}}}
	sum.Add(&directory.Imported{Updated: 2, Unchanged: 3, Refused: 1, Remarked: 4, Rejected: []directory.Rejected{{Reason: "b"}},
		Remarks: []directory.Remark{{Reason: "c"}}})
	if sum.Accepted() != 6 || sum.Refused != 3 || sum.Remarked != 4 || len(sum.Rejected) != 2 || len(sum.Remarks) != 1 {
		t.Errorf("%+v", sum)
	}
}
