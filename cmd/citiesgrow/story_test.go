package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/testdata"
)

// The main use case with real data. An entrepreneur types Ukrainian and finds a Finnish notice, with the reasons why it fits and
// the gaps. A buyer posts a tender and sees the entrepreneur's business with the same reasons. All requests are forms over a real
// listener.
//
// The clock is in November 2016, when the Finnish notice 391998-2016 (restaurant services near Helsinki) was open.
func TestAnEntrepreneurAndABuyerMeet(t *testing.T) {
	h := newHouse(t, time.Date(2016, 11, 15, 9, 0, 0, 0, time.UTC))
	job, err := h.app.intake.Import(actor.AsSystem(t.Context()), intake.Request{Paths: []string{testdata.Dir(t, "ted", "xml")}})
	if err != nil || job.Summary.Rejected > 0 || job.Summary.New < 400 {
		t.Fatalf("import %+v %v", job, err)
	}
	h.catchUp()

	olena := h.person("uk")
	olena.post("/accounts", url.Values{"role": {"entrepreneur"}, "name": {"Олена Коваль"}, "city": {"helsinki"}, "email": {"olena@example.org"},
		"password": {"борщ вареники сало"}})
	olena.post("/sessions", url.Values{"email": {"olena@example.org"}, "password": {"борщ вареники сало"}})
	olena.sees("/supplier/matches", "/supplier/work")
	olena.post("/supplier", url.Values{"section": {"work"}, "name": {"Смачна кухня"}, "words": {"кейтеринг, послуги ресторану, шкільне харчування"},
		"city": {"helsinki"}, "languages": {"uk", "fi"}})
	olena.post("/supplier", url.Values{"section": {"size"}, "turnover[0].year": {"2015"}, "turnover[0].amount": {"120 000"}, "staff": {"4"},
		"largest": {"150000"}})
	h.catchUp()

	list := olena.sees("/tenders?q="+url.QueryEscape("послуги ресторану")+"&status=open", "Casino Helsinki ravintolapalvelut")
	link := regexp.MustCompile(`href="(/tenders/tender-[a-z0-9]+)"[^<]*</a></h3>\s*<p[^>]*lang="fi"[^>]*>Casino`).FindStringSubmatch(list)
	if link == nil {
		t.Fatalf("no notice in the list: %s", list)
	}
	tenderPage := olena.sees(link[1], `class="gap"`, `lang="fi"`, "Casino Helsingin")
	if strings.Contains(tenderPage, "⟦") {
		t.Errorf("a sentence is missing: %s", tenderPage)
	}
	if mine := olena.sees("/supplier/matches", link[1], `<dl class="fit">`, `<div class="met">`, "/objection"); strings.Contains(mine, "%</strong>") {
		t.Error("her matches show a percentage")
	}
	olena.post(link[1]+"/interests", url.Values{"declared": {"yes"}, "note": {"Ми готові."}})
	olena.sees("/supplier/followed", link[1])

	buyer := h.staffMade(account.Registration{Email: "buyer@example.org", Password: "a city buys lunches", Name: "Bo", Role: actor.Buyer,
		City: "helsinki", Organisation: "City of Helsinki"})
	form := url.Values{"title": {"Lunches for two schools"}, "description": {"Warm lunches every day."}, "language": {"en"}, "trade": {"school meals"},
		"city": {"helsinki"}, "value": {"90 000"},
		"deadline": {"2016-12-20T12:00"}, "languages": {"fi", "en"}, "no_lots_why": {"One kitchen."}, "submit_url": {"https://hankinnat.example/keittio"},
		"requirements.turnover": {"400 000"}}
	at := buyer.post("/tenders", form)
	draft := buyer.sees(at, `class="reach"`)
	if !strings.Contains(draft, "twice the value") {
		t.Errorf("the turnover rule is not warned about: %s", draft)
	}
	id := strings.TrimSuffix(strings.TrimPrefix(at, "/tenders/"), "/draft")
	buyer.post("/tenders/"+id+"/publication", nil)
	h.catchUp()
	firms := buyer.sees("/tenders/"+id+"/matches", "Смачна кухня", `<dl class="fit">`)
	if strings.Contains(firms, "olena@example.org") {
		t.Error("a buyer sees an address the firm did not show")
	}

	var theirs struct {
		Items []struct {
			Supplier struct{ Name string }
			Score    int
			Reasons  []struct{ State string }
		}
	}
	buyer.get("/api/v1/tenders/"+id+"/matches", &theirs)
	var hers struct {
		Items []struct {
			Tender  struct{ ID string }
			Score   int
			Reasons []struct{ State string }
		}
	}
	olena.get("/api/v1/supplier/matches", &hers)
	for _, m := range hers.Items {
		if m.Tender.ID == id && (len(theirs.Items) == 0 || m.Score != theirs.Items[0].Score || m.Reasons[0].State != theirs.Items[0].Reasons[0].State) {
			t.Errorf("she sees %+v, the buyer %+v", m, theirs.Items)
		}
	}
	var gap struct {
		Lacking int
		Items   []struct{ Kind, State string }
	}
	olena.get("/api/v1/tenders/"+id+"/gap", &gap)
	if gap.Lacking != 1 || gap.Items[0].Kind != "turnover" || gap.Items[0].State != "lacking" {
		t.Errorf("gap %+v", gap)
	}

	buyer.post("/tenders/"+id+"/outcome", url.Values{"kind": {"withdrawn"}, "reason": {"The kitchen is closed."}})
	olena.post("/tenders/"+id+"/interests", url.Values{"declared": {"no"}})
	olena.sees("/supplier/followed", "The kitchen is closed.")
	h.catchUp()
	staff := h.staffMade(account.Registration{Email: "staff@example.org", Password: "the programme counts", Name: "Sam", Role: actor.Staff})
	var city struct{ Figures map[string]int }
	staff.get("/api/v1/monitor/cities/helsinki", &city)
	if city.Figures["published"] < 2 || city.Figures["matched"] < 1 || city.Figures["interest"] != 1 || city.Figures["firms"] != 1 || city.Figures["seen"] != 1 {
		t.Errorf("the city's figures: %+v", city.Figures)
	}
}

