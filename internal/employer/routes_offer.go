package employer

import (
	"cmp"
	"net/http"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

func (s *Service) offerRoutes() []web.Route {
	owner, reviewer := web.Only(actor.Employer), web.Only(actor.Employer, actor.Staff, actor.Admin)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/vacancies", View: "employer/offers", Who: web.Anyone(),
			About: "Search vacancies, apprenticeships, placements, training and mentoring that are open."}, s.offersPage),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/mine", Who: owner, Voice: web.APIOnly,
			About: "The offers of the organisation, drafts included."}, s.myOffersPage),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/new", View: "employer/offerform", Who: owner, Voice: web.PageOnly}, s.newOffer),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/review", View: "employer/queue", Who: reviewer,
			About: "Offers that wait for the employment agency, the longest waiting first."}, s.queue),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/fitting", View: "employer/fitting", Who: owner,
			About: "Placements and apprenticeships in the trades and languages that a school teaches."}, s.fitting),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/{id}", View: "employer/offer", Who: web.Anyone(), About: "One offer."}, s.offerPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies", Who: owner, Status: http.StatusCreated, About: "Begin an offer: a draft."},
			s.createOffer), "employer/offerform", s.againNewOffer),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/{id}/edit", View: "employer/offerform", Who: owner, Voice: web.PageOnly}, s.editOffer),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/vacancies/{id}", Who: owner,
			About: "Change an offer; what is published stays until the change is reviewed."}, s.changeOffer), "employer/offerform", s.againOffer),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies/{id}/submission", Bodiless: true, Who: owner,
			About: "Send an offer to the employment agency, with why flagged words are needed."}, s.submit), "employer/offer", s.againSubmit),
		web.Handle(web.Route{Method: "GET", Path: "/vacancies/{id}/review", View: "employer/review", Who: reviewer,
			About: "An offer that waits, with the words that seem to shut people out."}, s.reviewPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies/{id}/review", Who: reviewer,
			About: "Publish or refuse an offer, and decide each flag."}, s.judge), "employer/review", s.againJudge),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/vacancies/{id}/closing", Who: owner,
			About: "Close an offer: so many places filled, or withdrawn because."}, s.closeOffer), "employer/offer", s.againClose),
	}
}

type offersInput struct {
	Words     string   `query:"q" validate:"max=300"`
	Cities    []string `query:"city" validate:"max=16,dive,max=40"`
	Kinds     []string `query:"kind" validate:"max=5,dive,max=20"`
	CPV       []string `query:"cpv" validate:"max=20,dive,max=12"`
	Languages []string `query:"language" validate:"max=20,dive,max=8"`
	Levels    []string `query:"level" validate:"max=7,dive,max=4"`
	Page      int      `query:"page" validate:"min=0,max=5000"`
	Size      int      `query:"size" validate:"min=0,max=100"`
	Lang      string   `query:"lang" validate:"max=8"`
}

// OffersPage is a page of offers.
type OffersPage struct {
	Items   []OfferItem             `json:"items"`
	Total   int                     `json:"total"`
	Page    int                     `json:"page"`
	Size    int                     `json:"size"`
	Facets  map[string][]web.Option `json:"facets"`
	Input   offersInput             `json:"-"`
	Filters []web.Facet             `json:"-"`
	Pager   web.Pager               `json:"-"`
	Empty   web.Empty               `json:"-"`
}

// OfferItem is an offer in a list.
type OfferItem struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Kind   string   `json:"kind"`
	By     string   `json:"organisation"`
	City   string   `json:"city"`
	Levels []Level  `json:"levels"`
	State  Stage    `json:"state"`
	Demo   bool     `json:"demonstration,omitempty"`
	Card   web.Card `json:"-"`
}

func (s *Service) offerItem(c *web.Ctx, of *Offer) OfferItem {
	state := of.State(c.Now)
	i := OfferItem{ID: of.ID, Title: of.Title, Kind: of.Kind, By: of.Name, City: of.City, Levels: append([]Level{}, of.Levels...), State: state, Demo: of.Test}
	i.Card = web.Card{Title: of.Title, Language: of.Language, Path: "/vacancies/" + of.ID, By: of.Name, City: s.cityName(c, of.City), Demo: of.Test,
		Firm: true, Tags: []string{c.Words.T("offer.kind_" + of.Kind)}}
	if pay := wage(c, &of.Content); pay != "" {
		i.Card.Tags = append(i.Card.Tags, pay)
	}
	i.Card.Tags = append(i.Card.Tags, levels(c, of.Levels))
	if state != Published {
		i.Card.Tags = append(i.Card.Tags, c.Words.T("offer.stage_"+string(state)))
	}
	return i
}

