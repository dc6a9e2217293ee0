package seed

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
)

// domain is a domain to which no e-mail can be delivered (RFC 2606).
const domain = "@demo.citiesgrow.example"

func (r row) login() Login {
	_, place, named := strings.Cut(r["key"], ".")
	if !named {
		place = r["key"]
	}
	return Login{Role: r["role"], City: r["city"], Email: r["key"] + domain, Password: "demo-open-doors-" + place}
}

func (d *data) logins() []Login {
	var all []Login
	for _, r := range d.persons {
		all = append(all, r.login())
	}
	return all
}

func (s *seeder) addPeople(ctx context.Context) error {
	return side(s.persons, func(r row) error {
		if r.login().Email == marker {
			return nil
		}
		if err := s.addPerson(ctx, r); err != nil {
			return fmt.Errorf("account %s: %w", r["key"], err)
		}
		return nil
	})
}

func (s *seeder) addMarker(ctx context.Context) error {
	for _, r := range s.persons {
		if r.login().Email == marker {
			return s.addPerson(ctx, r)
		}
	}
	return fmt.Errorf("no account %s in the data", marker)
}

func (s *seeder) addPerson(ctx context.Context, r row) error {
	l := r.login()
	there, err := s.Accounts.Exists(ctx, l.Email)
	if err != nil {
		return err
	}
	of := account.Registration{Email: l.Email, Password: l.Password, Name: r["name"], City: r["city"], Organisation: r["organisation"],
		Language: r["language"], Role: actor.Role(r["role"]), Test: true}
	switch {
	case there && r["waiting"] == "" && slices.Contains([]actor.Role{actor.Entrepreneur, actor.Buyer, actor.Provider, actor.Employer, actor.Caseworker,
		actor.Custodian}, of.Role):
		err = s.meet(r["key"])(s.known(ctx, l))
	case there:
	case r["waiting"] != "":
		err = s.Accounts.Register(ctx, of)
	default:
		err = s.meet(r["key"])(s.Accounts.Create(ctx, of))
	}
	return err
}

// meet stores the account of a person under a key.
func (s *seeder) meet(key string) func(*account.Account, error) error {
	return func(who *account.Account, err error) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.people[key] = who
		return err
	}
}

// known returns the account of a person whom an interrupted seed already created: it signs in, and out again.
func (s *seeder) known(ctx context.Context, l Login) (*account.Account, error) {
	token, who, _, err := s.Accounts.SignIn(ctx, l.Email, l.Password, "")
	if err != nil {
		return nil, err
	}
	return who, s.Accounts.SignOut(ctx, token)
}
