package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

const matrixPassword = "three quiet horses walk"

// visitor is a user with a role and a session.
type visitor struct {
	says  string
	actor actor.Actor // the zero value: not signed in
	email string
	token string
	form  string // CSRF token of the user's forms
}

// town is a running service with a user of each role and one item of each kind: a published tender and a draft, a supplier, a
// service with an appointment slot, a referral, and so on.
type town struct {
	*house
	crowd                           []*visitor
	tender, draft, supplier, waiter string            // ids
	things                          map[string]string // ids by path prefix: "/services"
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{things: map[string]string{}, house: newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), crowd: []*visitor{{says: "nobody"}}}
	system := actor.AsSystem(t.Context())
	for _, role := range actor.Roles() {
		w.add(string(role), role, "riga", "riga-"+string(role)+"@x.example")
	}
	w.add("foreign city's staff", actor.Staff, "ghent", "ghent-staff@x.example")
	w.add("foreign city's buyer", actor.Buyer, "ghent", "ghent-buyer@x.example")
	if err := w.app.accounts.Register(system, account.Registration{Email: "waiting@x.example", Password: matrixPassword, Name: "Waiting", City: "riga",
		Organisation: "Schools", Role: actor.Buyer}); err != nil {
		t.Fatal(err)
	}
	waiting := &visitor{says: "waiting buyer", email: "waiting@x.example"}
	w.enter(waiting)
	w.crowd, w.waiter = append(w.crowd, waiting), waiting.actor.ID
	w.furnish()
	return w
}

func (w *town) add(says string, role actor.Role, city, email string) {
	w.t.Helper()
	if _, err := w.app.accounts.Create(actor.AsSystem(w.t.Context()), account.Registration{Email: email, Password: matrixPassword, Name: says, City: city,
		Organisation: "Schools", Role: role}); err != nil {
		w.t.Fatal(err)
	}
	v := &visitor{says: says, email: email}
	w.enter(v)
	w.crowd = append(w.crowd, v)
}

// enter signs a user in. It is called again after a route that signs out.
func (w *town) enter(v *visitor) {
	w.t.Helper()
	if v.email == "" {
		return
	}
	var err error
	if v.token, _, _, err = w.app.accounts.SignIn(w.t.Context(), v.email, matrixPassword, "test"); err != nil {
		w.t.Fatal(err)
	}
	if v.actor, err = w.app.accounts.Resolve(w.t.Context(), v.token); err != nil {
		w.t.Fatal(err)
	}
	found := tokenInput.FindStringSubmatch(w.ask(v, "GET", "/account", "").text)
	if found == nil {
		w.t.Fatalf("%s: no form on /account", v.says)
	}
	v.form = found[1]
}

func (w *town) named(says string) *visitor {
	i := slices.IndexFunc(w.crowd, func(v *visitor) bool { return v.says == says })
	if i < 0 {
		w.t.Fatalf("there is no %s", says)
	}
	return w.crowd[i]
}

// draftOfATown is the tender of the town's buyer.
const draftOfATown = `{"title":"Cleaning of three schools","description":"Daily.","trade":"school cleaning","city":"riga","value":"84 000",` +
	`"deadline":"2026-12-20T12:00","languages":["lv","en"],"no_lots_why":"One building.","submit_url":"https://tenders.example/schools","sme":"yes",` +
	`"requirements":{"turnover":"100000"}}`

func (w *town) furnish() {
	w.t.Helper()
	buyer, owner := w.named("buyer"), w.named("entrepreneur")
	for _, id := range []*string{&w.tender, &w.draft} {
		var made struct{ ID string }
		res := w.ask(buyer, "POST", "/api/v1/tenders", draftOfATown)
		if err := json.Unmarshal([]byte(res.text), &made); err != nil || made.ID == "" {
			w.t.Fatalf("a draft: %d %s", res.status, res.text)
		}
		*id = made.ID
	}
	if res := w.ask(buyer, "POST", "/api/v1/tenders/"+w.tender+"/publication", "{}"); res.status >= 300 {
		w.t.Fatalf("publish: %d %s", res.status, res.text)
	}
	var own struct{ ID string }
	res := w.ask(owner, "PUT", "/api/v1/supplier", `{"name":"Clean Riga","words":"cleaning of offices","city":"riga","cities":["riga"],"languages":["lv","en"]}`)
	if err := json.Unmarshal([]byte(res.text), &own); err != nil || own.ID == "" {
		w.t.Fatalf("a firm: %d %s", res.status, res.text)
	}
	w.supplier = own.ID
	w.furnishServices()
	w.furnishWork()
	w.furnishProgramme()
	w.catchUp()
}