func wage(c *web.Ctx, o *Content) string {
	switch {
	case o.WageFrom != nil && o.WageTo != nil && o.WageTo.Minor != o.WageFrom.Minor:
		return c.Words.T("offer.wage_range", "From", *o.WageFrom, "To", *o.WageTo, "Per", c.Words.T("offer.per_"+o.WagePer))
	case o.WageFrom != nil:
		return c.Words.T("offer.wage_one", "Amount", *o.WageFrom, "Per", c.Words.T("offer.per_"+o.WagePer))
	case o.Unpaid:
		return c.Words.T("offer.unpaid_said")
	}
	return ""
}

// levels says how much of which language is needed.
func levels(c *web.Ctx, all []Level) string {
	if len(all) == 0 {
		return c.Words.T("offer.no_language")
	}
	var said []string
	for _, l := range all {
		said = append(said, c.Words.LanguageName(l.Language)+" "+l.Level)
	}
	return c.Words.Join(said)
}

func (s *Service) offersPage(c *web.Ctx, in offersInput) (*OffersPage, error) {
	q := OfferQuestion{Words: in.Words, Cities: in.Cities, Kinds: in.Kinds, CPV: in.CPV, Languages: in.Languages, Levels: in.Levels,
		Page: max(1, in.Page), Size: cmp.Or(in.Size, pageSize), Reader: c.Languages()}
	found, err := s.FindOffers(c, q)
	if err != nil {
		return nil, err
	}
	p := &OffersPage{Items: []OfferItem{}, Total: found.Total, Page: q.Page, Size: q.Size, Input: in, Facets: map[string][]web.Option{},
		Pager: web.Pager{Page: q.Page, Size: q.Size, Total: found.Total},
		Empty: web.Empty{Title: c.Words.T("offer.none"), Text: c.Words.T("offer.none_text"),
			Links: []web.Link{{Label: c.Words.T("offer.all"), Path: "/vacancies"}, {Label: c.Words.T("nav.services"), Path: "/services?topic=language"}}}}
	for _, of := range found.Offers {
		p.Items = append(p.Items, s.offerItem(c, of))
	}
	chosen := map[string][]string{"city": in.Cities, "kind": in.Kinds, "cpv": in.CPV, "language": in.Languages, "level": in.Levels}
	for _, name := range offerFacets {
		f := module.Facet(name, c.Words.T("offer.by_"+name), found.Facets[name], chosen[name], func(v string) string { return s.offerFacet(c, name, v) })
		p.Facets[name] = f.Options
		p.Filters = append(p.Filters, f)
	}
	return p, nil
}

func (s *Service) offerFacet(c *web.Ctx, name, value string) string {
	switch {
	case name == "city":
		return s.cityName(c, value)
	case name == "language":
		return c.Words.LanguageName(value)
	case name == "kind" && slices.Contains(OfferKinds(), value):
		return c.Words.T("offer.kind_" + value)
	case name == "level" && value == "none":
		return c.Words.T("offer.no_language")
	case name == "cpv":
		return s.kit.Taxonomy.Label((value + "00000000")[:8], c.Languages()...)
	}
	return value
}

func (s *Service) myOffersPage(c *web.Ctx, _ web.None) (*OffersPage, error) {
	mine, err := s.MyOffers(c)
	p := &OffersPage{Items: []OfferItem{}, Total: len(mine), Page: 1, Size: len(mine), Facets: map[string][]web.Option{}}
	for _, of := range mine {
		p.Items = append(p.Items, s.offerItem(c, of))
	}
	return p, err
}

// OfferFormPage is the form of an offer.
type OfferFormPage struct {
	ID        string
	Form      OfferForm
	Kinds     []web.Option
	Languages []web.Option
	Levels    []web.Option
	Pers      []web.Option
	Contracts []web.Option
	Rows      []LevelForm
	Published bool
}

