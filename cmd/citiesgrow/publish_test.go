package main

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
)

// tries sends a form that may be rejected, and returns the response and its page.
func (p *person) tries(path string, form url.Values) (*http.Response, string) {
	p.h.t.Helper()
	_, page := p.do("GET", "/help", nil, "")
	form.Set("csrf", tokenInput.FindStringSubmatch(page)[1])
	return p.do("POST", path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
}

var revisionInput = regexp.MustCompile(`name="revision" value="(\d+)"`)

func draftForm() url.Values {
	return url.Values{"title": {"Schoonmaak van drie buurthuizen"}, "description": {"Dagelijkse schoonmaak van drie buurthuizen in de binnenstad, ook de ramen."},
		"trade": {"office cleaning"}, "city": {"ghent"}, "value": {"110 000"}, "deadline": {"2026-12-20T12:00"}, "languages": {"nl"},
		"lots[0].title": {"Noord"}, "lots[0].value": {"100 000"}, "lots[1].title": {"Zuid"}, "lots[1].value": {"50 000"}, "requirements.turnover": {"180 000"}}
}

func aBuyer(h *house) *person {
	return h.staffMade(account.Registration{Email: "inkoop@example.org", Password: "een stad koopt schoonmaak", Name: "Bo", Role: actor.Buyer,
		City: "ghent", Organisation: "Stad Gent"})
}

func TestWhatIsOnTheScreenIsWhatIsPublished(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC))
	buyer := aBuyer(h)
	form := draftForm()
	form.Set("then", "check")
	check := buyer.post("/tenders", form)
	id := strings.TrimSuffix(strings.TrimPrefix(check, "/tenders/"), "/check")
	if !strings.HasSuffix(check, "/check") {
		t.Fatalf("the form leads to %s", check)
	}
	page := buyer.sees(check, "Schoonmaak van drie buurthuizen", "€180,000", "Noord", "Zuid", "Written in: Dutch", "Change 2 things first",
		`href="/tenders/`+id+`/draft#submit_url"`, `href="/tenders/`+id+`/draft#value_why"`, "€150,000")
	if strings.Contains(page, `action="/tenders/`+id+`/publication"`) {
		t.Error("what lacks an address can be published")
	}
	// After a rejected publication the form has the typed values.
	if answer, text := buyer.tries("/tenders/"+id+"/publication", url.Values{}); answer.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(text, "Schoonmaak van drie buurthuizen") {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	draft := buyer.sees("/tenders/"+id+"/draft", "Schoonmaak van drie buurthuizen", `value="110000"`, "Noord", `value="180000"`)

	// The button that leads to the check also saves the changes.
	form = draftForm()
	form.Set("then", "check")
	form.Set("revision", revisionInput.FindStringSubmatch(draft)[1])
	form.Set("requirements.turnover", "60 000")
	form.Set("submit_url", "https://stad.gent/offertes/7")
	form.Set("value_why", "De ramen komen erbij.")
	form.Set("sme", "yes")
	form.Add("social", "opp")
	buyer.post("/tenders/"+id, form)
	page = buyer.sees(check, "€60,000", "De ramen komen erbij.", "https://stad.gent/offertes/7", "Publish this contract")
	if strings.Contains(page, "€180,000") {
		t.Error("the check shows the old turnover")
	}
	seen := revisionInput.FindStringSubmatch(page)[1]

	// The draft was changed in another tab, so the stored draft is not the one that was checked.
	form.Set("revision", seen)
	form.Set("requirements.turnover", "90 000")
	buyer.post("/tenders/"+id, form)
	if answer, text := buyer.tries("/tenders/"+id+"/publication", url.Values{"revision": {seen}}); answer.StatusCode != http.StatusConflict ||
		!strings.Contains(text, "€90,000") || !strings.Contains(text, "was changed after you opened") {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	page = buyer.sees(check, "€90,000")
	buyer.post("/tenders/"+id+"/publication", url.Values{"revision": {revisionInput.FindStringSubmatch(page)[1]}})
	h.catchUp()
	reader := h.person("en")
	page = reader.sees("/tenders/"+id, "€90,000", "De ramen komen erbij.", "Noord", "Zuid", "https://stad.gent/offertes/7", `lang="nl"`,
		"jobs for people who find it hard to get one")
	if strings.Contains(page, "€60,000") || strings.Contains(page, "€180,000") {
		t.Error("something older than what was checked is published")
	}
	var published struct{ Language string }
	reader.get("/api/v1/tenders/"+id, &published)
	if published.Language != "nl" {
		t.Errorf("a Dutch text is marked %q", published.Language)
	}
}

func TestADraftIsThrownAway(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC))
	buyer := aBuyer(h)
	form := draftForm()
	form.Set("submit_url", "https://stad.gent/offertes/7")
	form.Set("value", "150 000")
	id := strings.TrimSuffix(strings.TrimPrefix(buyer.post("/tenders", form), "/tenders/"), "/draft")
	buyer.post("/tenders/"+id+"/publication", nil)
	form.Set("revision", revisionInput.FindStringSubmatch(buyer.sees("/tenders/" + id + "/draft"))[1])
	form.Set("title", "Iets anders")
	buyer.post("/tenders/"+id, form)
	buyer.post("/tenders/"+id+"/delete", nil)
	if page := buyer.sees("/tenders/"+id+"/draft", "Schoonmaak van drie buurthuizen"); strings.Contains(page, "Iets anders") {
		t.Error("the changes that were thrown away are still there")
	}
	h.person("en").sees("/tenders/"+id, "Schoonmaak")

	other := strings.TrimSuffix(strings.TrimPrefix(buyer.post("/tenders", draftForm()), "/tenders/"), "/draft")
	stranger := h.staffMade(account.Registration{Email: "andere@example.org", Password: "een andere stad koopt", Name: "An", Role: actor.Buyer,
		City: "ghent", Organisation: "OCMW Gent"})
	if answer, _ := stranger.tries("/tenders/"+other+"/delete", url.Values{}); answer.StatusCode != http.StatusNotFound {
		t.Errorf("another buyer's draft: %d", answer.StatusCode)
	}
	buyer.post("/tenders/"+other+"/delete", nil)
	if answer, _ := buyer.do("GET", "/tenders/"+other+"/draft", nil, ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the draft is still there: %d", answer.StatusCode)
	}
}

