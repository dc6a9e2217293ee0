package main

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
)

// An employer creates its page and the city verifies it. The agency reviews the vacancy and decides about wording that excludes
// people. A person and a search engine can then find it.
func TestAnEmployerHires(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	owner, staff := h.registered(actor.Employer, "owner"), h.registered(actor.Staff, "staff")
	owner.post("/organisation", url.Values{"name": {"Clean House"}, "kind": {"employer"}, "words": {"cleaning"}, "languages": {"lv", "en"}})
	owner.sees("/organisation", "The city will look at this page")
	verify := regexp.MustCompile(`/organisations/[^/"]+/verification`).FindString(staff.sees("/organisations/waiting", "Clean House"))
	staff.post(verify, nil)
	job := url.Values{"kind": {"vacancy"}, "title": {"Cleaner in a young dynamic team"},
		"description": {"You clean offices <script>alert(1)</script> and schools."}, "language": {"en"}, "occupation": {"office cleaning"},
		"levels[0].language": {"lv"}, "levels[0].level": {"A2"}, "wage_from": {"1 100"}, "wage_per": {"month"}, "hours": {"30"}, "places": {"2"},
		"closes": {"2026-12-30"}, "apply": {"jobs@house.example"}}
	at := owner.post("/vacancies", job)
	owner.sees(at, "young dynamic team", "The words seem to want a certain age")
	owner.post(at+"/submission", url.Values{"because": {"We like young people."}})
	staff.sees("/vacancies/review", "Cleaner in a young dynamic team", "1 wording to decide")
	token := staff.form(at + "/review")
	res, page := staff.do("POST", at+"/review", strings.NewReader(url.Values{"csrf": {token}, "decision": {"publish"}}.Encode()),
		"application/x-www-form-urlencoded")
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Decide about each of the words first") ||
		!strings.Contains(page, "We like young people.") {
		t.Fatalf("published undecided: %d %.300s", res.StatusCode, page)
	}
	staff.post(at+"/review", url.Values{"decision": {"refuse"}, "reason": {"Please leave the age out."}, "flags": {"change"}, "why": {""}})
	owner.sees(at, "Please leave the age out.")
	job.Set("title", "Cleaner for offices")
	owner.post(at, job)
	owner.post(at+"/submission", nil)
	staff.post(at+"/review", url.Values{"decision": {"publish"}})
	h.catchUp()
	anybody := h.person("uk")
	anybody.sees("/vacancies?q="+url.QueryEscape("прибирання офісів")+"&city=riga", "Cleaner for offices")
	page = anybody.sees(at, "Clean House")
	block := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(page)
	if block == nil {
		t.Fatalf("no posting in the page: %s", page)
	}
	var posting map[string]any
	if err := json.Unmarshal([]byte(html.UnescapeString(block[1])), &posting); err != nil {
		t.Fatalf("%v: %s", err, block[1])
	}
	for _, name := range []string{"@context", "title", "description", "datePosted", "validThrough", "employmentType", "hiringOrganization",
		"jobLocation", "baseSalary", "identifier", "qualifications"} {
		if posting[name] == nil || posting[name] == "" {
			t.Errorf("the posting lacks %s: %v", name, posting)
		}
	}
	if posting["@type"] != "JobPosting" || strings.Contains(page, "<script>alert") {
		t.Errorf("%v", posting["@type"])
	}

	// The employer's tenders are matched in the same way. An employer may prefer small suppliers, a city may not.
	amina := h.registered(actor.Entrepreneur, "amina")
	amina.post("/supplier", url.Values{"section": {"work"}, "name": {"Four Brooms"}, "words": {"cleaning of offices"}, "city": {"riga"},
		"languages": {"lv", "en"}})
	amina.post("/supplier", url.Values{"section": {"size"}, "staff": {"4"}})
	order := url.Values{"title": {"Window cleaning as a subcontract"}, "description": {"Twice a year."}, "language": {"en"},
		"trade": {"office cleaning"}, "city": {"riga"}, "value": {"9 000"}, "deadline": {"2026-12-20T12:00"}, "languages": {"lv", "en"}, "sme": {"yes"},
		"prefer": {"small"}, "submit_url": {"https://works.example/offers"}}
	id := strings.TrimSuffix(strings.TrimPrefix(owner.post("/tenders", order), "/tenders/"), "/draft")
	owner.post("/tenders/"+id+"/publication", nil)
	h.catchUp()
	amina.sees("/supplier/matches", "Window cleaning as a subcontract")
	owner.sees("/tenders/"+id+"/matches", "Four Brooms", "You prefer small firms")
	anybody.sees("/tenders/" + id)
	buyer := h.registered(actor.Buyer, "buyer")
	token = buyer.form("/tenders/new")
	order.Set("csrf", token)
	res, page = buyer.do("POST", "/tenders", strings.NewReader(order.Encode()), "application/x-www-form-urlencoded")
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Only private buyers may prefer") {
		t.Errorf("a public buyer prefers: %d", res.StatusCode)
	}
	var made struct{ Count int }
	res, page = owner.do("POST", "/pledges", strings.NewReader(url.Values{"csrf": {owner.form("/organisation")}, "what": {"hires"}, "count": {"3"},
		"until": {"2027-06-01"}, "public": {"yes"}}.Encode()), "application/x-www-form-urlencoded")
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", res.StatusCode, page)
	}
	at, _, _ = strings.Cut(res.Header.Get("Location"), "?")
	anybody.get("/api/v1"+at, &made)
	if made.Count != 3 {
		t.Errorf("%+v", made)
	}
}
