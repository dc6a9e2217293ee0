//go:build !race

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

const forward = `#answers p.actions > button.button:not([name])`

// walk is a person who files a report in a browser.
type walk struct {
	t   *testing.T
	ctx context.Context
}

func (w *walk) run(actions ...chromedp.Action) {
	w.t.Helper()
	if err := chromedp.Run(w.ctx, actions...); err != nil {
		w.t.Fatal(err)
	}
}

// next sends the form of a step and checks the next page: it fits the window, every input has a label, and there is one heading.
func (w *walk) next(name string) {
	w.t.Helper()
	if _, err := chromedp.RunResponse(w.ctx, chromedp.Click(forward, chromedp.ByQuery)); err != nil {
		w.t.Fatal(err)
	}
	w.look(name)
}

func (w *walk) look(name string) {
	w.t.Helper()
	s := &sight{}
	var picture []byte
	w.run(chromedp.Evaluate(`document.documentElement.scrollWidth`, &s.scroll), chromedp.Evaluate(`document.documentElement.clientWidth`, &s.width),
		chromedp.Evaluate(`document.querySelectorAll("h1").length`, &s.heads), chromedp.Evaluate(`document.documentElement.outerHTML`, &s.text),
		chromedp.Evaluate(`[...document.querySelectorAll("input:not([type=hidden]),select,textarea")].filter(e => !e.labels?.length && `+
			`!e.getAttribute("aria-label")).length`, &s.unnamed),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			picture, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).Do(ctx)
			return err
		}))
	s.judge(w.t, "", "/reports/new")
	if strings.Contains(s.text, "error-summary") {
		w.t.Errorf("%s: the page before was refused: %s", name, s.text)
	}
	if err := os.WriteFile(filepath.Join(w.t.ArtifactDir(), strings.ReplaceAll(w.t.Name(), "/", "_")+"_"+name+".png"), picture, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// A person files a report on a phone and on a desktop, in English and Arabic. On the phone they leave in the middle: going back
// shows nothing of the report, and the browser stores nothing of it.
func TestReportingInABrowser(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	h.desk(t)
	b := openBrowser(t)
	for _, language := range []string{"en", "ar"} {
		for name, width := range map[string]int64{"phone": 360, "desk": 1280} {
			t.Run(language+" "+name, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
				defer cancel()
				w := &walk{t, ctx}
				w.run(network.ClearBrowserCookies(), emulation.SetDeviceMetricsOverride(width, 800, 1, width < 700),
					chromedp.Navigate(h.base+"/reports/new?lang="+language),
					chromedp.SetValue(`#city`, "riga", chromedp.ByQuery))
				w.next("before")
				w.next("about")
				w.run(chromedp.Click(`input[name=ground]`, chromedp.ByQuery), chromedp.Click(`input[name=field]`, chromedp.ByQuery))
				w.next("told")
				w.run(chromedp.SendKeys(`#what`, "CANARY they laughed", chromedp.ByQuery))
				w.next("wish")
				w.run(chromedp.Click(`input[name=wish]`, chromedp.ByQuery))
				w.next("more")
				w.next("check")
				if name == "phone" {
					w.leave(h.base)
					return
				}
				w.next("sent")
				var receipt string
				w.run(chromedp.Value(`input[name=receipt]`, &receipt, chromedp.ByQuery))
				w.run(chromedp.Click(`input[name=written]`, chromedp.ByQuery), chromedp.SendKeys(`#typed`, receipt, chromedp.ByQuery))
				w.next("done")
			})
		}
	}
}

func (w *walk) leave(base string) {
	w.t.Helper()
	var before, after []*page.NavigationEntry
	entries := func(into *[]*page.NavigationEntry) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) (err error) {
			_, *into, err = page.GetNavigationHistory().Do(ctx)
			return err
		})
	}
	w.run(entries(&before), chromedp.Evaluate(`document.querySelector("[data-leave]").click()`, nil), chromedp.Sleep(700*time.Millisecond), entries(&after))
	if len(after) > len(before) || strings.Contains(after[len(after)-1].URL, "/reports/new") {
		w.t.Errorf("leaving left %d entries, the last %s", len(after), after[len(after)-1].URL)
	}
	for _, e := range after {
		if strings.HasPrefix(e.URL, base) && strings.Contains(e.Title, "eport") {
			w.t.Errorf("the history says %q", e.Title)
		}
	}
	// The page was not cached, so the browser has nothing to show.
	if err := chromedp.Run(w.ctx, chromedp.NavigateBack()); err != nil && !strings.Contains(err.Error(), "ERR_CACHE_MISS") {
		w.t.Fatal(err)
	}
	var text string
	w.run(chromedp.Sleep(300*time.Millisecond), chromedp.Evaluate(`document.documentElement.outerHTML`, &text))
	if strings.Contains(text, "CANARY") {
		w.t.Errorf("going back shows it: %s", text)
	}
	var stored int
	w.run(chromedp.Navigate(base+"/reports/inbox"), chromedp.Evaluate(`localStorage.length + sessionStorage.length + document.cookie.length`, &stored))
	if stored != 0 {
		w.t.Errorf("%d things are kept in the browser", stored)
	}
}
