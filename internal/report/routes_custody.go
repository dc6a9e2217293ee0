package report

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
	"cmp"
)

func (s handlers) custodyRoutes() []web.Route {
	keeper := web.Only(actor.Custodian)
	route := func(method, path, about string) web.Route {
		return web.Route{Method: method, Path: path, Who: keeper, NoStore: true, About: about}
	}
	page := route("GET", "/custody", "Who holds keys, and who asks to see an identity.")
	page.View = "report/custody"
	log := route("GET", "/custody/log", "Who opened and changed which case, the latest first.")
	log.View = "report/log"
	return []web.Route{
		web.Handle(page, s.custody),
		web.Handle(log, s.showLog),
		web.Handle(route("POST", "/custody/holders/{id}/confirmation", "Confirm a key whose fingerprint was compared with its owner, and let it in."), s.confirm),
		web.Handle(route("POST", "/custody/holders/{id}/retirement", "End it: nothing opens for this key any more."), s.retire),
		web.Handle(route("POST", "/custody/sharing", "Let confirmed readers into earlier reports."), s.share),
		web.Again(web.Handle(route("POST", "/custody/requests/{id}/decision", "Let a caseworker see who reported, or not, with the reason."), s.decide),
			"report/custody", s.againDecide),
	}
}

// CustodyPage is the desk of a custodian.
type CustodyPage struct {
	Key       *KeyPage      `json:"key"`
	Holders   []HolderView  `json:"holders"`
	Requests  []RequestView `json:"requests"`
	Left      int           `json:"left,omitempty"`
	Decisions []web.Option  `json:"-"`
}

// HolderView is a holder as the custodian sees them.
type HolderView struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	City        string   `json:"city,omitempty"`
	Role        string   `json:"role"`
	State       Standing `json:"state"`
	Fingerprint string   `json:"fingerprint"`
	Me          bool     `json:"me,omitempty"`
}

// RequestView is a wish to see an identity.
type RequestView struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	City   string `json:"city"`
	Who    string `json:"who"`
	Why    string `json:"why"`
}

func (s handlers) custody(c *web.Ctx, _ web.None) (*CustodyPage, error) {
	ctx := ctxOf(c)
	key, err := s.showKey(c, web.None{})
	if err != nil {
		return nil, err
	}
	p := &CustodyPage{Key: key, Holders: []HolderView{}, Requests: []RequestView{},
		Decisions: module.Options(c, "report.decision_", []string{"granted", "refused"})}
	all, err := s.Holders(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		p.Holders = append(p.Holders, HolderView{h.ID, h.Name, s.kit.Taxonomy.CityNames([]string{h.City}, c.Languages()...), string(h.Role), h.State,
			h.Public.Fingerprint(), h.ID == c.Actor.ID})
	}
	if !key.Open || key.Standing != Trusted {
		return p, nil
	}
	wishes, err := s.Requests(ctx)
	for _, r := range wishes {
		p.Requests = append(p.Requests, RequestView{r.ID, r.Number, s.kit.Taxonomy.CityNames([]string{r.City}, c.Languages()...), r.Who, r.Why})
	}
	return p, err
}

type custodyInput struct {
	ID string `path:"id" json:"-"`
	DecideForm
}

func (s handlers) confirm(c *web.Ctx, in caseInput) (web.Go, error) {
	ctx := ctxOf(c)
	if err := s.Confirm(ctx, in.ID); err != nil {
		return "", err
	}
	_, err := s.Share(ctx)
	return "/custody?done=saved", err
}

func (s handlers) retire(c *web.Ctx, in caseInput) (web.Go, error) {
	return "/custody?done=saved", s.Retire(ctxOf(c), in.ID)
}

func (s handlers) share(c *web.Ctx, _ web.None) (web.Go, error) {
	_, err := s.Share(ctxOf(c))
	return "/custody?done=saved", err
}

func (s handlers) decide(c *web.Ctx, in custodyInput) (web.Go, error) {
	return "/custody?done=saved", s.Decide(ctxOf(c), in.ID, in.DecideForm)
}

func (s handlers) againDecide(c *web.Ctx, _ custodyInput) (*CustodyPage, error) {
	return s.custody(c, web.None{})
}

// LogPage is a page of the log.
type LogPage struct {
	web.Whole
	Items []LogItem `json:"items"`
	Total *int      `json:"total"` // null where it would take reading all of it
	Next  string    `json:"next,omitempty"`
}

// LogItem is a line of it.
type LogItem struct {
	City   string `json:"city"`
	Number int    `json:"number"`
	Day    string `json:"day"`
	Who    string `json:"who"`
	Act    string `json:"act"`
	Case   string `json:"case,omitempty"`
	Hash   string `json:"hash"`
}

type logInput struct {
	After string `query:"after" validate:"max=600"`
	Lang  string `query:"lang" validate:"max=8"`
}

func (s handlers) showLog(c *web.Ctx, in logInput) (*LogPage, error) {
	found, next, err := s.Log(ctxOf(c), in.After)
	if err != nil {
		return nil, err
	}
	p := &LogPage{Items: []LogItem{}, Next: next}
	if total := len(found); in.After == "" && next == "" {
		p.Total = &total
	}
	names := map[string]string{}
	for _, e := range found {
		if _, known := names[e.Who]; !known {
			names[e.Who] = cmp.Or(s.nameOf(c, e.Who), e.Who)
		}
		p.Items = append(p.Items, LogItem{e.City, e.Number, e.Day, names[e.Who], e.Act, e.Case, e.Hash})
	}
	return p, nil
}
