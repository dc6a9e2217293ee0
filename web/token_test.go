package web

import (
	"maps"
	"net/http"
	"testing"
)

// tokenHouse is a site where Anna has two sessions, one of which she began earlier.
func tokenHouse(t *testing.T) *testHouse {
	sessions := maps.Clone(someone)
	sessions["earlier-of-anna"] = someone["token-of-anna"]
	return start(t, func(c *Config) { c.Sessions = sessions })
}

// reached reports whether a handler got what was sent, and forgets it.
func (h *testHouse) reached() bool {
	select {
	case <-h.received:
		return true
	default:
		return false
	}
}

// The forms of a profile, a tender and a vacancy are sent to routes whose method is PUT. They need the token of
// the form as every other form does: without it nothing is handed on, so nothing is stored.
func TestAFormThatChangesNeedsItsToken(t *testing.T) {
	h := tokenHouse(t)
	own, foreign, old := tokenFor(t, h, "token-of-anna"), tokenFor(t, h, "token-of-omar"), tokenFor(t, h, "earlier-of-anna")
	for _, c := range []struct {
		says, token string
		want        int
	}{
		{"no token", "", http.StatusForbidden},
		{"another person's token", foreign, http.StatusForbidden},
		{"the token of an earlier session", old, http.StatusForbidden},
		{"its own token, cut off", own[:len(own)-4], http.StatusForbidden},
		{"its own token", own, http.StatusOK},
	} {
		t.Run(c.says, func(t *testing.T) {
			form := posted("/things/one", "email", "a@b.example", "csrf", c.token)
			form.cookie = "token-of-anna"
			program := sent("PUT", "/api/v1/things/one", `{"email":"a@b.example"}`)
			program.cookie = "token-of-anna"
			if c.token != "" {
				program.header["X-Csrf-Token"] = c.token
			}
			for voice, a := range map[string]ask{"a form": form, "a script of the page": program} {
				if h.send(t, a).want(t, c.want); h.reached() != (c.want == http.StatusOK) {
					t.Errorf("%s: the handler was reached with %s: %v", voice, c.says, c.want != http.StatusOK)
				}
			}
		})
	}
}

// A foreign page cannot make a browser send a bearer token, so a program with one needs no token of a form.
func TestAProgramChangesWithoutAToken(t *testing.T) {
	h := tokenHouse(t)
	program := sent("PUT", "/api/v1/things/one", `{"email":"a@b.example"}`)
	program.bearer = "token-of-anna"
	if h.send(t, program).want(t, http.StatusOK); !h.reached() {
		t.Error("a program with a bearer token was refused")
	}
	program.bearer = "token-of-nobody"
	if h.send(t, program).want(t, http.StatusUnauthorized); h.reached() {
		t.Error("a made-up bearer token was taken")
	}
}

// Whatever a route does besides reading, a signed-in browser does it only from a form of this site.
func TestEveryRouteThatWritesNeedsAToken(t *testing.T) {
	h := tokenHouse(t)
	tried := map[string]int{}
	for _, r := range h.Routes() {
		if r.Method == http.MethodGet || r.Quiet { // a quiet route knows no session
			continue
		}
		form := posted(PathWith(r.Path, "one"), "email", "a@b.example")
		if r.Method == http.MethodDelete {
			form.path += "/delete"
		}
		form.cookie = "token-of-anna"
		if h.send(t, form).want(t, http.StatusForbidden); h.reached() {
			t.Errorf("%s %s: the handler was reached without a token", r.Method, r.Path)
		}
		tried[r.Method]++
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		if tried[method] == 0 {
			t.Errorf("no route with %s was tried", method)
		}
	}
}

// A request without a session has no rights that a foreign page could misuse.
func TestNobodysFormNeedsNoToken(t *testing.T) {
	h := tokenHouse(t)
	if h.send(t, posted("/things", "email", "a@b.example")).want(t, http.StatusOK); !h.reached() {
		t.Error("the form of a visitor was refused")
	}
}