// furnishProgramme creates a visit, a conference and an entry of the library.
func (w *town) furnishProgramme() {
	w.t.Helper()
	w.make("staff", "/library", url.Values{"kind": {"practice"}, "title": {"Small lots"}, "description": {"Ask for small lots."}, "language": {"en"},
		"themes": {"a"}})
	ctx := actor.AsSystem(w.t.Context())
	conferences := w.app.events.Conferences()
	k, err := conferences.Create(ctx, event.ConferenceForm{Title: "What came of it", Language: "en", City: "riga", Where: "House",
		From: "2027-03-01", To: "2027-03-02", Capacity: 90})
	if err == nil {
		k, err = conferences.ChangeSession(ctx, k.ID, event.SessionForm{Title: "Small lots", Day: "2027-03-01", Begins: "9:00", Ends: "10:30",
			Materials: "https://example.org/lots.pdf"})
	}
	if err == nil {
		k, err = conferences.Publish(ctx, k.ID)
	}
	if err == nil {
		w.things["/surveys"], err = w.app.surveys.Begin(ctx, w.app.events.Conferences(), k.ID)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.things["/conferences"] = k.ID
	w.do("entrepreneur", "/conferences/"+k.ID+"/registrations", url.Values{"sessions": {k.Sessions[0].ID}})
	w.do("staff", "/programme/benchmark/riga", url.Values{"theme": {"a"}, "round": {"start"}, "side": {"self"}, "scores[0].standard": {"a1"},
		"scores[0].level": {"2"}, "scores[0].evidence": {"Twelve contracts."}})
}

// make sends a form that creates something, and stores the id from the Location.
func (w *town) make(says, path string, form url.Values) {
	w.t.Helper()
	res := w.ask(w.named(says), "POST", path, form.Encode())
	id, made := strings.CutPrefix(res.header.Get("Location"), path+"/")
	if res.status != http.StatusSeeOther || !made {
		w.t.Fatalf("%s: POST %s: %d to %q %.500s", says, path, res.status, res.header.Get("Location"), res.text)
	}
	id, _, _ = strings.Cut(id, "?")
	w.things[path] = id
}

// do sends a form that must be accepted.
func (w *town) do(says, path string, form url.Values) {
	w.t.Helper()
	if res := w.ask(w.named(says), "POST", path, form.Encode()); res.status != http.StatusSeeOther {
		w.t.Fatalf("%s: POST %s: %d %.500s", says, path, res.status, res.text)
	}
}

func (w *town) furnishServices() {
	w.t.Helper()
	w.make("provider", "/services", url.Values{"name": {"Tax advice"}, "organization": {"Firms' House"}, "city": {"riga"}, "language": {"en"},
		"topics": {"tax"}, "apply": {"Book here."}})
	w.do("provider", "/services/"+w.things["/services"]+"/slots", url.Values{"day": {"2026-11-25"}, "from": {"9:00"}, "to": {"10:00"}, "minutes": {"30"},
		"weeks": {"1"}, "where": {"Room 4"}})
	w.catchUp()
	w.things["/slots"] = regexp.MustCompile(`/slots/(slot-[a-f0-9]+)/booking`).FindStringSubmatch(w.ask(w.named("entrepreneur"), "GET",
		"/services/"+w.things["/services"], "").text)[1]
	w.do("entrepreneur", "/slots/"+w.things["/slots"]+"/booking", url.Values{"note": {"About VAT."}})
	w.make("entrepreneur", "/referrals", url.Values{"service": {w.things["/services"]}, "need": {"accounts"}})
}

func (w *town) furnishWork() {
	w.t.Helper()
	w.do("employer", "/organisation", url.Values{"name": {"Clean House"}, "kind": {"employer"}, "words": {"cleaning"}, "languages": {"lv", "en"}})
	organisation := regexp.MustCompile(`/organisations/([^/"]+)/verification`).FindStringSubmatch(w.ask(w.named("staff"), "GET",
		"/organisations/waiting", "").text)
	w.things["/organisations"] = organisation[1]
	w.do("staff", organisation[0], nil)
	w.make("employer", "/vacancies", url.Values{"kind": {"vacancy"}, "title": {"Cleaner for offices"}, "description": {"You clean offices."},
		"language": {"en"}, "occupation": {"office cleaning"}, "wage_from": {"1 100"}, "wage_per": {"month"},
		"hours": {"30"}, "places": {"2"}, "closes": {"2026-12-30"}, "apply": {"jobs@house.example"}})
	w.do("employer", "/vacancies/"+w.things["/vacancies"]+"/submission", nil)
	w.make("employer", "/pledges", url.Values{"what": {"hires"}, "count": {"3"}, "until": {"2027-06-01"}})
	w.make("employer", "/events", url.Values{"title": {"Meet the employer"}, "description": {"Coffee."}, "language": {"en"}, "kind": {"job_event"},
		"city": {"riga"}, "place": {"House"}, "day": {"2026-12-01"}, "from": {"9:00"}, "to": {"12:00"}, "capacity": {"20"}})
	w.make("staff", "/engagements", url.Values{"side": {"employer"}, "name": {"Clean House"}, "person": {"Ms Ozola"}})
	w.make("staff", "/programme/visits", url.Values{"cluster": {"b1"}, "kind": {"study"}, "city": {"riga"}, "title": {"Two days"},
		"from": {"2026-12-07"}, "to": {"2026-12-08"}})
	w.do("staff", "/programme/visits/"+w.things["/programme/visits"]+"/lessons", url.Values{"text": {"Ask for small lots."}})
	w.do("staff", "/programme/actions", url.Values{"title": {"Small lots"}, "owner": {"Office"}, "due": {"2027-01-01"}, "indicator": {"Ten"},
		"visit": {w.things["/programme/visits"]}})
	w.make("entrepreneur", "/teams", url.Values{"title": {"A website"}, "text": {"A page with our prices."}, "languages": {"en"},
		"trade": {"website design"}, "contact": {"amina@x.example"}})
}

type answer struct {
	status int
	header http.Header
	text   string
}

var doorman = &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// ask sends a request: to the API with a token, to a page like a browser with its CSRF token.
func (w *town) ask(v *visitor, method, path, body string) answer {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.base+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	switch {
	case strings.HasPrefix(path, "/api/v1/"):
		req.Header.Set("Content-Type", "application/json")
		if v.token != "" {
			req.Header.Set("Authorization", "Bearer "+v.token)
		}
	default:
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Csrf-Token", v.form)
		if v.token != "" {
			req.AddCookie(&http.Cookie{Name: "session", Value: v.token})
		}
	}
	res, err := doorman.Do(req)
	if err != nil {
		w.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, moduletest.Unlaid(string(text))}
}

// endpoint is a method and path of a route.
type endpoint struct {
	method, path string
	page         bool
}

// endpoints lists the methods and paths of a route, with values for its parameters.
func endpoints(r web.Route, values ...string) []endpoint {
	path := web.PathWith(r.Path, values...)
	var all []endpoint
	if r.Voice != web.PageOnly {
		all = append(all, endpoint{r.Method, "/api/v1" + path, false})
	}
	switch {
	case r.Voice == web.APIOnly:
	case r.Method == "PUT", r.Method == "PATCH":
		all = append(all, endpoint{"POST", path, true})
	case r.Method == "DELETE":
		all = append(all, endpoint{"POST", path + "/delete", true})
	default:
		all = append(all, endpoint{r.Method, path, true})
	}
	return all
}

// Every route accepts exactly the roles of its registration, as a page and in the API.
func TestEveryRouteForEveryRole(t *testing.T) {
	w := newTown(t)
	requests := 0
	for _, r := range w.app.site.Routes() {
		for _, v := range w.crowd {
			for _, d := range endpoints(r, "nothing-2222222222", "nothing-3333333333") {
				got := w.ask(v, d.method, d.path, "")
				requests++
				if wrong := misjudged(r, v, d, got); wrong != "" {
					t.Errorf("%s, %s %s: %s: %d\n%.300s", v.says, d.method, d.path, wrong, got.status, got.text)
				}
				if strings.HasPrefix(r.Path, "/sessions/") && r.Method == "DELETE" {
					w.enter(v) // the request signed the user out
				}
			}
		}
	}
	if requests < 400 {
		t.Errorf("only %d requests were made", requests)
	}
}

// misjudged describes how a response differs from what the route promises; empty if it does not.
func misjudged(r web.Route, v *visitor, d endpoint, got answer) string {
	switch {
	case got.status >= 500:
		return "the house broke"
	case !r.Who.Allows(v.actor) && v.actor.Nobody():
		if d.page && d.method == "GET" {
			if got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/sessions/new?next=") {
				return "nobody is not led to sign in"
			}
		} else if got.status != http.StatusUnauthorized {
			return "nobody gets in"
		}
	case !r.Who.Allows(v.actor):
		if got.status != http.StatusForbidden {
			return "a wrong role gets in"
		}
	case got.status == http.StatusUnauthorized:
		return "the route's own people are turned away"
	case got.status == http.StatusForbidden && v.actor.Active:
		return "the route says they may, what lies behind it says they may not"
	case !v.actor.Active && !v.actor.Nobody() && len(r.Who.Roles) > 0 && r.Method != "GET" && got.status < 400:
		return "somebody who waits to be verified acts"
	case d.method == "GET" && strings.Contains(r.Path, "{") && got.status != http.StatusNotFound && !(got.status == http.StatusForbidden && !v.actor.Active):
		return "what is not there is found"
	}
	return ""
}

