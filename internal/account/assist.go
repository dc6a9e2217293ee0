package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// advisers are those who may act for others.
var advisers = []actor.Role{actor.Provider, actor.Staff}

// codeHash is what is kept of a code; its letters may be typed large and with spaces.
func codeHash(code string) string {
	plain := strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	sum := sha256.Sum256([]byte("consent\x00" + plain))
	return hex.EncodeToString(sum[:])
}

// newCode is a code that one person says to another: ten letters and digits that are not mistaken
// for each other, in two groups.
func (s *Service) newCode() string {
	id := strings.TrimPrefix(record.NewID(s.kit.Random, "c"), "c-")
	return id[:5] + " " + id[5:]
}

// Agree is what a person agrees to.
type Agree struct {
	Areas []string
	Days  int
}

func (a Agree) check() error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if len(a.Areas) == 0 || slices.ContainsFunc(a.Areas, func(area string) bool { return !slices.Contains(actor.Areas(), area) }) {
		wrong.Add("areas", problem.M("account.areas_missing"))
	}
	if a.Days < 1 || a.Days > longestDays {
		wrong.Add("days", problem.M("account.days_wrong", "Count", longestDays))
	}
	return wrong.OrNil()
}

// Allow lets an adviser act for the person who asks, and returns the code to give them:
// it does not reveal who has an account. The code is stored nowhere.
func (s *Service) Allow(ctx context.Context, a Agree) (code string, c *Consent, err error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return "", nil, err
	}
	if who.Assisted() {
		return "", nil, problem.New(problem.Forbidden, "problem.assisted")
	}
	if err := a.check(); err != nil {
		return "", nil, err
	}
	now := s.kit.Now().UTC()
	code = s.newCode()
	c = &Consent{Meta: record.Meta{ID: record.NewID(s.kit.Random, "consent")}, Client: who.ID, ClientName: who.Name, Areas: a.Areas,
		Until: now.AddDate(0, 0, a.Days),
		Text:  consentVersion, Language: who.Language, Given: "code", Code: codeHash(code), CodeUntil: now.Add(codeLife), Test: who.Test}
	return code, c, s.consents.Put(ctx, c)
}

// Accept takes the code that a person gave an adviser.
func (s *Service) Accept(ctx context.Context, code string) (*Consent, error) {
	who := actor.From(ctx)
	if err := who.Must(advisers...); err != nil {
		return nil, err
	}
	now := s.kit.Now()
	if err := s.byCode.Try(who.ID, now); err != nil {
		return nil, err
	}
	c, err := s.consents.First(ctx, "code", codeHash(code))
	if problem.Is(err, problem.NotFound) || err == nil && (now.After(c.CodeUntil) || !c.Ended.IsZero()) {
		return nil, problem.Field("code", "account.code_wrong")
	}
	if err != nil {
		return nil, err
	}
	s.byCode.Succeeded(who.ID)
	c.Adviser, c.AdviserName, c.Organisation, c.Code, c.CodeUntil = who.ID, who.Name, who.Organisation, "", time.Time{}
	return s.consents.Save(ctx, c)
}

// Visitor is a visitor of an office who has no account yet.
type Visitor struct {
	Name, Language string
	Agreed         bool // in front of the adviser
	Agree
}

