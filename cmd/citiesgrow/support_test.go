package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/testdata"
)

// An entrepreneur sees a gap for a tender and the services that close it in time, and books one; the provider sees the booking.
// An adviser does the same with the entrepreneur's consent. It is marked as such and stays within the given limits.
func TestAGapIsClosedBeforeTheDeadline(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	amina, buyer, provider := h.registered(actor.Entrepreneur, "amina"), h.registered(actor.Buyer, "buyer"), h.registered(actor.Provider, "provider")
	amina.post("/supplier", url.Values{"section": {"work"}, "name": {"Clean Riga"}, "words": {"cleaning of schools"}, "city": {"riga"}, "languages": {"lv", "en"}})
	amina.post("/supplier", url.Values{"section": {"proof"}, "insurance[0].kind": {"liability"}, "insurance[0].amount": {"200 000"}})
	id := strings.TrimSuffix(strings.TrimPrefix(buyer.post("/tenders", url.Values{"title": {"Cleaning of three schools"}, "description": {"Daily."},
		"language": {"en"}, "trade": {"school cleaning"}, "city": {"riga"}, "value": {"84 000"},
		"deadline": {"2026-12-20T12:00"}, "languages": {"lv", "en"}, "no_lots_why": {"One building."}, "submit_url": {"https://iepirkumi.example/skolas"},
		"sme": {"yes"}, "requirements.insurance": {"500 000"}}), "/tenders/"), "/draft")
	buyer.post("/tenders/"+id+"/publication", nil)
	service := provider.post("/services", url.Values{"name": {"Insurance advice"}, "organization": {"Firms' House"}, "city": {"riga"},
		"language": {"en"}, "topics": {"insurance"}, "supplies[0].kind": {"insurance"}, "supplies[0].detail": {"liability"}, "days": {"5"}, "apply": {"Book here."}})
	provider.post(service+"/slots", url.Values{"day": {"2026-11-25"}, "from": {"9:00"}, "to": {"10:00"}, "minutes": {"30"}, "weeks": {"1"}, "where": {"Room 4"}})
	h.catchUp()
	amina.sees("/tenders/"+id, "Insurance advice", "30 November 2026", "20 days before the deadline", "25 November 2026, 09:00")
	amina.sees("/services/plan?tender="+id, "Insurance advice", "Cleaning of three schools")
	from := regexp.MustCompile(`href="(/services/[^"]+\?need=insurance&amp;tender=[^"]+)"`).FindStringSubmatch(amina.sees("/tenders/" + id))
	if from == nil {
		t.Fatal("the contract's page does not lead to the service")
	}
	page := amina.sees(strings.ReplaceAll(from[1], "&amp;", "&"), "/booking", "Room 4", `name="tender" value="`+id+`"`)
	slot := regexp.MustCompile(`action="(/slots/slot-[a-f0-9]+)/booking"`).FindStringSubmatch(page)
	if slot == nil {
		t.Fatalf("no appointment to book: %s", page)
	}
	// The response confirms the booking with its time, and links back to the tender.
	res, _ := amina.do("POST", slot[1]+"/booking", strings.NewReader(url.Values{"csrf": {amina.form("/appointments")},
		"note": {"Cover of half a million."}, "tender": {id}}.Encode()), "application/x-www-form-urlencoded")
	amina.sees(res.Header.Get("Location"), "Booked: Insurance advice on 25 November 2026, 09:00.", `href="/tenders/`+id+`"`)
	mine := amina.sees("/appointments", "Insurance advice", "Room 4")
	provider.sees(service+"/slots", "amina", "Cover of half a million.")
	ics := regexp.MustCompile(`/appointments/[^"]+/calendar`).FindString(mine)
	res, text := amina.do("GET", ics, nil, "")
	if res.StatusCode != http.StatusOK || !strings.Contains(text, "DTSTART:20261125T070000Z") ||
		!strings.HasPrefix(res.Header.Get("Content-Type"), "text/calendar") {
		t.Errorf("%d %s %s", res.StatusCode, res.Header.Get("Content-Type"), text)
	}
	request := amina.post("/referrals", url.Values{"service": {strings.TrimPrefix(service, "/services/")}, "need": {"insurance"}, "tender": {id}})
	provider.sees("/referrals", "amina")
	provider.post(request+"/steps", url.Values{"state": {"accepted"}})
	provider.post(request+"/steps", url.Values{"state": {"done"}, "code": {"supplied"}})
	amina.sees(request, "done", "The person has what was needed")

	// The entrepreneur lets the provider's adviser edit the profile for a month.
	res, page = amina.do("POST", "/assistants", strings.NewReader(url.Values{"csrf": {amina.form("/assistants")}, "areas": {"profile"},
		"days": {"30"}}.Encode()), "application/x-www-form-urlencoded")
	code := regexp.MustCompile(`<strong>([a-z0-9]{5} [a-z0-9]{5})</strong>`).FindStringSubmatch(page)
	if code == nil {
		t.Fatalf("no code: %d %s", res.StatusCode, page)
	}
	provider.do("POST", "/clients", strings.NewReader(url.Values{"csrf": {provider.form("/clients")}, "code": {strings.ToUpper(code[1])}}.Encode()),
		"application/x-www-form-urlencoded")
	act := regexp.MustCompile(`/clients/[^/"]+/assistance`).FindString(provider.sees("/clients", "amina"))
	provider.post(act, nil)
	provider.sees("/supplier", "Clean Riga", "You act for amina")
	provider.post("/supplier", url.Values{"section": {"contact"}, "phone": {"+371 20000000"}})
	for _, closed := range []string{"/referrals", "/supplier/declaration", "/tenders/" + id + "/interests", "/assistants"} {
		res, _ := provider.do("POST", closed, strings.NewReader(url.Values{"csrf": {provider.form("/supplier")},
			"service": {strings.TrimPrefix(service, "/services/")}, "migrant_led": {"yes"}}.Encode()), "application/x-www-form-urlencoded")
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("an adviser without leave: POST %s: %d", closed, res.StatusCode)
		}
	}
	if res, _ := provider.do("GET", "/account", nil, ""); res.StatusCode != http.StatusForbidden {
		t.Errorf("an adviser reads the account: %d", res.StatusCode)
	}
	amina.sees("/assistants", "changed what your firm says", "provider")
	var firm struct{ AssistedBy string }
	amina.get("/api/v1/supplier", &firm)
	if firm.AssistedBy == "" {
		t.Error("what the adviser wrote is not marked")
	}
	amina.post(regexp.MustCompile(`/assistants/consent-[a-z0-9]+/delete`).FindString(amina.sees("/assistants", "/delete")), nil)
	if page := provider.sees("/services/mine"); strings.Contains(page, "You act for") {
		t.Error("the leave was taken back, and the adviser still acts")
	}
}

