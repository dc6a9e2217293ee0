package main

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Data of a supplier's profile is shown where it is useful: the founding year next to the turnover, the registers next to the
// proofs, and a link to the website. A buyer sees nothing of it if the supplier hides it.
func TestWhatAFirmIsAskedIsShown(t *testing.T) {
	w := newTown(t)
	owner, buyer := w.named("entrepreneur"), w.named("buyer")
	told := `{"name":"Clean Riga","words":"cleaning of offices","city":"riga","cities":["riga"],"languages":["lv","en"],` +
		`"founded":2021,"turnover":[{"year":2025,"amount":"90 000"}],` +
		`"registrations":"Trade register Riga 4711, Craft chamber",` +
		`"web":"https://cleanriga.example","email":"a@cleanriga.example","seeCapacity":"%","seeProof":"%","seeContact":"%"}`
	for see, shown := range map[string]bool{"buyers": true, "me": false} {
		if res := w.ask(owner, "PUT", "/api/v1/supplier", strings.ReplaceAll(told, "%", see)); res.status != http.StatusOK {
			t.Fatalf("%d %s", res.status, res.text)
		}
		page := w.ask(buyer, "GET", "/suppliers/"+w.supplier, "").text
		for _, piece := range []string{"2021", "Trade register Riga 4711", `href="https://cleanriga.example" rel="noopener`} {
			if strings.Contains(page, piece) != shown {
				t.Errorf("seen by %s: %q is shown %v", see, piece, !shown)
			}
		}
	}
}

// Checkboxes and radio buttons of one question are in a named group, for users of screen readers.
func TestAnswersToOneQuestionAreAGroup(t *testing.T) {
	w := newTown(t)
	groups := 0
	for who, paths := range map[string][]string{
		"nobody": {"/tenders", "/services", "/vacancies", "/library", "/accounts/new", "/events"},
		"entrepreneur": {"/supplier/work", "/supplier/size", "/supplier/proof", "/supplier/contact", "/supplier", "/assistants", "/readiness", "/teams",
			"/tenders/" + w.tender},
		"buyer":    {"/suppliers", "/tenders/new", "/tenders/" + w.draft + "/draft"},
		"employer": {"/vacancies/new", "/events/new", "/organisation/edit"},
		"provider": {"/services/new"},
		"staff":    {"/library/new", "/engagements"},
	} {
		for _, path := range paths {
			got := w.ask(w.named(who), "GET", path, "")
			doc, err := html.Parse(strings.NewReader(got.text))
			if err != nil || got.status != http.StatusOK {
				t.Errorf("%s: %d %v", path, got.status, err)
				continue
			}
			alone := map[string]int{}
			groups += inputsAlone(doc, false, alone)
			for name, n := range alone {
				if n > 1 {
					t.Errorf("%s: %d boxes called %s are in no group", path, n, name)
				}
			}
		}
	}
	if groups < 20 {
		t.Errorf("only %d boxes in groups were seen", groups)
	}
}

// inputsAlone counts checkboxes and radio buttons outside of groups by name, and returns the number of those inside.
func inputsAlone(n *html.Node, grouped bool, alone map[string]int) (inside int) {
	attr := map[string]string{}
	for _, a := range n.Attr {
		attr[a.Key] = a.Val
	}
	if n.Type == html.ElementNode {
		grouped = grouped || n.Data == "fieldset" || attr["role"] == "group" && attr["aria-label"]+attr["aria-labelledby"] != "" || attr["role"] == "radiogroup"
		if n.Data == "input" && (attr["type"] == "checkbox" || attr["type"] == "radio") {
			if grouped {
				inside++
			} else {
				alone[attr["name"]]++
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inside += inputsAlone(c, grouped, alone)
	}
	return inside
}
