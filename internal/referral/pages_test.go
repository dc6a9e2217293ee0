package referral_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/service/servicetest"
)

// A referral by the API: the contact of who came in is for who has to do with it, and its steps are offered
// to who may take them.
func TestThePagesOfAReferral(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	h.Provider("two", "ghent")
	h.Owner("amina", "riga")
	h.Owner("omar", "riga")
	h.StaffOf("riga")
	l, other := h.Listed(one, servicetest.Cover("Cover", 3)), h.Listed(h.Provider("three", "riga"), servicetest.Cover("Other cover", 3))
	ask := h.site()
	for body, want := range map[string]string{`{}`: `"service"`, `{"service":"` + l.ID + `","client_name":"Olha","client_contact":"CANARY"}`: `"agreed"`,
		`{"service":"none","agreed":"yes","client_name":"Olha","client_contact":"x"}`: `"service"`} {
		if status, answer := ask("two", "POST", "/api/v1/referrals", body); status != 422 || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
	if status, answer := ask("amina", "POST", "/api/v1/referrals", `{"service":"`+l.ID+`","tender":"tender-none"}`); status != 422 ||
		!strings.Contains(answer, `"tender"`) {
		t.Errorf("for a contract that is not there: %d %s", status, answer)
	}
	status, answer := ask("two", "POST", "/api/v1/referrals", `{"service":"`+l.ID+`","client_name":"Olha","client_contact":"CANARY","agreed":"yes","why":"WHY"}`)
	if status != 201 {
		t.Fatalf("%d %s", status, answer)
	}
	all, err := h.List(one)
	h.Must(err)
	id := all[0].ID
	for token, c := range map[string]struct {
		status int
		moves  string
	}{
		"one": {200, `"moves":["accepted","declined","rerouted","done"]`}, "two": {200, `"moves":["withdrawn","done"]`}, "staff-riga": {200, `"rerouted"`},
		"amina": {404, ""}, "omar": {404, ""}, "three": {404, ""}, "": {401, ""},
	} {
		status, body := ask(token, "GET", "/api/v1/referrals/"+id, "")
		if status != c.status || !strings.Contains(body, c.moves) || strings.Contains(body, "CANARY") != (status == 200) {
			t.Errorf("%q: %d %s", token, status, body)
		}
		if _, list := ask(token, "GET", "/api/v1/referrals", ""); strings.Contains(list, "CANARY") != (status == 200) {
			t.Errorf("%q has it in the list: %s", token, list)
		}
	}
	if _, page := ask("one", "GET", "/referrals/"+id, ""); !strings.Contains(page, other.ID) || strings.Contains(page, `value="`+l.ID+`"`) {
		t.Error("the page does not offer the other service, or offers the same")
	}
	for _, body := range []string{`{"state":"declined"}`, `{"state":"sold"}`, `{}`} {
		if status, answer := ask("one", "POST", "/api/v1/referrals/"+id+"/steps", body); status != 422 {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
	if status, answer = ask("one", "POST", "/api/v1/referrals/"+id+"/steps", `{"state":"declined","code":"full"}`); status != 201 {
		t.Errorf("%d %s", status, answer)
	}
	if status, answer = ask("one", "POST", "/api/v1/referrals/"+id+"/steps", `{"state":"accepted"}`); status != 409 {
		t.Errorf("after its end: %d %s", status, answer)
	}
	if status, answer = ask("one", "GET", "/api/v1/referrals", ""); !strings.Contains(answer, `"open":0`) || !strings.Contains(answer, `"overdue":false`) {
		t.Errorf("%d %s", status, answer)
	}
}
