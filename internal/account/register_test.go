package account

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

func TestRegisteringTellsNobodyWhoIsHere(t *testing.T) {
	h := open(t)
	first := registration("amina@firm.example", actor.Entrepreneur)
	if err := h.Register(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	second := first
	second.Email, second.Name, second.Password = " AMINA@Firm.Example ", "Somebody else", "another person's words"
	if err := h.Register(t.Context(), second); err != nil {
		t.Errorf("a taken address is answered with %v", err)
	}
	a, err := h.accounts.First(t.Context(), "email", "amina@firm.example")
	if err != nil || a.Name != "Amina" {
		t.Errorf("the account is now %+v (%v)", a, err)
	}
	h.in(t, "Amina@FIRM.example") // the first password still opens it
	if _, _, _, err := h.SignIn(t.Context(), "amina@firm.example", second.Password, "x"); err == nil {
		t.Error("the second password opens it too")
	}
}

func TestOneAccountForOneAddress(t *testing.T) {
	h := open(t)
	var crowd sync.WaitGroup
	for range 32 {
		crowd.Go(func() {
			if err := h.Register(t.Context(), registration("same@firm.example", actor.Entrepreneur)); err != nil {
				t.Errorf("register: %v", err)
			}
		})
	}
	crowd.Wait()
	n := 0
	for a, err := range h.accounts.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if a.Email == "same@firm.example" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d accounts of one address", n)
	}
}

func TestWhatARegistrationNeeds(t *testing.T) {
	h := open(t)
	for says, c := range map[string]struct {
		change func(*Registration)
		fields string
	}{
		"nothing wrong":               {func(*Registration) {}, ""},
		"no address":                  {func(r *Registration) { r.Email = "amina" }, "email=problem.email"},
		"an address with a name":      {func(r *Registration) { r.Email = "Amina <amina@firm.example>" }, "email=problem.email"},
		"two addresses":               {func(r *Registration) { r.Email = "a@b.example,c@d.example" }, "email=problem.email"},
		"an address with a new line":  {func(r *Registration) { r.Email = "a@b.example\nBcc: c@d.example" }, "email=problem.email"},
		"a short password":            {func(r *Registration) { r.Password = "eleven lett" }, "password=account.password_short"},
		"no name":                     {func(r *Registration) { r.Name = "" }, "name=problem.required"},
		"no city":                     {func(r *Registration) { r.City = "" }, "city=problem.required"},
		"a city of elsewhere":         {func(r *Registration) { r.City = "atlantis" }, "city=problem.city_unknown"},
		"a buyer of nothing":          {func(r *Registration) { r.Role, r.Organisation = actor.Buyer, "" }, "organisation=account.organisation_missing"},
		"staff":                       {func(r *Registration) { r.Role = actor.Staff }, "role=account.role_closed"},
		"an administrator":            {func(r *Registration) { r.Role = actor.Admin }, "role=account.role_closed"},
		"a caseworker":                {func(r *Registration) { r.Role = actor.Caseworker }, "role=account.role_closed"},
		"the house itself":            {func(r *Registration) { r.Role = actor.System }, "role=account.role_closed"},
		"a role that nobody heard of": {func(r *Registration) { r.Role = "root" }, "role=account.role_closed"},
	} {
		r := registration("amina@firm.example", actor.Entrepreneur)
		c.change(&r)
		err := h.Register(t.Context(), r)
		var got []string
		if p := problem.Of(err); p != nil {
			for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
				got = append(got, name+"="+p.Fields[name].Key)
			}
		} else if err != nil {
			t.Errorf("%s: %v", says, err)
		}
		if strings.Join(got, " ") != c.fields {
			t.Errorf("%s: %q, want %q", says, got, c.fields)
		}
	}
}

func TestStaffAccountsAreOpenedByAdministratorsOnly(t *testing.T) {
	h := open(t)
	staff := registration("new@city.example", actor.Staff)
	for _, role := range []actor.Role{actor.Entrepreneur, actor.Buyer, actor.Staff, actor.Caseworker} {
		_, err := h.Create(actor.With(t.Context(), actor.Actor{ID: "x", Role: role, Active: true}), staff)
		wantKind(t, string(role)+" opens a staff account", err, problem.Forbidden)
	}
	_, err := h.Create(t.Context(), staff)
	wantKind(t, "nobody opens a staff account", err, problem.Unauthorized)
	_, err = h.Exists(t.Context(), "new@city.example")
	wantKind(t, "nobody asks who is here", err, problem.Unauthorized)
	admin := actor.With(t.Context(), actor.Actor{ID: "x", Role: actor.Admin, Active: true})
	if a, err := h.Create(admin, staff); err != nil || a.Waiting || !strings.HasPrefix(a.ID, "account-") {
		t.Errorf("an administrator opens %+v (%v)", a, err)
	}
	_, err = h.Create(admin, staff)
	wantKind(t, "twice", err, problem.Conflict)
	for email, want := range map[string]bool{"new@city.example": true, "other@city.example": false} {
		if is, err := h.Exists(admin, email); err != nil || is != want {
			t.Errorf("%s exists: %v (%v)", email, is, err)
		}
	}
}

func TestPasswordRules(t *testing.T) {
	for password, want := range map[string]string{
		"three quiet horses walk":             "",
		"кінь іде тихо полем":                 "",
		"ثلاثة خيول هادئة تمشي":               "",
		strings.Repeat("ab", 128):             "",
		"  spaces kept  ":                     "",
		"eleven lett":                         "account.password_short",
		"короткийпа":                          "account.password_short",
		"":                                    "account.password_short",
		strings.Repeat("ab", 129):             "account.password_long",
		"password1234":                        "account.password_common",
		"PASSWORD!!!!!!":                      "account.password_common",
		"passwordpassword":                    "account.password_common",
		"qwertyqwertyqwerty":                  "account.password_common",
		"qwertyuiop12345":                     "account.password_common",
		"123456789012":                        "account.password_common",
		"aaaaaaaaaaaa":                        "account.password_common",
		"пппппппппппп":                        "account.password_common",
		"!!!!!!!!!!!!!":                       "account.password_common",
		"abcdefghijkl":                        "account.password_common",
		"abcdefghijklmnop1":                   "account.password_common",
		"citiesgrow2026":                      "account.password_common",
		"пароль123456":                        "account.password_common",
		"amina.haddad@firm.example":           "account.password_you",
		"Amina Haddad of Riga":                "account.password_you",
		"amina.haddad2026!":                   "account.password_you",
		"correct horse battery staple amina.": "",
	} {
		err := CheckPassword(password, "amina.haddad@firm.example", "Amina Haddad of Riga")
		got := ""
		if p := problem.Of(err); p != nil {
			got = p.Fields["password"].Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestNormalEmail(t *testing.T) {
	for typed, want := range map[string]string{
		" Amina@Firm.Example ": "amina@firm.example", "a+b@c.example": "a+b@c.example", "o'neil@c.example": "o'neil@c.example",
		"": "", "amina": "", "a@b": "", "a@": "", "@b.example": "", "a b@c.example": "", "a@b.example,": "", "<a@b.example>": "", strings.Repeat("a", 250) +
			"@b.example": "",
	} {
		if got, ok := NormalEmail(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q %v, want %q", typed, got, ok, want)
		}
	}
}