// CreateForVisitor opens an account for a visitor of an office, without a password, with the adviser
// at their side. The code lets the person take it over with an address of their own.
func (s *Service) CreateForVisitor(ctx context.Context, n Visitor) (code string, c *Consent, err error) {
	who := actor.From(ctx)
	if err := who.Must(advisers...); err != nil {
		return "", nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if n.Name == "" {
		wrong.Add("name", problem.M("problem.required"))
	}
	if !n.Agreed {
		wrong.Add("agreed", problem.M("account.agreed_missing"))
	}
	if p := problem.Of(n.Agree.check()); p != nil {
		for field, m := range p.Fields {
			wrong.Add(field, m)
		}
	}
	if who.City == "" {
		wrong.Add("", problem.M("account.city_needed"))
	}
	if err := wrong.OrNil(); err != nil {
		return "", nil, err
	}
	code = s.newCode()
	person := &Account{Meta: record.Meta{ID: record.NewID(s.kit.Random, "account")}, Name: n.Name, Role: actor.Entrepreneur, City: who.City,
		Language: n.Language, Claim: codeHash(code), Test: who.Test}
	if err := s.accounts.Put(ctx, person); err != nil {
		return "", nil, err
	}
	now := s.kit.Now().UTC()
	c = &Consent{Meta: record.Meta{ID: record.NewID(s.kit.Random, "consent")}, Client: person.ID, ClientName: person.Name, Adviser: who.ID, AdviserName: who.Name,
		Organisation: who.Organisation, Areas: n.Areas, Until: now.AddDate(0, 0, n.Days), Text: consentVersion, Language: n.Language, Given: "present",
		Test: who.Test}
	return code, c, s.consents.Put(ctx, c)
}

// Claim lets a person take over the account that an adviser opened for them.
func (s *Service) Claim(ctx context.Context, code string, r Registration) error {
	now := s.kit.Now()
	if err := s.joining.Try(r.Network, now); err != nil {
		return err
	}
	a, err := s.accounts.First(ctx, "claim", codeHash(code))
	if problem.Is(err, problem.NotFound) {
		return problem.Field("code", "account.code_wrong")
	}
	if err != nil {
		return err
	}
	r.Name, r.City = a.Name, a.City
	if err := s.check(&r).OrNil(); err != nil {
		return err
	}
	if a.Password, err = s.hasher.hash(ctx, r.Password); err != nil {
		return err
	}
	a.Email, a.Claim = r.Email, ""
	if err := s.accounts.Put(ctx, a); problem.Is(err, problem.Conflict) {
		return problem.Field("email", "account.claim_refused")
	} else if err != nil {
		return err
	}
	return nil
}

// ListConsents lists those the actor gave, or holds as an adviser; the newest first.
func (s *Service) ListConsents(ctx context.Context) ([]*Consent, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	index := "adviser"
	if who.Is(actor.Entrepreneur) {
		index = "client"
	}
	all, err := s.consents.List(ctx, store.Query{Index: index, Equal: []any{who.ID}, Desc: true})
	return all, err
}

// ListActs lists what advisers did for the person who asks, the last first.
func (s *Service) ListActs(ctx context.Context) ([]*Act, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	all, err := s.acts.List(ctx, store.Query{Index: "client", Equal: []any{who.ID}, Desc: true})
	return all, err
}

// End takes a consent back at once: by the person, or by the adviser.
func (s *Service) End(ctx context.Context, id string) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return err
	}
	c, err := s.consents.Get(ctx, id)
	if err != nil {
		return err
	}
	if who.Assisted() || c.Client != who.ID && c.Adviser != who.ID {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	_, err = s.consents.Update(ctx, id, func(c *Consent) error {
		if c.Ended.IsZero() {
			c.Ended, c.EndedBy, c.Code = s.kit.Now().UTC(), who.ID, ""
		}
		return nil
	})
	return err
}

// Begin lets the adviser act for a person in this session from now on.
func (s *Service) Begin(ctx context.Context, token, consent string) error {
	who := actor.From(ctx)
	if err := who.Must(advisers...); err != nil {
		return err
	}
	c, err := s.consents.Get(ctx, consent)
	if err != nil {
		return err
	}
	if c.Adviser != who.ID || !c.Holds(s.kit.Now()) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return s.act(ctx, token, c.ID)
}

// Stop lets the adviser be themselves again.
func (s *Service) Stop(ctx context.Context, token string) error {
	return s.act(ctx, token, "")
}

func (s *Service) act(ctx context.Context, token, consent string) error {
	_, err := s.sessions.Update(ctx, sessionID(token), func(v *Session) error { v.Acting = consent; return nil })
	return err
}

// acting is the person the session's adviser acts for; an anonymous actor when the consent has ended.
func (s *Service) acting(ctx context.Context, session *Session, adviser *Account) (actor.Actor, bool, error) {
	if session.Acting == "" {
		return actor.Actor{}, false, nil
	}
	c, err := s.consents.Get(ctx, session.Acting)
	if err == nil && (c.Adviser != adviser.ID || !c.Holds(s.kit.Now()) || adviser.Waiting) {
		return actor.Actor{}, false, nil
	}
	var person *Account
	if err == nil {
		person, err = s.accounts.Get(ctx, c.Client)
	}
	if problem.Is(err, problem.NotFound) || err == nil && person.Disabled {
		return actor.Actor{}, false, nil
	}
	if err != nil {
		return actor.Actor{}, false, err
	}
	return c.actor(person), true, nil
}

// Witness stores what an adviser did for another person (web.Witness).
func (s *Service) Witness(ctx context.Context, area, route, path string) error {
	who := actor.From(ctx)
	if !who.Assisted() || area == actor.AreaAlways {
		return nil
	}
	return s.acts.Put(ctx, &Act{Meta: record.Meta{ID: record.NewID(s.kit.Random, "act")}, Client: who.ID, Adviser: who.By, AdviserName: who.ByName,
		Area: area, Route: route, Path: path, At: s.kit.Now().UTC()})
}

// Address is where letters to an account go and in which language; not ok for one that
// is gone, disabled, or has no address.
func (s *Service) Address(ctx context.Context, id string) (email, language string, ok bool, err error) {
	if err := actor.From(ctx).Must(); err != nil {
		return "", "", false, err
	}
	a, err := s.accounts.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return "", "", false, nil
	}
	if err != nil {
		return "", "", false, err
	}
	return a.Email, a.Language, a.Email != "" && !a.Disabled, nil
}
