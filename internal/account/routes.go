package account

import (
	"embed"
	"net/http"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module describes the accounts to the program.
func (s *Service) Module() module.Module {
	h := handlers{s}
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{
		Name:        "account",
		Views:       views,
		Collections: []store.Spec{accounts, sessions, consents, acts},
		Jobs:        []module.Job{{Name: "delete sessions that are over", Every: time.Hour, Run: s.DeleteEnded}},
		Routes: append([]web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/accounts/new", View: "account/new", Who: web.Anyone(), Voice: web.PageOnly}, h.showNew),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/accounts", Who: web.Anyone(), Status: http.StatusCreated,
				About: "Open an account. The answer is the same when the address has one already."}, h.register), "account/new", h.againNew),
			web.Handle(web.Route{Method: "GET", Path: "/sessions/new", View: "account/signin", Who: web.Anyone(), Voice: web.PageOnly}, h.showSignIn),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/sessions", View: "web/kept", Who: web.Anyone(), Status: http.StatusCreated, NoStore: true,
				About: "Sign in; the token is sent as Authorization: Bearer."}, h.signIn), "account/signin", h.againSignIn),
			web.Handle(web.Route{Method: "DELETE", Path: "/sessions/current", Who: web.Anyone(), Area: actor.AreaAlways, About: "Sign out."}, h.signOut),
			web.Handle(web.Route{Method: "DELETE", Path: "/sessions/all", Who: web.SignedIn(), About: "Sign out on every device."}, h.signOutEverywhere),
			web.Handle(web.Route{Method: "GET", Path: "/account", View: "account/show", Who: web.SignedIn(), About: "The account of the session."}, h.show),
			web.Handle(web.Route{Method: "GET", Path: "/accounts", View: "account/waiting", Who: staff, About: "Accounts that wait to be verified."}, h.listWaiting),
			web.Handle(web.Route{Method: "POST", Path: "/accounts/{id}/verification", Who: staff, About: "Verify a waiting account."}, h.verify),
		}, h.assistRoutes()...),
		Nav: []web.NavItem{
			{Key: "nav.accounts", Path: "/accounts", Who: staff, More: true},
			{Key: "nav.clients", Path: "/clients", Who: web.Only(advisers...), More: true},
		},
	}
}

type registerInput struct {
	Email        string `json:"email" validate:"required,max=254"`
	Password     string `json:"password" tidy:"no" validate:"required,max=1024"`
	Name         string `json:"name" validate:"required,max=120"`
	Role         string `json:"role" validate:"required,oneof=entrepreneur buyer provider employer"`
	City         string `json:"city" validate:"required,max=40"`
	Organisation string `json:"organisation" validate:"max=200"`
	Language     string `json:"language" validate:"max=8"`
}

// NewPage is the registration form.
type NewPage struct {
	Role         string
	Name         string
	Email        string
	City         string
	Organisation string
	Roles        []web.Option
	Cities       []web.Option
}

type newInput struct {
	Role string `query:"role"`
	City string `query:"city"`
}

func (s handlers) showNew(c *web.Ctx, in newInput) (*NewPage, error) {
	return s.newPage(c, &NewPage{Role: in.Role, City: in.City}), nil
}

func (s handlers) againNew(c *web.Ctx, in registerInput) (*NewPage, error) {
	return s.newPage(c, &NewPage{Role: in.Role, Name: in.Name, Email: in.Email, City: in.City, Organisation: in.Organisation}), nil
}

func (s handlers) newPage(c *web.Ctx, p *NewPage) *NewPage {
	if p.Role == "" {
		p.Role = string(actor.Entrepreneur)
	}
	for _, r := range []actor.Role{actor.Entrepreneur, actor.Buyer, actor.Provider, actor.Employer} {
		p.Roles = append(p.Roles, web.Option{Value: string(r), Label: c.Words.T("account.as_" + string(r)), Hint: c.Words.T("account.as_" + string(r) + "_hint")})
	}
	p.Cities = append([]web.Option{{Label: c.Words.T("account.choose_city")}}, s.kit.CityOptions(c, nil)...)
	return p
}

// Registered is the answer to a registration, whether the address was new or not.
type Registered struct {
	Email string `json:"email"`
	Role  string `json:"role"`
	City  string `json:"city"`
}

// Location leads the person to sign in.
func (Registered) Location() string { return "/sessions/new?registered=yes" }

// Place is the account that a session will be of. Its id is not answered: it would say whether
// the address had an account before.
func (Registered) Place() string { return "/account" }

func (s handlers) register(c *web.Ctx, in registerInput) (Registered, error) {
	language := in.Language
	if language == "" {
		language = c.Words.Code
	}
	err := s.Register(c, Registration{Email: in.Email, Password: in.Password, Name: in.Name, City: in.City,
		Organisation: in.Organisation, Language: language, Role: actor.Role(in.Role), Network: c.Network()})
	return Registered{Email: in.Email, Role: in.Role, City: in.City}, err
}

type signInInput struct {
	Email    string `json:"email" validate:"required,max=254"`
	Password string `json:"password" tidy:"no" validate:"required,max=1024"`
	Next     string `json:"next" validate:"max=2000"`
}