func (s *Service) newOffer(c *web.Ctx, _ web.None) (*OfferFormPage, error) {
	return s.offerForm(c, "", OfferForm{Language: c.Words.Code, Places: 1}), nil
}

func (s *Service) againNewOffer(c *web.Ctx, in OfferForm) (*OfferFormPage, error) {
	return s.offerForm(c, "", in), nil
}

func (s *Service) offerForm(c *web.Ctx, id string, f OfferForm) *OfferFormPage {
	p := &OfferFormPage{ID: id, Form: f, Kinds: module.Options(c, "offer.kind_", OfferKinds()), Languages: module.LanguageOptions(c),
		Pers:      module.Options(c, "offer.per_", []string{"hour", "month", "year"}),
		Contracts: append([]web.Option{{Label: c.Words.T("site.not_told")}}, module.Options(c, "offer.contract_", []string{"permanent", "temporary", "seasonal"})...)}
	p.Languages = append([]web.Option{{Label: c.Words.T("offer.no_language")}}, p.Languages...)
	p.Levels = []web.Option{{Label: c.Words.T("offer.choose_level")}}
	for _, l := range CEFR() {
		p.Levels = append(p.Levels, web.Option{Value: l, Label: l + ": " + c.Words.T("offer.cefr_"+l)})
	}
	p.Rows = append(slices.Clone(f.Levels), LevelForm{})
	return p
}

// OfferInput is the form of an offer that is there.
type offerInput struct {
	ID string `path:"id"`
	OfferForm
}