// An adviser creates an account for a walk-in client, who takes it over with a code.
func TestSomebodyWhoCameInTakesTheirAccountOver(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	adviser := h.registered(actor.Provider, "adviser")
	send := func(form url.Values) string {
		form.Set("csrf", adviser.form("/clients"))
		_, page := adviser.do("POST", "/clients", strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
		return page
	}
	if page := send(url.Values{"name": {"Omar"}, "language": {"ar"}, "areas": {"profile"}, "days": {"30"}}); !strings.Contains(page,
		"only enter somebody who agrees") {
		t.Errorf("entered without consent: %.300s", page)
	}
	page := send(url.Values{"name": {"Omar"}, "language": {"ar"}, "areas": {"profile"}, "days": {"30"}, "agreed": {"yes"}})
	code := regexp.MustCompile(`<strong>([a-z0-9]{5} [a-z0-9]{5})</strong>`).FindStringSubmatch(page)
	if code == nil {
		t.Fatalf("no code: %s", page)
	}
	omar := h.person("en")
	omar.post("/accounts/claim", url.Values{"code": {code[1]}, "email": {"omar@example.org"}, "password": {"dates figs and olives"}})
	omar.post("/sessions", url.Values{"email": {"omar@example.org"}, "password": {"dates figs and olives"}})
	omar.sees("/assistants", "adviser", "مسموح") // in the client's language
	again, _ := h.person("en").do("POST", "/accounts/claim", strings.NewReader(url.Values{"code": {code[1]}, "email": {"x@example.org"},
		"password": {"dates figs and olives"}}.Encode()), "application/x-www-form-urlencoded")
	if again.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the code works twice: %d", again.StatusCode)
	}
}