// SignInPage is the sign-in form.
type SignInPage struct {
	Email      string
	Next       string
	Registered bool
}

type signInQuery struct {
	Next       string `query:"next"`
	Registered string `query:"registered"`
}

func (s handlers) showSignIn(_ *web.Ctx, in signInQuery) (*SignInPage, error) {
	return &SignInPage{Next: web.LocalPath(in.Next), Registered: in.Registered == "yes"}, nil
}

// SignInView is the page to sign in for a form whose session had ended.
func SignInView() (string, any) { return "account/signin", &SignInPage{Next: "/"} }

func (s handlers) againSignIn(c *web.Ctx, in signInInput) (*SignInPage, error) {
	c.CarryKept()
	return &SignInPage{Email: in.Email, Next: web.LocalPath(in.Next)}, nil
}

// Opened is a new session.
type Opened struct {
	Token   string    `json:"token"`
	Expires time.Time `json:"expires,omitzero"`
	Role    string    `json:"role"`
	City    string    `json:"city"`
	Name    string    `json:"name"`
	Active  bool      `json:"active"` // false while the account waits to be verified
	next    string
}

// Location is where the person meant to go, or their own first page; none where a form waits
// to be sent.
func (o Opened) Location() string { return o.next }

// Place is the session that was opened; its token is what names it.
func (Opened) Place() string { return "/sessions/current" }

func (s handlers) signIn(c *web.Ctx, in signInInput) (Opened, error) {
	if c.Token() != "" && !c.API {
		// An earlier session ends when a new one begins.
		if err := s.SignOut(c, c.Token()); err != nil {
			return Opened{}, err
		}
	}
	token, who, until, err := s.SignIn(c, in.Email, in.Password, c.Network())
	if err != nil {
		return Opened{}, err
	}
	if !c.API {
		c.SignIn(token, until)
	}
	next := web.LocalPath(in.Next)
	switch {
	case !c.API && c.GiveBack(who.ID):
		next = ""
	case next == "/":
		next = firstPage(who)
	}
	return Opened{Token: token, Expires: until, Role: string(who.Role), City: who.City, Name: who.Name, Active: !who.Waiting, next: next}, nil
}

// firstPage is where a role's work begins.
func firstPage(a *Account) string {
	switch {
	case a.Waiting:
		return "/account"
	case a.Role == actor.Entrepreneur:
		return "/supplier/matches"
	case a.Role == actor.Buyer:
		return "/tenders/mine"
	case a.Role == actor.Provider:
		return "/services/mine"
	case a.Role == actor.Employer:
		return "/organisation"
	case a.Role == actor.Caseworker:
		return "/cases"
	case a.Role == actor.Custodian:
		return "/custody"
	case a.Role == actor.Staff, a.Role == actor.Admin:
		return "/monitor/cities"
	}
	return "/account"
}

func (s handlers) signOut(c *web.Ctx, _ web.None) (web.Go, error) {
	if c.Token() != "" {
		if err := s.SignOut(c, c.Token()); err != nil {
			return "", err
		}
	}
	c.SignOut()
	return "/", nil
}

func (s handlers) signOutEverywhere(c *web.Ctx, _ web.None) (web.Go, error) {
	if err := s.SignOutEverywhere(c); err != nil {
		return "", err
	}
	c.SignOut()
	return "/", nil
}

// ShowPage is the person's own account.
type ShowPage struct {
	*Account
	CityName string `json:"cityName"`
}

func (s handlers) show(c *web.Ctx, _ web.None) (*ShowPage, error) {
	me, err := s.Own(c)
	if err != nil {
		return nil, err
	}
	return &ShowPage{Account: me, CityName: s.kit.Taxonomy.CityNames([]string{me.City}, c.Languages()...)}, nil
}

// WaitingPage lists who waits.
type WaitingPage struct {
	web.Whole[WaitingItem]
}

// WaitingItem is one account that waits.
type WaitingItem struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Email        string    `json:"email"`
	Organisation string    `json:"organisation"`
	Role         string    `json:"role"`
	City         string    `json:"city"`
	CityName     string    `json:"cityName"`
	Since        time.Time `json:"since,omitzero"`
}

func (s handlers) listWaiting(c *web.Ctx, _ web.None) (*WaitingPage, error) {
	waiting, err := s.ListWaiting(c)
	if err != nil {
		return nil, err
	}
	page := &WaitingPage{}
	page.Empty = web.Empty{Title: c.Words.T("account.waiting_none"), Text: c.Words.T("account.waiting_none_text")}
	for _, a := range waiting {
		page.Items = append(page.Items, WaitingItem{ID: a.ID, Name: a.Name, Email: a.Email, Organisation: a.Organisation,
			Role: string(a.Role), City: a.City, CityName: s.kit.Taxonomy.CityNames([]string{a.City}, c.Languages()...), Since: a.Created})
	}
	return page, nil
}

func (s handlers) verify(c *web.Ctx, in module.ID) (web.Go, error) {
	_, err := s.Verify(c, in.ID)
	return "/accounts?done=verified", err
}
