package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// hidden returns the hidden fields of a page.
func hidden(page string) url.Values {
	all := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		all.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return all
}

// A session ends while a user writes. The text is shown again after the sign-in, also after a wrong password, and can be sent
// with one click.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	w := newTown(t)
	nobody, owner := w.named("nobody"), w.named("entrepreneur")
	const text = "May a consortium of two firms\nsend one offer & how?"
	to := "/tenders/" + w.tender + "/questions"

	asked := w.ask(nobody, "POST", to, url.Values{"text": {text}, "csrf": {owner.form}}.Encode())
	kept := hidden(asked.text)
	if asked.status != http.StatusUnauthorized || kept.Get("kept_path") != to || !strings.Contains(asked.text, `type="password"`) ||
		strings.Contains(asked.text, "consortium of two") {
		t.Fatalf("%d %s", asked.status, asked.text)
	}
	enter := func(password string) answer {
		form := url.Values{"email": {owner.email}, "password": {password}, "kept": {kept.Get("kept")}, "kept_path": {kept.Get("kept_path")}, "next": {"/"}}
		return w.ask(nobody, "POST", "/sessions", form.Encode())
	}
	wrong := enter("not the password")
	if again := hidden(wrong.text); again.Get("kept") != kept.Get("kept") || again.Get("kept_path") != to {
		t.Errorf("after a wrong password: %s", wrong.text)
	}
	in := enter(matrixPassword)
	form := hidden(in.text)
	if in.status != http.StatusOK || form.Get("text") != text || !strings.Contains(in.text, `action="`+to+`"`) || strings.Contains(in.text, matrixPassword) ||
		in.header.Get("Location") != "" {
		t.Fatalf("%d to %q %s", in.status, in.header.Get("Location"), in.text)
	}
	session := regexp.MustCompile(`session=([^;]+)`).FindStringSubmatch(in.header.Get("Set-Cookie"))
	v := &visitor{says: "entrepreneur again", token: session[1], form: form.Get("csrf")}
	if sent := w.ask(v, "POST", to, form.Encode()); sent.status != http.StatusSeeOther {
		t.Fatalf("%d %s", sent.status, sent.text)
	}
	if list := w.ask(nobody, "GET", "/api/v1"+to, ""); !strings.Contains(list.text, "May a consortium") {
		t.Errorf("the question is lost: %s", list.text)
	}
}

// If the browser has a new session, the form of the old one is not accepted. It is shown again, with the token of the new
// session.
func TestAFormOfAnOldSessionIsShownAgain(t *testing.T) {
	w := newTown(t)
	owner := *w.named("entrepreneur")
	old := owner.form
	w.enter(&owner)
	owner.form = old
	to := "/tenders/" + w.tender + "/questions"
	res := w.ask(&owner, "POST", to, url.Values{"text": {"Is the key at the school?"}, "csrf": {old}}.Encode())
	if res.status != http.StatusForbidden || hidden(res.text).Get("text") != "Is the key at the school?" || !strings.Contains(res.text, `action="`+to+`"`) {
		t.Errorf("%d %s", res.status, res.text)
	}
	if list := w.ask(&owner, "GET", "/api/v1"+to, ""); strings.Contains(list.text, "Is the key") {
		t.Error("a form without its token was answered")
	}
}

// On a shared computer, the text of one user is not shown to the next user who signs in. It is not sent in that user's name
// either, whether they sign in on the same page or in another tab.
func TestWhatOnePersonTypedIsNotGivenToAnother(t *testing.T) {
	w := newTown(t)
	w.add("the next", actor.Entrepreneur, "riga", "next@x.example")
	owner, next := w.named("entrepreneur"), *w.named("the next")
	const text = "our bank is nearly empty"
	to := "/tenders/" + w.tender + "/questions"
	for name, token := range map[string]string{"of the owner": owner.form, "without a token": "", "with another's token": w.named("staff").form} {
		asked := hidden(w.ask(w.named("nobody"), "POST", to, url.Values{"text": {text}, "csrf": {token}}.Encode()).text)
		in := w.ask(w.named("nobody"), "POST", "/sessions", url.Values{"email": {next.email}, "password": {matrixPassword}, "kept": {asked.Get("kept")},
			"kept_path": {asked.Get("kept_path")}}.Encode())
		if in.status != http.StatusSeeOther || strings.Contains(in.text, text) {
			t.Errorf("a form %s, another signs in: %d %.300s", name, in.status, in.text)
		}
	}
	next.form = owner.form
	if res := w.ask(&next, "POST", to, url.Values{"text": {text}, "csrf": {owner.form}}.Encode()); res.status != http.StatusForbidden ||
		strings.Contains(res.text, text) {
		t.Errorf("another is signed in meanwhile: %d %.300s", res.status, res.text)
	}
}

// Only forms of this site are shown again, and no form with a secret, a file or a report.
func TestWhatIsNotKept(t *testing.T) {
	w := newTown(t)
	owner := w.named("entrepreneur")
	for _, path := range []string{"//evil.example/x", "https://evil.example/x", "/nowhere", "/cases/key", "/accounts", "/sessions", "/reports/new", "/cases",
		"/tenders/x/y/z"} {
		res := w.ask(w.named("nobody"), "POST", "/sessions", url.Values{"email": {owner.email}, "password": {matrixPassword}, "kept": {"text=a+b"},
			"kept_path": {path}}.Encode())
		if res.status != http.StatusSeeOther || strings.Contains(res.text, "evil.example") {
			t.Errorf("%s: %d %.300s", path, res.status, res.text)
		}
	}
	if res := w.ask(w.named("nobody"), "POST", "/cases/key/opening", url.Values{"passphrase": {"seven calm rivers"}}.Encode()); strings.Contains(res.text,
		"seven calm rivers") || hidden(res.text).Get("kept") != "" {
		t.Errorf("a passphrase comes back: %s", res.text)
	}
}
