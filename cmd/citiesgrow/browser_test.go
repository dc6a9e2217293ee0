//go:build !race

package main

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"citiesgrow/internal/actor"
	"citiesgrow/seed"
)

// heaviest is the maximum transfer size of a page of results in bytes, with its style and script.
const heaviest = 60 << 10

// Every page works on a phone and on a desktop, in English and in Arabic: it is not wider than the window, violates no content
// security policy, requests nothing from other sites and has no missing text. With -artifacts, screenshots are stored.
func TestPagesInABrowser(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	logins, err := seed.Run(actor.AsSystem(t.Context()), h.app.seedHouse())
	if err != nil {
		t.Fatal(err)
	}
	h.catchUp()
	t.Run("forms saved as they are", func(t *testing.T) { h.savesFormsAsTheyAre(t, logins) })
	h.catchUp()
	browser := openBrowser(t)
	tenderPath, draftPath := h.examples(t, logins)
	service, vacancy, event := h.first(t, "services?city=helsinki&topic=insurance"), h.first(t, "vacancies?city=helsinki&kind=vacancy"),
		h.first(t, "events?city=helsinki")
	conference := h.first(t, "conferences")
	pages := map[string][]string{
		"": {"/", "/tenders?q=cleaning", "/tenders?q=xyzzyq", tenderPath, "/accounts/new", "/sessions/new", "/help", "/design", "/api/docs", "/nowhere",
			"/services?city=helsinki", "/services?q=zzyzx", service, "/vacancies?city=helsinki", vacancy, "/organisations?city=helsinki",
			"/pledges?city=helsinki", "/events", event, "/accounts/claim",
			"/reports/new", "/reports/inbox", "/reports/figures?quarter=2026-Q3", "/library", conference},
		"entrepreneur": {"/supplier/matches", "/supplier", "/supplier/work", "/supplier/size", "/supplier/proof", "/supplier/contact", "/supplier/followed",
			"/searches", tenderPath, "/account",
			"/services/plan", "/readiness", "/referrals", "/appointments", "/assistants", service, event, "/teams"},
		"buyer": {"/tenders/mine", "/tenders/new", draftPath, strings.TrimSuffix(draftPath, "/draft") + "/outcome", tenderPath,
			"/suppliers?q=catering", "/tenders/shares"},
		"provider": {"/services/mine", "/services/new", service + "/edit", service + "/slots", "/services/unmet", "/services/import", "/referrals", "/clients"},
		"employer": {"/organisation", "/organisation/edit", vacancy, "/vacancies/new", "/pledges/new", "/events/new", "/tenders/new"},
		"staff": {"/vacancies/review", "/engagements", "/organisations/waiting", "/programme/clusters", "/programme/clusters/b1",
			"/programme/visits/new", "/programme/plans", "/programme/actions/new", "/programme/benchmark", "/programme/benchmark/athens",
			"/programme/benchmark/helsinki/edit", "/library/new"},
		"caseworker": {"/cases", "/cases/key", "/cases/new", h.deskCase(t, logins), "/cases/erasures"},
		"custodian":  {"/custody", "/custody/log", "/cases/key"},
		"admin": {"/monitor/cities", "/monitor/cities/helsinki", "/monitor/cities/helsinki/unmatched",
			"/monitor/cities/helsinki/recount?quarter=2026-Q3", "/monitor/indicators?quarter=2026-Q3", "/monitor/quarters", "/monitor/figures", "/accounts", "/imports"},
	}
	for role, paths := range pages {
		session := h.session(role, logins)
		for _, language := range []string{"en", "ar"} {
			for _, width := range []int64{360, 1280} {
				if language == "ar" && width == 1280 && !pictures() {
					continue // errors there also appear at 360; only the screenshots cover all four combinations
				}
				for _, path := range paths {
					name := fmt.Sprintf("%s %s %d %s", role, language, width, path)
					t.Run(name, func(t *testing.T) {
						seen := browser.open(t, h.base, path, session, language, width)
						seen.judge(t, h.base, path)
					})
				}
			}
		}
	}
}

// first returns the path of the first item in a list of the API.
func (h *house) first(t *testing.T, list string) string {
	t.Helper()
	var found struct{ Items []struct{ ID string } }
	h.person("en").get("/api/v1/"+list, &found)
	if len(found.Items) == 0 {
		t.Fatalf("the demonstration has nothing in %s", list)
	}
	name, _, _ := strings.Cut(list, "?")
	return "/" + name + "/" + found.Items[0].ID
}

func (h *house) examples(t *testing.T, logins []seed.Login) (tenderPath, draftPath string) {
	var list struct {
		Items []struct{ ID, Status string }
	}
	h.person("en").get("/api/v1/tenders?q=school+cleaning&city=helsinki&status=open", &list)
	var mine struct {
		Items []struct{ ID, Status string }
	}
	h.signedIn("buyer", logins).get("/api/v1/tenders/mine", &mine)
	if len(list.Items) == 0 || len(mine.Items) == 0 {
		t.Fatalf("the demonstration has no contract to show: %v %v", list, mine)
	}
	return "/tenders/" + list.Items[0].ID, "/tenders/" + mine.Items[0].ID + "/draft"
}

