package account

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

func TestSignInAndOut(t *testing.T) {
	h := open(t)
	amina := h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	phone, laptop := h.in(t, "amina@firm.example"), h.in(t, "amina@firm.example")
	if phone == laptop || len(phone) < 26 {
		t.Errorf("tokens %q and %q", phone, laptop)
	}
	if who := h.who(t, phone); who != amina.Actor() || who.Role != actor.Entrepreneur || !who.Active {
		t.Errorf("the session is of %+v", who)
	}
	for range 2 { // the second time there is nothing left to end
		if err := h.SignOut(t.Context(), phone); err != nil {
			t.Fatal(err)
		}
	}
	if !h.who(t, phone).Nobody() || h.who(t, laptop).Nobody() {
		t.Error("signing out on the phone ended the wrong session")
	}
	tablet := h.in(t, "amina@firm.example")
	other := h.add(t, "omar@firm.example", actor.Entrepreneur, "riga")
	omar := h.in(t, other.Email)
	if err := h.SignOutEverywhere(as(t, amina)); err != nil {
		t.Fatal(err)
	}
	if !h.who(t, laptop).Nobody() || !h.who(t, tablet).Nobody() || h.who(t, omar).Nobody() {
		t.Error("signing out everywhere left a session, or ended another person's")
	}
	wantKind(t, "nobody signs out everywhere", h.SignOutEverywhere(t.Context()), problem.Unauthorized)
	for _, token := range []string{"", "x", strings.Repeat("A", 26), sessionID(omar), "../" + omar, omar + " "} {
		if !h.who(t, token).Nobody() {
			t.Errorf("the token %q opens a session", token)
		}
	}
}

// What is stored opens nothing: neither the token nor the password is anywhere in the folder.
func TestStoreHoldsNoToken(t *testing.T) {
	h := open(t)
	h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	token := h.in(t, "amina@firm.example")
	hash := sessionID(token)
	found := map[string]int{}
	err := filepath.WalkDir(h.folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, s := range []string{token, strings.ToLower(token), password, hash, "amina@firm.example"} {
			found[s] += bytes.Count(raw, []byte(s))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found[token]+found[strings.ToLower(token)]+found[password] != 0 {
		t.Errorf("the store's folder holds a secret: %v", found)
	}
	if found[hash] == 0 || found["amina@firm.example"] == 0 {
		t.Errorf("the search looked in the wrong place: %v", found)
	}
	if !h.who(t, hash).Nobody() {
		t.Error("what is stored opens a session")
	}
	phc := regexp.MustCompile(`^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`)
	a, err := h.accounts.First(t.Context(), "email", "amina@firm.example")
	if err != nil || !phc.MatchString(a.Password) {
		t.Errorf("the password is kept as %q (%v)", a.Password, err)
	}
}

func TestSessionsEnd(t *testing.T) {
	for says, c := range map[string]struct {
		role   actor.Role
		step   time.Duration // between two uses
		lasts  time.Duration // the last use that still finds it open
		within time.Duration // and how exactly that is known
	}{
		"staff who go away":            {actor.Staff, 2*time.Hour + time.Second, 0, 2*time.Hour + time.Second},
		"staff who work on":            {actor.Staff, 30 * time.Minute, 12 * time.Hour, 30 * time.Minute},
		"a caseworker who works on":    {actor.Caseworker, time.Hour, 12 * time.Hour, time.Hour},
		"a buyer who goes away":        {actor.Buyer, 3 * time.Hour, 0, 3 * time.Hour},
		"a phone in a drawer":          {actor.Entrepreneur, 14*24*time.Hour + time.Minute, 0, 15 * 24 * time.Hour},
		"a phone that is used":         {actor.Entrepreneur, 24 * time.Hour, 30 * 24 * time.Hour, 24 * time.Hour},
		"a phone used now and then":    {actor.Entrepreneur, 13 * 24 * time.Hour, 26 * 24 * time.Hour, 13 * 24 * time.Hour},
		"an administrator all the way": {actor.Admin, 4 * time.Minute, 12 * time.Hour, 4 * time.Minute},
	} {
		t.Run(says, func(t *testing.T) {
			h := open(t)
			a := h.add(t, "a@b.example", c.role, "riga")
			token := h.in(t, a.Email)
			last := time.Duration(0)
			for used := c.step; used < 40*24*time.Hour; used += c.step {
				h.pass(c.step)
				if h.who(t, token).Nobody() {
					break
				}
				last = used
			}
			if last > c.lasts || c.lasts-last > c.within {
				t.Errorf("the session was open for %v, want %v", last, c.lasts)
			}
		})
	}
}

func TestEndedSessionsAreSweptOut(t *testing.T) {
	h := open(t)
	h.add(t, "staff@city.example", actor.Staff, "riga")
	h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	h.in(t, "staff@city.example")
	kept := h.in(t, "amina@firm.example")
	h.pass(13 * time.Hour)
	if err := h.DeleteEnded(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left []string
	for s, err := range h.sessions.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, s.ID)
	}
	if !slices.Equal(left, []string{sessionID(kept)}) || h.who(t, kept).Nobody() {
		t.Errorf("%d sessions are left: %v", len(left), left)
	}
}

func TestDisabledAccountsAreOut(t *testing.T) {
	h := open(t)
	a := h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	phone, laptop := h.in(t, a.Email), h.in(t, a.Email)
	if _, err := h.accounts.Update(t.Context(), a.ID, func(a *Account) error { a.Disabled = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if !h.who(t, phone).Nobody() || !h.who(t, laptop).Nobody() {
		t.Error("a session outlived its account")
	}
	_, _, _, err := h.SignIn(t.Context(), a.Email, password, "x")
	if p := problem.Of(err); p == nil || p.Message.Key != "account.sign_in_wrong" {
		t.Errorf("a disabled account signs in: %v", err)
	}
	gone := h.add(t, "gone@firm.example", actor.Entrepreneur, "riga")
	token := h.in(t, gone.Email)
	if err := h.accounts.Delete(t.Context(), gone.ID, gone.Revision); err != nil {
		t.Fatal(err)
	}
	if !h.who(t, token).Nobody() {
		t.Error("a session outlived a deleted account")
	}
}

// Signing out while other requests use the session ends it, and is no conflict.
func TestSigningOutBesideOtherRequests(t *testing.T) {
	h := open(t)
	a := h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	for range 20 {
		token := h.in(t, a.Email)
		h.pass(6 * time.Minute) // now each use is written down
		var crowd sync.WaitGroup
		for range 4 {
			crowd.Go(func() {
				if _, err := h.Resolve(t.Context(), token); err != nil {
					t.Errorf("use: %v", err)
				}
			})
		}
		if err := h.SignOut(t.Context(), token); err != nil {
			t.Errorf("sign out: %v", err)
		}
		crowd.Wait()
		if !h.who(t, token).Nobody() {
			t.Error("the session lives on")
		}
	}
}
