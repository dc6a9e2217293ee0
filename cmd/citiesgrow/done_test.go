package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// After every button the next page says what was done.
func TestEveryPressIsAnswered(t *testing.T) {
	w := newTown(t)
	for _, c := range []struct {
		who, path string
		form      url.Values
		says      string
	}{
		{"entrepreneur", "/supplier", url.Values{"section": {"size"}, "staff": {"4"}}, "Saved."},
		{"entrepreneur", "/supplier/declaration", url.Values{"migrant_led": {"yes"}}, "Saved."},
		{"entrepreneur", "/tenders/" + w.tender + "/interests", url.Values{"declared": {"no"}}, "You follow this contract"},
		{"entrepreneur", "/tenders/" + w.tender + "/questions", url.Values{"text": {"Who has the key?"}}, "Your question is sent"},
		{"entrepreneur", "/searches", url.Values{"q": {"cleaning"}}, "The search is kept"},
		{"entrepreneur", "/referrals", url.Values{"service": {w.things["/services"]}, "need": {"accounts"}}, "Your request is sent"},
		{"entrepreneur", "/slots/" + w.things["/slots"] + "/booking/delete", nil, "The appointment is called off"},
		{"employer", "/events/" + w.things["/events"] + "/publication", nil, "People can see it now"},
		{"entrepreneur", "/events/" + w.things["/events"] + "/registrations", nil, "You are registered"},
		{"entrepreneur", "/events/" + w.things["/events"] + "/registrations/delete", nil, "You no longer take part"},
		{"employer", "/events/" + w.things["/events"] + "/cancellation", url.Values{"reason": {"Snow."}}, "It is called off"},
		{"employer", "/pledges", url.Values{"what": {"hires"}, "count": {"1"}, "until": {"2027-06-01"}}, "Saved."},
		{"employer", "/organisation", url.Values{"name": {"Clean House"}, "kind": {"employer"}, "words": {"cleaning"}, "languages": {"lv"}}, "Saved."},
		{"provider", "/services/" + w.things["/services"] + "/confirmation", nil, "Confirmed."},
		{"staff", "/accounts/" + w.waiter + "/verification", nil, "Verified."},
		{"staff", "/programme/visits/" + w.things["/programme/visits"] + "/lessons", url.Values{"text": {"Pay early."}}, "Saved."},
		{"staff", "/engagements/" + w.things["/engagements"] + "/entries", url.Values{"kind": {"note"}, "text": {"Called."}}, "Saved."},
	} {
		v := w.named(c.who)
		res := w.ask(v, "POST", c.path, c.form.Encode())
		to := res.header.Get("Location")
		if res.status != http.StatusSeeOther {
			t.Errorf("%s: %d %.400s", c.path, res.status, res.text)
			continue
		}
		page := w.ask(v, "GET", to, "")
		if said := doneNotice.FindString(page.text); !strings.Contains(said, c.says) {
			t.Errorf("%s leads to %s (%d), which says %q, not %q", c.path, to, page.status, said, c.says)
		}
	}
}

var doneNotice = regexp.MustCompile(`<p class="notice good done" role="status">[^<]*</p>`)

// A query parameter can only show the program's own messages.
func TestTheAddressSaysNothingOfItsOwn(t *testing.T) {
	w := newTown(t)
	for _, said := range []string{"nothing", "<b>", "saved.x", "../saved", "SAVED", ""} {
		if page := w.ask(w.named("nobody"), "GET", "/tenders?done="+url.QueryEscape(said), ""); doneNotice.MatchString(page.text) || page.status != 200 {
			t.Errorf("%q: %d", said, page.status)
		}
	}
}

// A job with two places shows how many are filled, and closes when both are.
func TestAnOfferSaysHowManyPlacesAreFilled(t *testing.T) {
	w := newTown(t)
	offer := "/vacancies/" + w.things["/vacancies"]
	w.do("employer", offer+"/closing", url.Values{"filled": {"1"}})
	if page := w.ask(w.named("employer"), "GET", offer, "").text; !strings.Contains(page, "1 of 2 filled") || !strings.Contains(page, offer+"/closing") {
		t.Errorf("%s", page)
	}
	w.do("employer", offer+"/closing", url.Values{"filled": {"1"}})
	if page := w.ask(w.named("employer"), "GET", offer, "").text; !strings.Contains(page, "2 of 2 filled") || strings.Contains(page, offer+"/closing") {
		t.Errorf("%s", page)
	}
}
