package tender

import (
	"slices"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

// HowStep is one thing to do to answer a tender.
type HowStep struct{ Text, Label, Path string }

// What a notice asks for until its deadline. Only the first asks for offers.
const (
	asksOffer    = "offer"
	asksRequest  = "request"  // to take part; offers come later, from those who are invited
	asksInterest = "interest" // to say that one is interested
	asksAnswers  = "answers"  // to a market consultation
	asksListing  = "listing"  // in a qualification system
	asksDesign   = "design"   // in a contest
	asksNothing  = "nothing"  // a notice for information
)

// answerKind is what a notice asks for.
func answerKind(t *Tender) string {
	source := t.Source
	switch kind := source.NoticeType; {
	case source.FormType == "consultation" || kind == "pmc":
		return asksAnswers
	case kind == "qu-sy":
		return asksListing
	case kind == "cn-desg":
		return asksDesign
	}
	said := t.Tender.Terms.Answer
	for _, l := range t.Tender.Lots {
		if said == "" {
			said = l.Terms.Answer
		}
	}
	switch {
	case said == ocds.AnswerRequest:
		return asksRequest
	case said == ocds.AnswerInterest:
		return asksInterest
	case t.Stage == notice.Planned:
		return asksNothing
	case said == ocds.AnswerOffer:
		return asksOffer
	case t.Tender.Method == "selective":
		return asksRequest
	}
	return asksOffer
}

// howTo lists the steps to answer, as far as the notice says them.
func (s *Service) howTo(c *web.Ctx, p *ShowPage) []HowStep {
	w, t := c.Words, p.Tender
	var steps []HowStep
	if p.Answer != asksNothing && len(t.Requirements()) > 0 {
		steps = append(steps, HowStep{Text: w.T("how.check")})
	}
	if u := t.Tender.DocsURL; u != "" {
		steps = append(steps, HowStep{Text: w.T("how.documents"), Label: w.T("how.documents_link"), Path: u})
	}
	if step, may := askStep(c, p); may {
		steps = append(steps, step)
	}
	send := HowStep{Text: w.T("how.send_" + p.Answer)}
	if d := t.Deadline(); !d.IsZero() {
		send.Text = w.T("how.send_"+p.Answer+"_before", "Date", term.Moment(w, d, p.Zone))
	}
	if languages := term.LanguageNames(w, t.AnswerLanguages()); len(languages) > 0 && p.Answer != asksNothing {
		send.Text += " " + w.T("how.write_in", "Languages", w.Join(languages))
	}
	if u := t.Tender.SubmitURL; u != "" {
		send.Label, send.Path = w.T("how.send_link"), u
	} else if u := t.Source.URL; u != "" {
		send.Label, send.Path = w.T("how.original_link"), u
	}
	steps = append(steps, send)
	if p.Answer == asksRequest || p.Answer == asksInterest {
		steps = append(steps, HowStep{Text: w.T("how.then_invited")})
	}
	return steps
}

// askStep is the step to ask the buyer. There is one only where there is a way to ask: the
// questions of this page, or a contact.
func askStep(c *web.Ctx, p *ShowPage) (HowStep, bool) {
	w, until := c.Words, p.Tender.Tender.Questions
	if !until.IsZero() && !c.Now.Before(until) {
		return HowStep{}, false
	}
	step := HowStep{Text: w.T("how.questions")}
	if !until.IsZero() {
		step.Text = w.T("how.questions_until", "Date", term.Moment(w, until, p.Zone))
	}
	i := slices.IndexFunc(p.Contacts, func(o Contact) bool { return o.Email != "" })
	switch {
	case p.MayAsk:
		step.Label, step.Path = w.T("question.ask"), "#questions"
	case p.Tender.Owner != "" && c.Actor.Nobody():
		step.Label, step.Path = w.T("how.sign_in_to_ask"), "/sessions/new?next=/tenders/"+p.Tender.ID
	case i >= 0:
		step.Label, step.Path = p.Contacts[i].Email, "mailto:"+p.Contacts[i].Email
	default:
		return HowStep{}, false
	}
	return step, true
}

// Contact is an office that answers.
type Contact struct{ Name, Office, Email, Town, URL string }

// contacts are the offices of the buyers. A person's name is never among them.
func contacts(c *web.Ctx, t *Tender) []Contact {
	var all []Contact
	for _, p := range t.Parties {
		if !slices.Contains(p.Roles, "buyer") {
			continue
		}
		one := Contact{Name: p.Name, Office: p.Contact, Email: p.Email, URL: p.URL}
		one.Town = c.Words.Join(nonEmpty(p.Town, term.Country(c.Words, p.Country)))
		all = append(all, one)
	}
	return all
}

// PaperView is a paper to read, on another site.
type PaperView struct{ Name, URL, Language string }

// papers lists the papers once each; one without a name is called by its number.
func papers(c *web.Ctx, t *Tender) []PaperView {
	var all []PaperView
	for _, d := range t.Tender.Documents {
		v := PaperView{Name: d.Title, URL: d.URL}
		if v.Name == "" {
			v.Name = c.Words.T("term.paper", "Count", len(all)+1)
		}
		if d.Language != "" {
			v.Language = c.Words.LanguageName(d.Language)
		}
		if !slices.ContainsFunc(all, func(o PaperView) bool { return o.URL == v.URL }) {
			all = append(all, v)
		}
	}
	return all
}