// of lists the values for the parameter of a route's path.
func (w *town) of(path string) []string {
	all := map[string][]string{"/tenders": {w.tender, w.draft}, "/suppliers": {w.supplier}, "/accounts": {w.waiter},
		"/supplier":       {"work", "size", "proof", "contact"},
		"/monitor/cities": {"riga"}, "/programme/plans": {"riga"}, "/programme/benchmark": {"riga"}, "/programme/clusters": {"b1"}}
	for kind, id := range w.things {
		all[kind] = append(all[kind], id)
	}
	kind, _, _ := strings.Cut(path, "/{")
	return all[kind]
}

// paths lists the paths of all GET routes, with an existing id of their kind, an id of another kind, and an unknown id.
func (w *town) paths() []string {
	var all []string
	for _, r := range w.app.site.Routes() {
		if r.Method != "GET" {
			continue
		}
		for _, id := range append(w.of(r.Path), w.tender, "nothing-2222222222") {
			for _, d := range endpoints(r, id) {
				if !slices.Contains(all, d.path) {
					all = append(all, d.path)
				}
			}
		}
	}
	return append(all, "/healthz", "/readyz", "/metrics", "/nowhere")
}

var link = regexp.MustCompile(`href="(/[^"#]*)"`)

// GET requests change nothing: after every page and API response for every user, the change feed has no new entries. Every link
// on a page works for the user who sees it.
func TestReadingChangesNothingAndLinksLeadSomewhere(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	end := store.Bookmark("")
	for {
		changes, next, err := w.app.kit.DB.Changes(ctx, end, 500)
		if err != nil {
			t.Fatal(err)
		}
		if end = next; len(changes) < 500 {
			break
		}
	}
	for _, v := range w.crowd {
		seen, dead := map[string]int{}, map[string]string{}
		queue := w.paths()
		asked := len(queue) // the paths of routes may be forbidden for this user, linked paths may not
		for i := 0; i < len(queue) && i < asked+150; i++ {
			path := queue[i]
			got := w.ask(v, "GET", path, "")
			seen[path] = got.status
			if got.status >= 500 {
				t.Errorf("%s: GET %s: %d\n%.300s", v.says, path, got.status, got.text)
			}
			if strings.Contains(got.text, "⟦") {
				t.Errorf("%s: GET %s lacks a sentence: %.60s", v.says, path, got.text[strings.Index(got.text, "⟦"):])
			}
			if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
				continue
			}
			for _, m := range link.FindAllStringSubmatch(got.text, -1) {
				to := strings.ReplaceAll(m[1], "&amp;", "&")
				if dead[to] == "" {
					dead[to] = path
				}
				if !slices.Contains(queue, to) {
					queue = append(queue, to)
				}
			}
		}
		for to, on := range dead {
			if seen[to] >= 400 {
				t.Errorf("%s: the link to %s on %s leads to %d", v.says, to, on, seen[to])
			}
		}
	}
	changes, _, err := w.app.kit.DB.Changes(ctx, end, 500)
	// Views of open tenders by suppliers are counted, each once.
	changes = slices.DeleteFunc(changes, func(c store.Change) bool { return c.Collection == "sightings" })
	if err != nil || len(changes) != 0 {
		t.Errorf("reading wrote %+v (%v)", changes, err)
	}
}

