package directory_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/directory"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/testdata"
)

func (h *house) taken(services ...string) *directory.Imported {
	h.t.Helper()
	done, err := h.Import(actor.AsSystem(h.t.Context()), hsds.Read(servicetest.File(services...)), "riga")
	h.Must(err)
	h.CatchUp()
	return done
}

// What is known of the cost is the same for the listing, the filter and the export.
func TestTheCostIsWhatTheDirectorySays(t *testing.T) {
	h := open(t)
	cases := map[string]struct{ fields, want string }{
		"Nothing said":       {``, ""},
		"Fees not available": {`,"fees_description":"N/A"`, ""},
		"No options":         {`,"cost_options":[]`, ""},
		"Zero":               {`,"cost_options":[{"option":"Session","amount":0,"currency":"EUR"}]`, "free"},
		"Zero in text":       {`,"cost_options":[{"amount":"0,00"}]`, "free"},
		"Zero in words":      {`,"cost_options":[{"option":"Session","amount":"kostenlos"}]`, "free"},
		"Free in words":      {`,"fees_description":"Free of charge."`, "free"},
		"Free in Latvian":    {`,"fees_description":"Bez maksas"`, "free"},
		"Free of old":        {`,"fees":"No fee"`, "free"},
		"Paid":               {`,"cost_options":[{"option":"Course","amount":120,"currency":"EUR"}]`, "paid"},
		"Paid and free":      {`,"cost_options":[{"option":"Talk","amount":0},{"option":"Course","amount":"12,50","currency":"€"}]`, "paid"},
		"Paid in words":      {`,"fees_description":"20 € per hour"`, "paid"},
		"Free for some":      {`,"fees_description":"Free for members"`, ""},
		"Ask":                {`,"cost_options":[{"option":"Session"}]`, ""},
		"Not a number":       {`,"cost_options":[{"amount":"N/A","currency":"EUR"}]`, ""},
		"Below nothing":      {`,"cost_options":[{"amount":-5,"currency":"EUR"}]`, ""},
		"Too much":           {`,"cost_options":[{"amount":1e300,"currency":"EUR"}]`, ""},
		"No currency":        {`,"cost_options":[{"amount":5,"currency":"shells"}]`, ""},
	}
	var services []string
	for i, name := range slices.Sorted(mapKeys(cases)) {
		services = append(services, servicetest.OfDirectory(i, name, cases[name].fields))
	}
	if done := h.taken(services...); done.New != len(cases) || len(done.Rejected) != 0 {
		t.Fatalf("%+v", done)
	}
	found := map[string]string{}
	for _, cost := range []string{"free", "paid"} {
		r, err := h.Services.List(t.Context(), service.Query{Costs: []string{cost}, Page: 1, Size: 50})
		h.Must(err)
		for _, l := range r.Listings {
			found[l.Name] += cost
		}
	}
	for name, l := range h.ByName() {
		want := cases[name].want
		if l.Charge() != want || found[name] != want || l.Free() != (want == "free") {
			t.Errorf("%s: %q, found as %q, want %q: %+v", name, l.Charge(), found[name], want, l.Costs)
		}
		out := directory.ToHSDS(l, h.Kit.Taxonomy)
		if (out.FeesDescription == "free of charge") != (want == "free") {
			t.Errorf("%s is exported with %q", name, out.FeesDescription)
		}
		if cases[name].fields == "" && len(out.Costs) != 0 {
			t.Errorf("%s is exported with costs %+v", name, out.Costs)
		}
	}
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// An exported cost comes back as it was, also one that is not known.
func TestCostsAreExchangedAsTheyAre(t *testing.T) {
	h, other := open(t), open(t)
	h.Listed(h.Provider("one", "riga"), service.Form{Name: "Free", Topics: []string{"training"}, Apply: "Call."})
	h.Listed(h.Provider("one", "riga"), service.Form{Name: "Depends", Topics: []string{"training"}, Apply: "Call.",
		Costs: []service.CostForm{{Option: "Hall"}}})
	h.Listed(h.Provider("one", "riga"), service.Form{Name: "Not known", Topics: []string{"training"}, Apply: "Call.", Charge: "unknown"})
	h.taken(servicetest.OfDirectory(1, "In words", `,"fees_description":"Ask the office"`))
	var b bytes.Buffer
	h.Must(hsds.WriteAll(&b, h.Export(actor.AsSystem(t.Context()))))
	var written any
	h.Must(json.Unmarshal(b.Bytes(), &written))
	h.Must(testdata.HSDS(t, "service_package.json")(written))
	_, err := other.Import(actor.AsSystem(t.Context()), hsds.Read(&b), "")
	h.Must(err)
	got := other.ByName()
	for name, want := range map[string]string{"Free": "free", "Depends": "paid", "Not known": "", "In words": ""} {
		if got[name].Charge() != want || h.ByName()[name].Charge() != want {
			t.Errorf("%s: %q before, %q after, want %q", name, h.ByName()[name].Charge(), got[name].Charge(), want)
		}
	}
	if l := got["In words"]; len(l.Costs) != 1 || l.Costs[0].Option != "Ask the office" || l.Costs[0].Amount != nil {
		t.Errorf("%+v", l.Costs)
	}
}

// A provider who edits a service of which the cost is not known does not make it free.
func TestEditingInventsNoCost(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	done, err := h.Import(one, hsds.Read(strings.NewReader(servicetest.OfDirectory(1, "Advice", ""))), "")
	h.Must(err)
	if done.New != 1 {
		t.Fatalf("%+v", done)
	}
	l := h.ByName()["Advice"]
	f := service.FormOf(l)
	f.Topics, f.Apply = []string{"training"}, "Call."
	l, err = h.Services.Change(one, l.ID, f)
	h.Must(err)
	if l.Charge() != "" {
		t.Errorf("it became %s", l.Charge())
	}
	f = service.FormOf(l)
	f.Charge = ""
	if l, err = h.Services.Change(one, l.ID, f); err != nil || l.Charge() != "free" {
		t.Errorf("the provider says that nothing is to be paid: %q, %v", l.Charge(), err)
	}
}

var programming = regexp.MustCompile(`json:|strconv|unmarshal|invalid character|EOF|parse error|hsds:|%!`)

// One bad optional field leaves the service in, with a remark that names file, place, id and field.
func TestWhatIsLeftOutIsRemarked(t *testing.T) {
	h := open(t)
	done := h.taken(
		servicetest.OfDirectory(1, "Mail", `,"email":"N/A"`),
		servicetest.OfDirectory(2, "Web", `,"url":"www.advice.example"`),
		servicetest.OfDirectory(3, "Language", `,"languages":[{"name":"Klingon"},`+
			`{"name":"Latvian and Russian (spoken), and more"},{"code":"uk-UA","name":"?"},{"code":"eng"}]`),
		servicetest.OfDirectory(4, "Hours", `,"schedules":[{"freq":"WEEKLY","byday":"MO","opens_at":"late","closes_at":"17:00"},`+
			`{"freq":"weekly","byday":"Monday","opens_at":"9:00","closes_at":"17:00:00"}]`),
		servicetest.OfDirectory(5, "Country", `,"service_at_locations":[{"location":{"location_type":"physical","addresses":[{"city":"Riga","country":"Latvia"}]}},`+
			`{"location":{"addresses":[{"city":"","country":"Atlantis"}]}}]`),
		servicetest.OfDirectory(6, "Capacity", `,"capacities":[{"available":-3}]`),
		servicetest.OfDirectory(8, "Future", `,"assured_date":"2090-01-01"`),
		servicetest.OfDirectory(7, "Long", `,"description":"`+strings.Repeat("long ", 1100)+`"`),
		`{"id":"x","name":"No UUID"}`,
		`{"id":"5d1f0a10-0000-4000-8000-000000000099"}`,
		`7`,
	)
	if done.New != 8 || len(done.Rejected) != 3 {
		t.Fatalf("%+v", done)
	}
	fields := map[string][]string{}
	for _, r := range done.Remarks {
		field, _, _ := strings.Cut(r.Reason, ":")
		fields[r.Name] = append(fields[r.Name], field)
		if r.ID == "" || r.Index == 0 || programming.MatchString(r.Reason) {
			t.Errorf("%+v", r)
		}
	}
	want := map[string][]string{"Mail": {"email"}, "Language": {"languages[0]", "languages[1]"}, "Hours": {"schedules[0]"},
		"Country":  {"service_at_locations[1].location.addresses[0].country"},
		"Capacity": {"capacities[0]"}, "Long": {"description"}, "Future": {"assured_date"}}
	if fmt.Sprint(fields) != fmt.Sprint(want) {
		t.Errorf("remarks on %v\nwant %v", fields, want)
	}
	for _, r := range done.Rejected {
		if r.Index == 0 || r.Reason == "" || programming.MatchString(r.Reason) {
			t.Errorf("%+v", r)
		}
	}
	all := h.ByName()
	if l := all["Language"].Languages; !slices.Equal(l, []string{"lv", "ru", "uk", "en"}) {
		t.Errorf("languages %v", l)
	}
	if all["Mail"].Contact.Email != "" || all["Web"].Contact.Web != "http://www.advice.example" || len(all["Hours"].Hours) != 1 ||
		all["Country"].Places[0].Country != "LV" || all["Country"].Places[1].Country != "" {
		t.Errorf("%+v %+v %+v %+v", all["Mail"].Contact, all["Web"].Contact, all["Hours"].Hours, all["Country"].Places)
	}
	if again := h.taken(servicetest.OfDirectory(1, "Mail", `,"email":"N/A"`)); again.Unchanged != 1 || len(again.Remarks) != 1 {
		t.Errorf("a second time: %+v", again)
	}
}

// HTML is read as text in every field that people see.
func TestMarkupBecomesText(t *testing.T) {
	h := open(t)
	h.taken(servicetest.OfDirectory(1, "Advice &amp; <b>help</b>",
		`,"description":"<p>We help.</p><ul><li>one</li><li>two</li></ul>","application_process":"Call <br>or write",
		"eligibility_description":"Firms with a turnover < 5000 & less",
		"organization":{"name":"R&D House","description":"<div>All of us</div>"},"required_documents":[{"document":"<i>Passport</i>"}],
		"cost_options":[{"option":"<b>Course</b>","amount":5,"currency":"EUR"}]`))
	l := h.ByName()["Advice & help"]
	if l == nil || l.Description != "We help.\n\n– one\n– two" || l.Apply != "Call\nor write" ||
		l.Eligibility != "Firms with a turnover < 5000 & less" || l.Organization.Name != "R&D House" ||
		l.Organization.Description != "All of us" || l.Documents[0] != "Passport" || l.Costs[0].Option != "Course" {
		t.Errorf("%+v", l)
	}
}
