package service

import "citiesgrow/web"

// Item is a service in a list.
type Item struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Language  string   `json:"language"`
	By        string   `json:"organization"`
	City      string   `json:"city"`
	Topics    []string `json:"topics"`
	Supplies  []Supply `json:"supplies"`
	Languages []string `json:"languages"`
	Free      bool     `json:"free"`
	Charge    string   `json:"charge,omitempty"` // free or paid; left out where it is not known
	Online    bool     `json:"online"`
	Full      bool     `json:"full"`
	Stale     bool     `json:"stale"`
	Assured   Assured  `json:"assured"`
	Demo      bool     `json:"demonstration,omitempty"`
	Card      web.Card `json:"-"`
}

// item is a service in the reader's language.
func (h handlers) item(c *web.Ctx, l *Listing) Item {
	return Item{ID: l.ID, Name: l.Name, Language: l.Language, By: l.Organization.Name, City: l.City, Topics: append([]string{}, l.Topics...),
		Supplies: append([]Supply{}, l.Supplies...), Languages: append([]string{}, l.Languages...), Free: l.Free(), Charge: l.Charge(), Online: l.Online,
		Full: l.Full(), Stale: l.Stale(c.Now), Assured: l.Assured, Demo: l.Test, Card: h.card(c, l)}
}

// card is a service in a list of a page: what it is about, what it costs, and what speaks against it.
func (h handlers) card(c *web.Ctx, l *Listing) web.Card {
	card := web.Card{Title: l.Name, Language: l.Language, Path: "/services/" + l.ID, By: l.Organization.Name, City: h.kit.CityName(c, l.City), Demo: l.Test,
		Firm: true}
	for _, t := range l.Topics[:min(2, len(l.Topics))] {
		card.Tags = append(card.Tags, c.Words.T("topic."+t))
	}
	if charge := l.Charge(); charge != "" {
		card.Tags = append(card.Tags, c.Words.T("service.cost_"+charge))
	}
	if l.Online {
		card.Tags = append(card.Tags, c.Words.T("service.mode_online"))
	}
	card.Tags = append(card.Tags, languageNames(c, l.Languages))
	reason := func(state, text string) { card.Reasons = append(card.Reasons, web.Reason{State: state, Text: text}) }
	if l.Full() {
		reason("lacking", waiting(c, l))
	}
	switch {
	case l.Assured.On.IsZero():
		reason("unknown", c.Words.T("service.unconfirmed"))
	case l.Stale(c.Now):
		reason("unknown", c.Words.T("service.stale"))
	}
	if l.Status == Closed {
		reason("lacking", c.Words.T("service.status_closed"))
	}
	return card
}