// house is a running service with a fixed clock.
type house struct {
	t    *testing.T
	app  *app
	base string
	stop func()
}

func newHouse(t *testing.T, now time.Time) *house {
	t.Helper()
	return houseOn(t, now, t.TempDir(), slog.DiscardHandler)
}

// houseOn starts a house with a data folder and a log handler.
func houseOn(t *testing.T, now time.Time, data string, log slog.Handler) *house {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	c := &config{addr: "127.0.0.1:0", data: data, proxies: "127.0.0.1", stretch: moduletest.Stretch}
	a, err := assemble(ctx, c, slog.New(log), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", c.addr)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- a.serve(ctx, l) }()
	h := &house{t: t, app: a, base: "http://" + l.Addr().String()}
	h.stop = sync.OnceFunc(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(h.stop)
	return h
}

func (h *house) catchUp() {
	h.t.Helper()
	if err := h.app.catchUp(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// person is a browser without script, in one language.
type person struct {
	h        *house
	client   *http.Client
	language string
}

func (h *house) person(language string) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{h: h, language: language, client: &http.Client{Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// staffMade is a user, signed in, whose account was created by the system.
func (h *house) staffMade(r account.Registration) *person {
	h.t.Helper()
	if _, err := h.app.accounts.Create(actor.AsSystem(h.t.Context()), r); err != nil {
		h.t.Fatal(err)
	}
	p := h.person("en")
	p.post("/sessions", url.Values{"email": {r.Email}, "password": {r.Password}})
	return p
}

func (p *person) do(method, path string, body io.Reader, kind string) (*http.Response, string) {
	p.h.t.Helper()
	req, err := http.NewRequestWithContext(p.h.t.Context(), method, p.h.base+path, body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	req.Header.Set("Accept-Language", p.language)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Origin", p.h.base)
	}
	answer, err := p.client.Do(req)
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	return answer, moduletest.Unlaid(string(text))
}

// sees opens a page that must contain these strings.
func (p *person) sees(path string, pieces ...string) string {
	p.h.t.Helper()
	answer, text := p.do("GET", path, nil, "")
	if answer.StatusCode != http.StatusOK {
		p.h.t.Fatalf("GET %s: %d %s", path, answer.StatusCode, text)
	}
	for _, piece := range pieces {
		if !strings.Contains(text, piece) {
			p.h.t.Errorf("GET %s does not show %q: %s", path, piece, text)
		}
	}
	return text
}

var tokenInput = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// post sends a form as the page would, and returns the Location.
func (p *person) post(path string, form url.Values) string {
	p.h.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	if _, page := p.do("GET", "/help", nil, ""); tokenInput.MatchString(page) {
		form.Set("csrf", tokenInput.FindStringSubmatch(page)[1])
	}
	answer, text := p.do("POST", path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
	if answer.StatusCode != http.StatusSeeOther {
		p.h.t.Fatalf("POST %s: %d %s", path, answer.StatusCode, text)
	}
	path, _, _ = strings.Cut(answer.Header.Get("Location"), "?done=") // the query only selects the message on the page
	return path
}

// get reads from the API with the session of the browser.
func (p *person) get(path string, into any) {
	p.h.t.Helper()
	answer, text := p.do("GET", path, nil, "")
	if answer.StatusCode != http.StatusOK {
		p.h.t.Fatalf("GET %s: %d %s", path, answer.StatusCode, text)
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		p.h.t.Fatalf("GET %s: %v", path, err)
	}
}