func TestTheFormHasRoomForManyParts(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC))
	buyer := aBuyer(h)
	form := draftForm()
	form.Set("then", "lots")
	at := buyer.post("/tenders", form)
	if !strings.HasSuffix(at, "/draft#lots") {
		t.Errorf("more parts lead to %s", at)
	}
	buyer.sees(strings.TrimSuffix(at, "#lots"), `name="lots[4].title"`, `value="Zuid"`)
}

// The reach of a form that was never saved is shown while the user types.
func TestTheReachOfANewDraft(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC))
	buyer := aBuyer(h)
	firm := h.registered(actor.Entrepreneur, "fatou")
	firm.post("/supplier", url.Values{"section": {"work"}, "name": {"Vier Bezems"}, "words": {"office cleaning"}, "city": {"ghent"}, "languages": {"nl"}})
	h.catchUp()
	answer, page := buyer.tries("/tenders/new/reach", draftForm())
	if answer.StatusCode != http.StatusOK || !strings.Contains(page, "1 firm of this trade works in the city") {
		t.Errorf("%d %s", answer.StatusCode, page)
	}
	if answer, _ := firm.do("POST", "/api/v1/tenders/new/reach", io.NopCloser(strings.NewReader("{}")),
		"application/json"); answer.StatusCode != http.StatusForbidden {
		t.Errorf("a firm asks for reach: %d", answer.StatusCode)
	}
}

func TestEachComplaintOfADraftStandsAtItsField(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC))
	buyer := aBuyer(h)
	for field, c := range map[string]struct{ typed, label string }{
		"docs_url": {"ftp://files.example", "Where the papers are"}, "submit_url": {"offers@riga.example", "Where offers are sent"},
		"months": {"twelve", "Contract lasts"}, "language": {"zz", "Language of your text"}, "languages": {"xx", ""},
		"prefer": {"friends", "Which firms do you prefer?"},
	} {
		form := draftForm()
		form.Set(field, c.typed)
		answer, page := buyer.tries("/tenders", form)
		_, summary, _ := strings.Cut(page, `<a href="#`+field+`"><strong>`)
		named, _, _ := strings.Cut(summary, "</strong> – ")
		if answer.StatusCode != http.StatusUnprocessableEntity || named == "" || !strings.HasPrefix(named, c.label) {
			t.Errorf("%s: %d, the summary names %q", field, answer.StatusCode, named)
		}
		if !strings.Contains(page, `id="`+field+`-error"`) && !strings.Contains(page, `<fieldset class="field choices wrong" id="`+field+`">`) {
			t.Errorf("%s: the complaint does not stand at the field", field)
		}
	}
}