// signedIn signs in with the first demonstration account of a role.
func (h *house) signedIn(role string, logins []seed.Login) *person {
	p := h.person("en")
	for _, l := range logins {
		if l.Role == role {
			p.post("/sessions", url.Values{"email": {l.Email}, "password": {l.Password}})
			if role == "caseworker" || role == "custodian" {
				p.post("/cases/key/opening", url.Values{"passphrase": {l.Password}})
			}
			return p
		}
	}
	h.t.Fatalf("no login of role %s", role)
	return nil
}

// deskCase returns the path of the case that is due first in the city of the first caseworker.
func (h *house) deskCase(t *testing.T, logins []seed.Login) string {
	t.Helper()
	var queue struct{ Items []struct{ ID string } }
	h.signedIn("caseworker", logins).get("/api/v1/cases", &queue)
	if len(queue.Items) == 0 {
		t.Fatal("the demonstration has no case")
	}
	return "/cases/" + queue.Items[0].ID
}

func (h *house) session(role string, logins []seed.Login) string {
	if role == "" {
		return ""
	}
	base, err := url.Parse(h.base)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range h.signedIn(role, logins).client.Jar.Cookies(base) {
		if c.Name == "session" {
			return c.Value
		}
	}
	h.t.Fatalf("%s has no session", role)
	return ""
}

// browser is one tab that opens one page after the other.
type browser struct {
	ctx context.Context
	mu  sync.Mutex
	now *sight
}

// openBrowser starts Chromium. Without Chromium the test is skipped with that reason, and fails in CI.
func openBrowser(t *testing.T) *browser {
	if _, err := exec.LookPath("chromium"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed: make test installs it")
		}
		t.Skip("chromium is not installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &browser{ctx: ctx}
	chromedp.ListenTarget(ctx, b.notice)
	if err := chromedp.Run(ctx, network.Enable(), log.Enable()); err != nil {
		t.Fatal(err)
	}
	return b
}

// pictures reports whether screenshots were requested with go test -artifacts.
func pictures() bool {
	kept := flag.Lookup("test.artifacts")
	return kept != nil && kept.Value.String() == "true"
}

// notice records the requests and policy violations of the current page.
func (b *browser) notice(e any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.now == nil {
		return
	}
	switch e := e.(type) {
	case *network.EventRequestWillBeSent:
		b.now.asked = append(b.now.asked, e.Request.URL)
	case *network.EventLoadingFinished:
		b.now.weight += e.EncodedDataLength
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") {
			b.now.violated = append(b.now.violated, e.Entry.Text)
		}
	}
}

// sight is what was measured on one page.
type sight struct {
	asked    []string
	violated []string
	weight   float64
	scroll   int64
	width    int64
	text     string
	heads    int64
	unnamed  int64
}

func (b *browser) open(t *testing.T, base, path, session, language string, width int64) *sight {
	t.Helper()
	s := &sight{}
	b.mu.Lock()
	b.now = s
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.now = nil
	}()
	host, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	cookie := func(name, value string) chromedp.Action {
		return network.SetCookie(name, value).WithDomain(host.Hostname()).WithPath("/")
	}
	var picture []byte
	limited, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	err = chromedp.Run(limited, network.ClearBrowserCache(), network.ClearBrowserCookies(),
		cookie("session", session), cookie("language", language),
		emulation.SetDeviceMetricsOverride(width, 800, 1, width < 700), chromedp.Navigate(base+path),
		chromedp.Evaluate(`document.documentElement.scrollWidth`, &s.scroll), chromedp.Evaluate(`document.documentElement.clientWidth`, &s.width),
		chromedp.Evaluate(`document.querySelectorAll("h1").length`, &s.heads),
		chromedp.Evaluate(`[...document.querySelectorAll("input:not([type=hidden]),select,textarea")].filter(e => !e.labels?.length && `+
			`!e.getAttribute("aria-label")).length`, &s.unnamed),
		chromedp.Evaluate(`document.documentElement.outerHTML`, &s.text),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			if pictures() {
				picture, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).Do(ctx)
			}
			return err
		}))
	if err != nil {
		t.Fatal(err)
	}
	if picture == nil {
		return s // no screenshots were requested
	}
	name := strings.NewReplacer("/", "_", "?", "_", "&", "_").Replace(t.Name()) + ".png"
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), filepath.Base(name)), picture, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *sight) judge(t *testing.T, base, path string) {
	t.Helper()
	if s.scroll > s.width {
		t.Errorf("the page is %d px wide in a window of %d", s.scroll, s.width)
	}
	for _, u := range s.asked {
		if !strings.HasPrefix(u, base) && !strings.HasPrefix(u, "data:") {
			t.Errorf("the page asks another site: %s", u)
		}
	}
	for _, v := range s.violated {
		t.Errorf("the content policy is broken: %s", v)
	}
	if strings.HasPrefix(path, "/tenders?") && s.weight > heaviest {
		t.Errorf("the page weighs %.0f bytes, more than %d", s.weight, heaviest)
	}
	if strings.Contains(s.text, "⟦") {
		t.Error("a sentence is missing")
	}
	if s.heads != 1 {
		t.Errorf("%d first headings", s.heads)
	}
	if s.unnamed != 0 {
		t.Errorf("%d inputs have no label", s.unnamed)
	}
}