func (s *Service) editOffer(c *web.Ctx, in module.IDLang) (*OfferFormPage, error) {
	of, err := s.MyOffer(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := s.offerForm(c, of.ID, FormOfOffer(of))
	p.Published = of.Visible()
	return p, nil
}

func (s *Service) againOffer(c *web.Ctx, in offerInput) (*OfferFormPage, error) {
	of, err := s.MyOffer(c, in.ID)
	if err != nil {
		return nil, err
	}
	in.Revision = of.Revision
	p := s.offerForm(c, of.ID, in.OfferForm)
	p.Published = of.Visible()
	return p, nil
}

// ChangedOffer is one that was stored.
type ChangedOffer struct {
	*Offer
	State Stage `json:"state"`
	done  string
}

// Location is the offer.
func (o ChangedOffer) Location() string { return "/vacancies/" + o.ID + "?done=" + o.done }

func (s *Service) changed(c *web.Ctx, of *Offer, done string, err error) (ChangedOffer, error) {
	if err != nil {
		return ChangedOffer{}, err
	}
	return ChangedOffer{of, of.State(c.Now), done}, nil
}

func (s *Service) createOffer(c *web.Ctx, in OfferForm) (ChangedOffer, error) {
	in.Language = cmp.Or(in.Language, c.Words.Code)
	of, err := s.Offer(c, in)
	return s.changed(c, of, "saved", err)
}

func (s *Service) changeOffer(c *web.Ctx, in offerInput) (ChangedOffer, error) {
	of, err := s.EditOffer(c, in.ID, in.OfferForm)
	return s.changed(c, of, "saved", err)
}

// OfferPage is one offer.
type OfferPage struct {
	*Offer
	State Stage `json:"state"`

	Shown    *Content       `json:"-"` // the draft for its owner, else what is published
	Facts    []web.Fact     `json:"-"`
	Mine     bool           `json:"-"`
	Flags    []FlagView     `json:"-"`
	Posting  map[string]any `json:"-"` // schema.org
	CityN    string         `json:"-"`
	Judges   bool           `json:"-"`
	Waits    bool           `json:"-"`
	Sendable bool           `json:"-"`
	Note     string         `json:"-"`
}

// FlagView is a flag in words.
type FlagView struct {
	Flag
	Ground, Why, Better string
}

func flagViews(c *web.Ctx, flags []Flag) []FlagView {
	var all []FlagView
	for _, f := range flags {
		all = append(all, FlagView{f, c.Words.T("wording.ground_" + f.Ground), c.Words.T("wording." + f.Rule), c.Words.T("wording." + f.Rule + "_better")})
	}
	return all
}

func (s *Service) offerPage(c *web.Ctx, in module.IDLang) (*OfferPage, error) {
	of, err := s.GetOffer(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &OfferPage{Offer: of, State: of.State(c.Now), Shown: &of.Content, Mine: c.Actor.ID != "" && of.Account == c.Actor.ID,
		CityN: s.cityName(c, of.City), Waits: !of.Since.IsZero()}
	if p.Mine {
		p.Shown, p.Flags, p.Note = of.Working(), flagViews(c, of.Flags), of.Reason
		p.Sendable = of.Since.IsZero() && (p.State == Draft || p.State == Refused || of.Next != nil)
	} else {
		hidden := *of
		hidden.Flags = nil
		p.Offer = &hidden
		p.Judges, err = s.organisations.IsAgency(c, of.City)
	}
	p.Facts = s.offerFacts(c, p.Shown, of)
	if of.Visible() && p.State == Published {
		p.Posting = s.posting(of)
	}
	return p, err
}

// placesOf says how many places there are and, once some are, how many are filled.
func placesOf(w *i18n.Words, o *Content, of *Offer) string {
	if of.Count == 0 {
		return w.Number(float64(o.Places))
	}
	return w.T("offer.filled_of", "Count", of.Count, "All", w.Number(float64(max(o.Places, of.Count))))
}

func (s *Service) offerFacts(c *web.Ctx, o *Content, of *Offer) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	city, _ := s.kit.Taxonomy.City(of.City)
	add("offer.kind", w.T("offer.kind_"+o.Kind))
	add("offer.occupation", o.Occupation)
	add("offer.trades", w.Join(s.workNames(c, o.CPV)))
	add("offer.language_needed", levels(c, o.Levels))
	add("offer.level_why", o.LevelWhy)
	add("offer.wage", wage(c, o))
	if o.Hours > 0 {
		add("offer.hours", w.T("offer.hours_count", "Count", o.Hours))
	}
	if o.Contract != "" {
		add("offer.contract", w.T("offer.contract_"+o.Contract))
	}
	add("offer.places", placesOf(w, o, of))
	add("offer.where", o.Where)
	if !o.Starts.IsZero() {
		add("offer.starts", w.Date(record.InZone(o.Starts, city.Zone)))
	}
	if !o.Closes.IsZero() {
		add("offer.closes", w.Date(record.InZone(o.Closes, city.Zone)))
	}
	if o.Mentor {
		add("offer.mentor", w.T("site.yes"))
	}
	add("offer.apply", o.Apply)
	return all
}

type submitInput struct {
	ID      string   `path:"id"`
	Because []string `json:"because" validate:"max=50,dive,max=1000"`
}

func (s *Service) submit(c *web.Ctx, in submitInput) (ChangedOffer, error) {
	of, err := s.Submit(c, in.ID, in.Because)
	return s.changed(c, of, "submitted", err)
}

func (s *Service) againSubmit(c *web.Ctx, in submitInput) (*OfferPage, error) {
	return s.offerPage(c, module.IDLang{ID: in.ID})
}

type closeInput struct {
	ID     string `path:"id"`
	Filled int    `json:"filled" validate:"min=0,max=10000"`
	Reason string `json:"reason" validate:"max=500"`
}

func (s *Service) closeOffer(c *web.Ctx, in closeInput) (ChangedOffer, error) {
	of, err := s.Close(c, in.ID, in.Filled, in.Reason)
	done := "closed"
	if err == nil && of.Stage != Filled && of.Stage != Withdrawn {
		done = "filled_some"
	}
	return s.changed(c, of, done, err)
}

func (s *Service) againClose(c *web.Ctx, in closeInput) (*OfferPage, error) {
	return s.offerPage(c, module.IDLang{ID: in.ID})
}

// QueuePage is what waits for review.
type QueuePage struct {
	web.Whole
	Items []QueueItem `json:"items"`
	Total int         `json:"total"`
	Empty web.Empty   `json:"-"`
	None  bool        `json:"-"` // the reader is no agency
}

// QueueItem is an offer that waits.
type QueueItem struct {
	OfferItem
	Flags int `json:"flags"`
}

func (s *Service) queue(c *web.Ctx, _ module.Lang) (*QueuePage, error) {
	waiting, err := s.WaitingOffers(c)
	p := &QueuePage{Items: []QueueItem{}, Empty: web.Empty{Title: c.Words.T("offer.queue_none"), Text: c.Words.T("offer.queue_none_text")}}
	if problem.Is(err, problem.Conflict) {
		p.Empty.Text, err = c.Words.T("organisation.agency_only"), nil
	}
	for _, of := range waiting {
		i := s.offerItem(c, of)
		i.Title, i.Card.Title, i.Card.Path = of.Working().Title, of.Working().Title, "/vacancies/"+of.ID+"/review"
		if n := of.Undecided(); n > 0 {
			i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "lacking", Text: c.Words.T("offer.flags_count", "Count", n)})
		}
		p.Items = append(p.Items, QueueItem{i, len(of.Flags)})
	}
	p.Total = len(p.Items)
	return p, err
}

