package service

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/slot"
	"citiesgrow/web"
)

// ShowPage is one service.
type ShowPage struct {
	*Listing
	Stale bool            `json:"stale"`
	Free  bool            `json:"free"`
	Paid  string          `json:"charge,omitempty"` // free or ChargePaid; left out where it is not known
	Slots []slot.SlotView `json:"slots"`            // that can be booked
	ForMe []web.Reason    `json:"me,omitempty"`     // the rules held against the reader's firm

	CityName string       `json:"-"`
	Facts    []web.Fact   `json:"-"`
	Keeps    bool         `json:"-"` // the reader looks after it
	MayRefer bool         `json:"-"`
	Walk     bool         `json:"-"` // for somebody else
	Needs    []web.Option `json:"-"`
	Need     string       `json:"-"`
	Tender   string       `json:"-"`
	Input    ReferralForm `json:"-"` // after a referral was refused
}

// ReferralForm is the form on the page of a service with which users ask for it. Package referral answers it.
type ReferralForm struct {
	Service string `json:"service" validate:"required,max=200"`
	Why     string `json:"why" validate:"max=2000"`
	Need    string `json:"need" validate:"max=40"`
	Tender  string `json:"tender" validate:"max=200"`
	client.Form
}

type showInput struct {
	ID     string `path:"id"`
	Need   string `query:"need" validate:"max=40"`
	Tender string `query:"tender" validate:"max=200"`
	Lang   string `query:"lang" validate:"max=8"`
}

func (s *Service) show(c *web.Ctx, in showInput) (*ShowPage, error) {
	l, err := s.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{Listing: l, Stale: l.Stale(c.Now), Free: l.Free(), Paid: l.Charge(), Slots: []slot.SlotView{}, Need: in.Need, Tender: in.Tender,
		CityName: s.kit.Taxonomy.CityNames(l.Cities(), c.Languages()...), Keeps: s.mayChange(c, l) == nil}
	free, err := s.slots.ListFree(c, l.ID)
	if err != nil {
		return nil, err
	}
	for _, slot := range free {
		p.Slots = append(p.Slots, s.slots.View(slot))
	}
	if c.Actor.Is(actor.Entrepreneur) {
		if p.ForMe, err = s.forMe(c, l); err != nil {
			return nil, err
		}
	}
	p.Facts = s.facts(c, l)
	p.Walk = c.Actor.Active && c.Actor.Is(actor.Provider, actor.Staff)
	p.MayRefer = l.Status == Active && (p.Walk || c.Actor.Is(actor.Entrepreneur))
	p.Needs = append([]web.Option{{Label: c.Words.T("site.not_told")}}, module.Options(c, "support.need_", Needs())...)
	return p, nil
}

// ShowAgain is the page of a service after the booking of an appointment was refused.
func (s *Service) ShowAgain(c *web.Ctx, id string) (any, error) { return s.show(c, showInput{ID: id}) }

// ShowReferral is the page of a service after a referral was refused, with what was typed.
func (s *Service) ShowReferral(c *web.Ctx, f ReferralForm) (*ShowPage, error) {
	p, err := s.show(c, showInput{ID: f.Service, Need: f.Need, Tender: f.Tender})
	if err != nil {
		return nil, err
	}
	p.Input = f
	return p, nil
}

func (s *Service) forMe(c *web.Ctx, l *Listing) ([]web.Reason, error) {
	firm, _, err := s.matches.Mine(c)
	if err != nil || firm.ID == "" {
		return nil, err
	}
	var all []web.Reason
	for _, r := range l.CheckRules(firm, c.Now.Year()) {
		all = append(all, web.Reason{State: r.State, Text: c.Words.T("support.rule_" + r.Rule + "_" + r.State)})
	}
	return all, nil
}

// facts says a service line by line.
func (s *Service) facts(c *web.Ctx, l *Listing) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	add("support.supplies", s.supplied(c, l))
	if l.Days > 0 {
		add("support.days", w.T("support.days_count", "Count", l.Days))
	}
	add("support.whom", s.whom(c, l))
	add("support.cost", costText(c, l))
	add("support.languages", languageNames(c, l.Languages))
	add("support.interpretation", l.Interpretation)
	add("support.documents", w.JoinParts(l.Documents))
	for _, p := range l.Places {
		add("support.place", placeText(c, p))
	}
	if l.Online {
		add("support.place", w.T("support.mode_online"))
	}
	add("support.hours", s.hoursText(c, l))
	if l.Capacity != nil {
		add("support.capacity", capacityText(c, l))
	}
	add("support.apply", l.Apply)
	add("support.email", l.Contact.Email)
	add("support.phone", l.Contact.Phone)
	add("support.web", l.Contact.Web)
	return all
}

func (s *Service) supplied(c *web.Ctx, l *Listing) string {
	var all []string
	for _, sup := range l.Supplies {
		all = append(all, SayNeed(c, sup.Kind, sup.Detail))
	}
	return c.Words.JoinParts(all)
}

