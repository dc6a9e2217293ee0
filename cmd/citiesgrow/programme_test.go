package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
)

// Twelve suppliers agree to be counted and ask for help. After the quarter the programme closes it. Pages, API, files and the
// command then show the total, but no single city. Later changes do not alter it.
func TestAQuarterIsClosedAndTold(t *testing.T) {
	data := t.TempDir()
	h := houseOn(t, time.Date(2026, 9, 20, 9, 0, 0, 0, time.UTC), data, slog.DiscardHandler)
	provider := h.registered(actor.Provider, "provider")
	service := strings.TrimPrefix(provider.post("/services", url.Values{"name": {"Tax advice"}, "organization": {"House"}, "city": {"riga"},
		"language": {"en"}, "topics": {"tax"}, "apply": {"Book here."}}), "/services/")
	h.catchUp()
	for n := range 12 {
		owner := h.registered(actor.Entrepreneur, fmt.Sprint("owner-", n))
		owner.post("/supplier/declaration", url.Values{"migrant_led": {"yes"}, "sex": {"woman"}, "age": {"18_to_60"}})
		owner.post("/referrals", url.Values{"service": {service}, "need": {"accounts"}})
	}
	h.catchUp()
	wide := h.staffMade(account.Registration{Email: "wide@example.org", Password: "three quiet horses walk", Name: "Wide", Role: actor.Staff, Language: "en"})
	riga := h.registered(actor.Staff, "riga")
	wide.sees("/monitor/cities/riga?quarter=2026-Q3", "Figures about people are shown when the quarter is closed")
	h.stop()

	h = houseOn(t, time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC), data, slog.DiscardHandler)
	wide.h, riga.h = h, h
	for _, p := range []*person{wide, riga} {
		p.client.Jar = h.person("en").client.Jar
	}
	wide.post("/sessions", url.Values{"email": {"wide@example.org"}, "password": {"three quiet horses walk"}})
	riga.post("/sessions", url.Values{"email": {"riga@example.org"}, "password": {"three quiet horses walk"}})
	refused := func(p *person, form url.Values, status int, says string) {
		t.Helper()
		form.Set("csrf", p.form("/monitor/quarters"))
		res, text := p.do("POST", "/monitor/quarters/2026-Q3", strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
		if res.StatusCode != status || !strings.Contains(text, says) {
			t.Errorf("%d, want %d with %q", res.StatusCode, status, says)
		}
	}
	if p := riga.sees("/monitor/quarters", "Quarter 3 of 2026"); strings.Contains(p, "Are you sure?") {
		t.Error("a city may close")
	}
	refused(wide, url.Values{}, http.StatusUnprocessableEntity, "Tick that you are sure.")
	if to := wide.post("/monitor/quarters/2026-Q3", url.Values{"sure": {"yes"}}); to != "/monitor/cities?quarter=2026-Q3" {
		t.Errorf("it leads to %s", to)
	}
	refused(wide, url.Values{"sure": {"yes"}}, http.StatusConflict, "closed already")
	wide.sees("/monitor/indicators?quarter=2026-Q3", "People who took part", "12", "all")
	wide.sees("/monitor/cities/riga?quarter=2026-Q3", "Closed on 5 October 2026", "fewer than 10, or counted with others")
	riga.sees("/monitor/cities/riga/recount?quarter=2026-Q3", "Every figure is the same")

	told := func(p *person) [][]string {
		t.Helper()
		_, text := p.do("GET", "/monitor/indicators/csv?quarter=2026-Q3", nil, "")
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var people [][]string
		for _, r := range rows[1:] {
			if r[3] == "participants" || r[3] == "asked" || r[3] == "helped" {
				people = append(people, append(r[1:8], r[9]))
			}
		}
		return people
	}
	want := [][]string{{"closed", "c", "asked", "", "", "", "", "12"}, {"closed", "c", "asked", "*", "", "", "", "12"}}
	got := told(wide)
	if len(got) < 3 || !slices.EqualFunc(got[:2], want, slices.Equal) || got[2][2] != "participants" || got[2][7] != "12" {
		t.Errorf("told %v", got)
	}
	if got := told(riga); len(got) != 0 {
		t.Errorf("Riga is told of persons: %v", got)
	}
	res, book := wide.do("GET", "/monitor/indicators/xlsx?quarter=2026-Q3", nil, "")
	if !strings.HasPrefix(book, "PK") || !strings.Contains(res.Header.Get("Content-Type"), "spreadsheetml") {
		t.Errorf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	// All suppliers withdraw their answers, and the closed quarter stays the same.
	for d, err := range h.app.suppliers.People(t.Context()) {
		if err != nil || !d.MigrantLed || d.Sex != "woman" {
			t.Fatalf("%+v %v", d, err)
		}
	}
	owner := h.person("en")
	owner.post("/sessions", url.Values{"email": {"owner-3@example.org"}, "password": {"three quiet horses walk"}})
	owner.post("/supplier/declaration", url.Values{})
	if after := told(wide); !slices.EqualFunc(after, got, slices.Equal) {
		t.Errorf("after one took it back: %v", after)
	}
	h.stop()

	var out, wrong bytes.Buffer
	if code := run(t.Context(), []string{"export", "indicators", "2026-Q3", "--data", data}, nil, &out, &wrong); code != 0 ||
		!strings.HasPrefix(out.String(), "\uFEFFquarter,state,theme,figure,city,sex,age,currency,outcome,count,sum,meaning\n") ||
		!strings.Contains(out.String(), "2026-Q3,closed,c,participants,,,,,,12,0,") || strings.Contains(out.String(), "participants,riga") {
		t.Errorf("exit %d: %s %s", code, &out, &wrong)
	}
	out.Reset()
	if code := run(t.Context(), []string{"export", "indicators", "2026-9", "--data", data}, nil, &out, &wrong); code != 1 ||
		!strings.Contains(wrong.String(), "is no quarter") {
		t.Errorf("exit %d: %s", code, &wrong)
	}
	if code := run(t.Context(), []string{"check", "--data", data}, nil, &out, &wrong); code != 0 || !strings.Contains(out.String(), "0 differences") {
		t.Errorf("exit %d: %s", code, &out)
	}
}

// A visit is planned and its lesson becomes an action. Participants say without an account whether it helped, and the city
// assesses itself.
func TestAVisitIsFollowedUp(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	athens := h.staffMade(account.Registration{Email: "athens@example.org", Password: "three quiet horses walk", Name: "Eleni", Role: actor.Staff,
		City: "athens", Language: "en"})
	visit := athens.post("/programme/visits", url.Values{"cluster": {"b1"}, "kind": {"study"}, "city": {"munich"}, "title": {"Three days in Munich"},
		"from": {"2026-12-07"}, "to": {"2026-12-09"}})
	athens.post(visit+"/lessons", url.Values{"text": {"Ask employers in the market."}})
	lesson := regexp.MustCompile(`lesson=([a-z0-9]+)"`).FindStringSubmatch(athens.sees(visit, "Make an action of it"))
	athens.post("/programme/actions", url.Values{"title": {"A day in the market"}, "owner": {"Jobs office"}, "due": {"2027-03-01"},
		"indicator": {"Contracts here"}, "figure": {"published"}, "visit": {strings.TrimPrefix(visit, "/programme/visits/")}, "lesson": {lesson[1]}})
	buyer := h.staffMade(account.Registration{Email: "buyer@example.org", Password: "three quiet horses walk", Name: "Buyer", Role: actor.Buyer,
		City: "athens", Organisation: "Athens", Language: "en"})
	draft := buyer.post("/tenders", url.Values{"title": {"Cleaning of a market"}, "description": {"Daily."}, "language": {"en"},
		"trade": {"office cleaning"}, "city": {"athens"}, "value": {"84 000"}, "deadline": {"2026-12-20T12:00"}, "languages": {"el"},
		"no_lots_why": {"One."}, "submit_url": {"https://tenders.example/market"}})
	buyer.post(strings.TrimSuffix(draft, "/draft")+"/publication", nil)
	h.catchUp()
	for _, page := range []string{visit, "/programme/plans/athens"} {
		athens.sees(page, "A day in the market", "Contracts published</a>: <strong>1</strong>")
	}
	athens.post(visit+"/survey", nil)
	link := regexp.MustCompile(`/surveys/[a-z0-9]+`).FindString(athens.sees(visit, "Give this link"))
	for n, language := range []string{"uk", "ar", "en"} {
		guest := h.person(language)
		guest.sees(link, "Three days in Munich", map[string]string{"uk": "Чи було це корисно?", "ar": "هل كان هذا مفيدًا؟", "en": "Was this helpful?"}[language])
		res, text := guest.do("POST", link, strings.NewReader(url.Values{"csrf": {guest.form(link)}, "helped": {fmt.Sprint(n + 2)},
			"learnt": {"More lots."}}.Encode()), "application/x-www-form-urlencoded")
		if res.StatusCode != http.StatusOK || !strings.Contains(text, map[string]string{"uk": "Дякуємо", "ar": "شكرًا", "en": "Thank you"}[language]) {
			t.Errorf("%s: %d %.300s", language, res.StatusCode, text)
		}
	}
	athens.sees(visit, "3 answers", "2 said that it helped", "More lots.")
	athens.post("/programme/benchmark/athens", url.Values{"theme": {"b"}, "round": {"start"}, "side": {"self"}, "scores[0].standard": {"b1"},
		"scores[0].level": {"1"}, "scores[1].standard": {"b2"}, "scores[1].level": {"3"}, "scores[1].evidence": {"Tested levels."}})
	athens.sees("/programme/benchmark/athens?theme=b", "Tested levels.", "Eleni")
	athens.sees("/programme/benchmark?theme=b", ">2<")
	res, text := athens.do("POST", "/programme/benchmark/athens", strings.NewReader(url.Values{"csrf": {athens.form("/programme/benchmark")},
		"theme": {"b"}, "round": {"start"}, "side": {"self"}, "revision": {"1"},
		"scores[0].standard": {"b1"}, "scores[0].level": {"2"}, "scores[0].evidence": {""}}.Encode()), "application/x-www-form-urlencoded")
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, "From level 2 on, say what shows it.") {
		t.Errorf("level 2 without evidence: %d", res.StatusCode)
	}
}