// ReviewPage is an offer that the reader reviews.
type ReviewPage struct {
	*Offer
	Shown *Content   `json:"content"`
	Views []FlagView `json:"-"`
	Facts []web.Fact `json:"-"`
	Input judgeInput `json:"-"`
	Old   bool       `json:"-"` // something of it is published
}

func (s *Service) reviewPage(c *web.Ctx, in module.IDLang) (*ReviewPage, error) {
	return s.againJudge(c, judgeInput{ID: in.ID})
}

type judgeInput struct {
	ID       string   `path:"id"`
	Decision string   `json:"decision" validate:"omitempty,oneof=publish refuse"`
	Reason   string   `json:"reason" validate:"max=1000"`
	Flags    []string `json:"flags" validate:"max=50,dive,max=10"`
	Why      []string `json:"why" validate:"max=50,dive,max=1000"`
}

func (s *Service) againJudge(c *web.Ctx, in judgeInput) (*ReviewPage, error) {
	of, err := s.ForReview(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &ReviewPage{Offer: of, Shown: of.Working(), Views: flagViews(c, of.Flags), Facts: s.offerFacts(c, of.Working(), of), Input: in, Old: of.Visible()}, nil
}

// Judged leads on to what else waits.
type Judged struct {
	*Offer
	State Stage `json:"state"`
}

// Location is the queue.
func (Judged) Location() string { return "/vacancies/review?done=judged" }

func (s *Service) judge(c *web.Ctx, in judgeInput) (Judged, error) {
	of, err := s.Judge(c, in.ID, Judgement{Publish: in.Decision == "publish", Reason: in.Reason, Flags: in.Flags, Why: in.Why})
	if err != nil {
		return Judged{}, err
	}
	return Judged{of, of.State(c.Now)}, nil
}

// FittingPage is placements for a school.
type FittingPage struct {
	web.Whole
	Items  []OfferItem `json:"items"`
	Total  int         `json:"total"`
	School bool        `json:"school"`
	Empty  web.Empty   `json:"-"`
}

func (s *Service) fitting(c *web.Ctx, _ module.Lang) (*FittingPage, error) {
	o, all, err := s.Fitting(c)
	if err != nil {
		return nil, err
	}
	p := &FittingPage{Items: []OfferItem{}, Total: len(all), School: o.Kind == organisation.School,
		Empty: web.Empty{Title: c.Words.T("offer.fitting_none"), Text: c.Words.T("offer.fitting_none_text")}}
	if !p.School {
		p.Empty.Text = c.Words.T("team.schools_only")
	}
	for _, f := range all {
		i := s.offerItem(c, f.Offer)
		if f.Trade != "" {
			i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met", Text: c.Words.T("team.same_trade", "Trade",
				s.kit.Taxonomy.Work(f.Trade, c.Languages()...))})
		}
		if f.Language != "" {
			i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "met", Text: c.Words.T("team.same_language", "Language", c.Words.LanguageName(f.Language))})
		}
		p.Items = append(p.Items, i)
	}
	return p, nil
}

// OffersFor lists the offers of an organisation for its page: for its owner all, else those that are open.
func (s *Service) OffersFor(c *web.Ctx, o *organisation.Organisation, own bool) ([]OfferItem, error) {
	list := func() ([]*Offer, error) { return s.OffersOf(c, o.ID) }
	if own {
		list = func() ([]*Offer, error) { return s.MyOffers(c) }
	}
	all, err := list()
	var items []OfferItem
	for _, of := range all {
		items = append(items, s.offerItem(c, of))
	}
	return items, err
}
