package web

import (
	"encoding/json"
	"net/http"
	"testing"
)

func TestAComplaintStandsAtItsFieldAndNamesIt(t *testing.T) {
	h := start(t, nil)
	res := h.send(t, posted("/offers", "months", "three", "page_url", "ftp://files.example", "tags", "too long a word", "parts[0].title", "too long a title"))
	res.want(t, http.StatusUnprocessableEntity,
		`id="months-error"`, `id="page_url-error"`, `<fieldset class="field choices wrong" id="tags">`,
		`<a href="#months"><strong>Your name</strong> – `,
		`<a href="#page_url"><strong>E-mail address</strong> – `, `<a href="#tags"><strong>Password</strong> – `,
		`<a href="#parts%5b0%5d.title">`)
	res.wantNot(t, "OfferTerms", "OfferName")
	arabic := h.send(t, ask{method: "POST", path: "/offers?lang=ar", body: "months=99",
		header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}})
	arabic.want(t, http.StatusUnprocessableEntity, `<a href="#months"><strong>`)
	arabic.wantNot(t, "<strong>Your name")
}

func TestAProgramLearnsTheFieldByTheNameItUses(t *testing.T) {
	h := start(t, nil)
	for says, c := range map[string]struct{ body, field string }{
		"a word for a number":         {`{"months":"three"}`, "months"},
		"a number that is too high":   {`{"months":99}`, "months"},
		"an address of another kind":  {`{"pageUrl":"ftp://files.example"}`, "pageUrl"},
		"a value in a list":           {`{"tags":["too long a word"]}`, "tags[0]"},
		"a field of a part in a list": {`{"parts":[{"title":"too long a title"}]}`, "parts[0].title"},
	} {
		t.Run(says, func(t *testing.T) {
			res := h.send(t, sent("POST", "/api/v1/offers", c.body))
			var got Problem
			if err := json.Unmarshal([]byte(res.text), &got); err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != http.StatusUnprocessableEntity || len(got.Fields) != 1 || got.Fields[c.field] == "" {
				t.Errorf("%d, the complaints are at %v, want %s", res.StatusCode, got.Fields, c.field)
			}
		})
	}
}

func TestSignsThatTurnATextAreRemoved(t *testing.T) {
	h := start(t, nil)
	h.send(t, posted("/things", "email", "a@b.example", "name", "\u202eTitle\u202c \u2066of\u2069\u200f \u200ea \u061cname", "password", "as\u202etyped"))
	got := <-h.received
	if got.Name != "Title of a name" || got.Password != "as\u202etyped" {
		t.Errorf("kept %q, password %q", got.Name, got.Password)
	}
}