// The directory uses HSDS: its pages are valid, its profile is declared, and services of another directory can be imported.
func TestTheDirectorySpeaksHSDS(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	provider := h.registered(actor.Provider, "provider")
	for _, name := range []string{"One", "Two", "Three"} {
		provider.post("/services", url.Values{"name": {name}, "organization": {"House"}, "city": {"riga"}, "language": {"en"}, "topics": {"tax"},
			"apply": {"Call."}, "email": {"a@b.example"}, "phone": {"+371 1"},
			"costs[0].option": {"Hour"}, "costs[0].amount": {"20"}, "hours[0].days": {"MO"}, "hours[0].opens": {"09:00"}, "hours[0].closes": {"12:00"},
			"capacity": {"5"}, "free": {"2"}})
	}
	h.catchUp()
	var root map[string]string
	h.person("en").get("/api/v1/hsds", &root)
	if root["version"] != "3.0" || !strings.HasSuffix(root["profile"], "/api/v1/hsds/profile") || root["openapi_url"] == "" {
		t.Errorf("%v", root)
	}
	seen := map[string]bool{}
	for n := 1; n <= 2; n++ {
		var page struct {
			TotalItems int               `json:"total_items"`
			LastPage   bool              `json:"last_page"`
			Contents   []json.RawMessage `json:"contents"`
		}
		h.person("en").get("/api/v1/hsds/services?per_page=2&page="+string(rune('0'+n)), &page)
		if page.TotalItems != 3 || page.LastPage != (n == 2) {
			t.Errorf("page %d: %+v", n, page)
		}
		for _, raw := range page.Contents {
			var service any
			if err := json.Unmarshal(raw, &service); err != nil {
				t.Fatal(err)
			}
			if err := testdata.HSDS(t, "service.json")(service); err != nil {
				t.Error(err)
			}
			seen[service.(map[string]any)["id"].(string)] = true
		}
	}
	if len(seen) != 3 {
		t.Errorf("%d services on the pages", len(seen))
	}
	for id := range seen {
		var one struct{ Name string }
		h.person("en").get("/api/v1/hsds/services/"+strings.ToUpper(id), &one)
		if one.Name == "" {
			t.Errorf("%s is not there", id)
		}
	}
	res, text := provider.do("POST", "/hsds/services", strings.NewReader(url.Values{"csrf": {provider.form("/services/import")},
		"text": {"no json"}}.Encode()), "application/x-www-form-urlencoded")
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, "not an HSDS file") || !strings.Contains(text, "no json") {
		t.Errorf("%d %.200s", res.StatusCode, text)
	}
}

// registered is a signed-in user of Riga.
func (h *house) registered(role actor.Role, name string) *person {
	h.t.Helper()
	return h.staffMade(account.Registration{Email: name + "@example.org", Password: "three quiet horses walk", Name: name, Role: role, City: "riga",
		Organisation: "House of " + name, Language: "en"})
}

// form returns the CSRF token of a page.
func (p *person) form(page string) string {
	_, text := p.do("GET", page, nil, "")
	found := tokenInput.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return found[1]
}