// An item of another city and an unknown id give the same response.
func TestForeignLooksLikeMissing(t *testing.T) {
	w := newTown(t)
	for _, c := range []struct{ who, method, path, id string }{
		{"foreign city's staff", "POST", "/api/v1/accounts/%s/verification", w.waiter},
		{"foreign city's buyer", "GET", "/api/v1/tenders/%s/draft", w.tender},
		{"foreign city's buyer", "GET", "/api/v1/tenders/%s", w.draft},
		{"foreign city's buyer", "GET", "/api/v1/tenders/%s/reach", w.draft},
		{"foreign city's buyer", "GET", "/api/v1/tenders/%s/matches", w.draft},
		{"entrepreneur", "GET", "/api/v1/tenders/%s/gap", w.draft},
		{"nobody", "GET", "/api/v1/tenders/%s", w.draft},
		{"nobody", "GET", "/api/v1/tenders/%s/notices", w.draft},
		{"foreign city's staff", "GET", "/api/v1/referrals/%s", w.things["/referrals"]},
		{"foreign city's staff", "PUT", "/api/v1/services/%s", w.things["/services"]},
		{"foreign city's staff", "GET", "/api/v1/services/%s/slots", w.things["/services"]},
		{"foreign city's staff", "GET", "/api/v1/vacancies/%s/review", w.things["/vacancies"]},
		{"foreign city's staff", "POST", "/api/v1/organisations/%s/verification", w.things["/organisations"]},
		{"foreign city's staff", "GET", "/api/v1/engagements/%s", w.things["/engagements"]},
		{"foreign city's staff", "PUT", "/api/v1/events/%s", w.things["/events"]},
		{"nobody", "GET", "/api/v1/vacancies/%s", w.things["/vacancies"]},
		{"nobody", "GET", "/api/v1/pledges/%s", w.things["/pledges"]},
		{"nobody", "GET", "/api/v1/events/%s", w.things["/events"]},
	} {
		v := w.named(c.who)
		foreign := w.ask(v, c.method, fmt.Sprintf(c.path, c.id), "{}")
		missing := w.ask(v, c.method, fmt.Sprintf(c.path, "nothing-2222222222"), "{}")
		if foreign.status != http.StatusNotFound || missing.status != http.StatusNotFound || withoutID(foreign.text) != withoutID(missing.text) {
			t.Errorf("%s, %s: another's %d %s, missing %d %s", c.who, c.path, foreign.status, foreign.text, missing.status, missing.text)
		}
	}
}

var requestID = regexp.MustCompile(`urn:request:[A-Z0-9]+`)

func withoutID(text string) string { return requestID.ReplaceAllString(text, "") }

// A page of another site cannot act with the session of a user who opens it.
func TestForeignPagesCannotActForAnybody(t *testing.T) {
	w := newTown(t)
	for _, r := range w.app.site.Routes() {
		if r.Method == "GET" {
			continue
		}
		for _, v := range w.crowd {
			for _, d := range endpoints(r, w.tender) {
				req, err := http.NewRequestWithContext(t.Context(), d.method, w.base+d.path, strings.NewReader(url.Values{"csrf": {v.form}}.Encode()))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				req.Header.Set("Sec-Fetch-Site", "cross-site")
				req.Header.Set("Origin", "https://evil.test")
				req.AddCookie(&http.Cookie{Name: "session", Value: v.token})
				res, err := doorman.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				if res.StatusCode != http.StatusForbidden {
					t.Errorf("%s, %s %s from another site: %d", v.says, d.method, d.path, res.StatusCode)
				}
			}
		}
	}
}