func (s *Service) whom(c *web.Ctx, l *Listing) string {
	w := c.Words
	var all []string
	for _, stage := range l.For.Stages {
		all = append(all, w.T("support.stage_"+stage))
	}
	parts := []string{w.Join(all), s.kit.Taxonomy.CityNames(l.Cities(), c.Languages()...)}
	if len(l.For.Languages) > 0 {
		parts = append(parts, w.T("support.only_languages", "Languages", languageNames(c, l.For.Languages)))
	}
	var trades []string
	for _, code := range l.For.Trades {
		trades = append(trades, s.kit.Taxonomy.Work(code, c.Languages()...))
	}
	parts = append(parts, w.Join(trades), l.Eligibility)
	return w.JoinParts(slices.DeleteFunc(parts, func(p string) bool { return p == "" }))
}

func costText(c *web.Ctx, l *Listing) string {
	if len(l.Costs) == 0 {
		return c.Words.T("support.cost_" + cmp.Or(l.Charge(), ChargeUnknown))
	}
	var all []string
	for _, cost := range l.Costs {
		amount := c.Words.T("support.cost_depends")
		switch {
		case cost.Amount == nil && l.CostKnown != "":
			amount = "" // the words of its directory say it
		case cost.Amount != nil && cost.Amount.Minor == 0:
			amount = c.Words.T("support.cost_free")
		case cost.Amount != nil:
			amount = c.Words.Money(*cost.Amount)
		}
		all = append(all, strings.Trim(cost.Option+": "+amount, ": "))
	}
	return c.Words.JoinParts(all)
}

func placeText(c *web.Ctx, p Place) string {
	parts := []string{p.Name, p.Address, strings.TrimSpace(p.Postcode + " " + p.Town), p.Transport}
	for _, a := range p.Accessibility {
		if slices.Contains(Access(), a) {
			a = c.Words.T("support.access_" + a)
		}
		parts = append(parts, a)
	}
	return c.Words.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }))
}

// hoursText says when a service is open; what recurs otherwise than weekly by the next day.
func (s *Service) hoursText(c *web.Ctx, l *Listing) string {
	city, _ := s.kit.Taxonomy.City(l.City)
	var all []string
	for _, h := range l.Hours {
		if h.Freq == "WEEKLY" && h.Interval <= 1 {
			var days []string
			for _, d := range h.ByDay {
				if slices.Contains(weekdays, d) {
					days = append(days, c.Words.T("support.day_"+d))
				}
			}
			all = append(all, c.Words.Join(days)+" "+h.Opens+"–"+h.Closes)
		} else if open, _, ok := calendar.NextOf([]calendar.Hours{h}, c.Now, city.Zone); ok {
			all = append(all, c.Words.T("support.next_open", "Date", c.Words.Date(record.InZone(open, city.Zone)))+" "+h.Opens+"–"+h.Closes)
		}
		if h.Note != "" {
			all = append(all, h.Note)
		}
	}
	return c.Words.JoinParts(all)
}

func capacityText(c *web.Ctx, l *Listing) string {
	if l.Full() {
		return waiting(c, l)
	}
	if l.Capacity.Places > 0 {
		return c.Words.T("support.free_of", "Count", l.Capacity.Free, "Places", l.Capacity.Places)
	}
	return c.Words.T("support.free_places", "Count", l.Capacity.Free)
}

// waiting says that a service is full, and how long the list is where that is told.
func waiting(c *web.Ctx, l *Listing) string {
	switch k := l.Capacity; {
	case k.WaitDays > 0:
		return c.Words.T("support.full_days", "Count", k.WaitDays)
	case k.Waiting > 0:
		return c.Words.T("support.full_people", "Count", k.Waiting)
	}
	return c.Words.T("support.full")
}

func languageNames(c *web.Ctx, codes []string) string {
	var names []string
	for _, l := range codes {
		names = append(names, c.Words.LanguageName(l))
	}
	return c.Words.Join(names)
}

type tokenInput struct {
	Token string `path:"token"`
	Given string `json:"given" validate:"omitempty,oneof=yes no"`
}

// ConfirmPage asks whether a service is still as it is told.
type ConfirmPage struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	Done  bool       `json:"done"`
	Given bool       `json:"given"`
	Facts []web.Fact `json:"-"`
	Token string     `json:"-"`
	Lang  string     `json:"-"`
}

type askedInput struct {
	Token string `path:"token"`
	Lang  string `query:"lang" validate:"max=8"`
}

func (s handlers) asked(c *web.Ctx, in askedInput) (*ConfirmPage, error) {
	l, err := s.GetByToken(c, in.Token)
	if err != nil {
		return nil, err
	}
	return &ConfirmPage{ID: l.ID, Name: l.Name, Lang: l.Language, Token: in.Token, Facts: s.facts(c, l)}, nil
}

func (s handlers) confirmBy(c *web.Ctx, in tokenInput) (*ConfirmPage, error) {
	if in.Given == "" {
		if _, err := s.GetByToken(c, in.Token); err != nil {
			return nil, err
		}
		return nil, problem.Field("given", "problem.required")
	}
	l, err := s.ConfirmByToken(c, in.Token, in.Given == "yes")
	if err != nil {
		return nil, err
	}
	return &ConfirmPage{ID: l.ID, Name: l.Name, Lang: l.Language, Done: true, Given: in.Given == "yes"}, nil
}
