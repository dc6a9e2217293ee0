package directory_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/directory"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/testdata"
)

// An export is valid HSDS, and its import into another directory gives the same services.
func TestTheDirectoryIsExchanged(t *testing.T) {
	h := open(t)
	h.Listed(h.Provider("one", "riga"), servicetest.Full())
	h.Listed(h.Provider("two", "ghent"), service.Form{Name: "Bare", Topics: []string{"training"}, Apply: "Call."})
	var b bytes.Buffer
	h.Must(hsds.WriteAll(&b, h.Export(actor.AsSystem(t.Context()))))
	var written any
	h.Must(json.Unmarshal(b.Bytes(), &written))
	if err := testdata.HSDS(t, "service_package.json")(written); err != nil {
		t.Fatal(err)
	}
	other := open(t)
	system := actor.AsSystem(t.Context())
	for n, want := range []directory.Imported{{New: 2}, {Unchanged: 2}} {
		done, err := other.Import(system, hsds.Read(bytes.NewReader(b.Bytes())), "")
		if err != nil || done.New != want.New || done.Unchanged != want.Unchanged || len(done.Rejected) != 0 {
			t.Fatalf("%d. time: %+v, %v", n+1, done, err)
		}
	}
	other.CatchUp()
	found, err := other.Services.List(t.Context(), service.Query{Words: "cover", Page: 1, Size: 5})
	other.Must(err)
	if found.Total != 1 {
		t.Fatalf("%d are found", found.Total)
	}
	want := servicetest.Full()
	got := service.FormOf(found.Listings[0])
	got.Status, got.Organization, want.Organization = want.Status, "", ""
	if !same(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// A file of strangers is taken as far as it is in our cities; each that is not says why.
func TestADirectoryOfOthersIsTaken(t *testing.T) {
	h := open(t)
	const file = `[{"id":"ac148810-d857-441c-9679-408f346de14b","name":"Accountant for small firms","description":"Bookkeeping and taxes",` +
		`"status":"active","organization":{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"House","description":"x"},
	"service_at_locations":[{"id":"e94c9f38-1e8f-4564-91d4-d53501ab1765","location":{"id":"3a19ff88-4620-4d17-9830-ac1d859eb5d5",` +
		`"location_type":"physical","addresses":[{"id":"74c62ab7-3c5e-4a3e-9d8a-1f1b0d0c3d11","address_1":"Weg 1","city":"Dresden","state_province":"SN",` +
		`"postal_code":"01067","country":"DE","address_type":"physical"}]}}],
	"schedules":[{"id":"48102e86-bb50-41c4-8f1e-e269368c41d1","freq":"WEEKLY","byday":"TH,FR","opens_at":"10:00:00","closes_at":"18:00:00"}],` +
		`"languages":[{"id":"2989d3ed-c547-48f8-8f9d-432d81c7892e","code":"de"}],"assured_date":"2020-01-01"},
	{"id":"bc148810-d857-441c-9679-408f346de14b","name":"Elsewhere","status":"active"},{"id":"7","name":"No uuid","status":"active"}]`
	done, err := h.Import(actor.AsSystem(t.Context()), hsds.Read(strings.NewReader(file)), "")
	h.Must(err)
	if done.New != 1 || len(done.Rejected) != 2 || !strings.Contains(done.Rejected[0].Reason, "sixteen cities") ||
		!strings.Contains(done.Rejected[1].Reason, "UUID") {
		t.Fatalf("%+v", done)
	}
	h.CatchUp()
	found, err := h.Services.List(t.Context(), service.Query{Cities: []string{"dresden"}, Topics: []string{"tax"}, Page: 1, Size: 5})
	h.Must(err)
	if found.Total != 1 {
		t.Fatalf("%d found", found.Total)
	}
	l := found.Listings[0]
	if !l.Stale(h.Now()) || l.Language != "de" || len(l.Hours) != 1 || l.Hours[0].Opens != "10:00" || l.Places[0].Address != "Weg 1" {
		t.Errorf("%+v", l)
	}
	// A provider takes their own; what others look after stays theirs.
	ghent := h.Provider("ghent", "ghent")
	if done, err := h.Import(ghent, hsds.Read(strings.NewReader(file)), ""); err != nil || done.New != 1 || len(done.Rejected) != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := h.Import(h.Owner("amina", "riga"), hsds.Read(strings.NewReader(file)), ""); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an entrepreneur imports: %v", err)
	}
	for _, name := range []string{"service_full.json", "csv"} {
		done, err := h.Import(actor.AsSystem(t.Context()), hsds.Open(testdata.Dir(t, "hsds", "examples", name), nil), "utrecht")
		h.Must(err)
		if done.New+done.Updated+done.Unchanged != 1 {
			t.Errorf("the official example %s: %+v", name, done)
		}
	}
}
