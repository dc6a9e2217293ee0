package term

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// workTerms say how the work is to be done and what it shall achieve besides.
func workTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	l.words("performance", x.Performance)
	switch x.ReservedWork {
	case "yes", "not-known":
		l.both("reserved_work", l.say("reserved_work_"+x.ReservedWork), x.ReservedWorkHow)
	default:
		l.code("reserved_work", x.ReservedWork)
	}
	l.codes("strategic", x.Strategic, x.StrategicNote)
	l.codes("green", x.Green, nil)
	l.codes("green_criteria", x.GreenCriteria, nil)
	social := x.Social
	if x == &t.Tender.Terms && len(social) == 0 && !anyLot(t, func(o *ocds.Terms) bool { return len(o.Social) > 0 }) {
		social = t.Tender.Social
	}
	l.codes("social", social, nil)
	l.codes("innovation", x.Innovation, nil)
	l.both("access", l.ofCode("access", x.Accessibility), x.AccessibilityWhy)
}

// moneyTerms say how and by whom the work is paid.
func moneyTerms(l *list, x *ocds.Terms) {
	l.words("payment", x.Payment)
	l.code("invoicing", x.Invoicing)
	l.yesNo("ordering", x.Ordering, nil)
	l.yesNo("paying", x.Paying, nil)
	l.yesNo("eu_funds", x.EUFunds, x.EUFundsNote)
}

// reviewTerms say where a firm can complain and until when.
func reviewTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	for _, r := range x.Reviewers {
		one := Term{Label: l.label("reviewer"), Value: r.Name}
		i := slices.IndexFunc(t.Parties, func(p ocds.Party) bool { return p.Name == r.Name }) // ids are local to a notice
		if i >= 0 {
			p := t.Parties[i]
			one.Value = l.w.Join(filled(cmp.Or(p.Name, r.Name), p.Town, Country(l.w, p.Country)))
			one.Path = p.URL
		}
		if one.Value != "" {
			l.all = append(l.all, one)
		}
	}
	if x == &t.Tender.Terms && len(x.Reviewers) == 0 && !anyLot(t, func(o *ocds.Terms) bool { return len(o.Reviewers) > 0 }) {
		for _, p := range t.Parties {
			if slices.Contains(p.Roles, "reviewBody") {
				l.all = append(l.all, Term{Label: l.label("reviewer"), Value: l.w.Join(filled(p.Name, p.Town, Country(l.w, p.Country))), Path: p.URL})
			}
		}
	}
	l.words("review", x.Review)
}

// moreTerms are what else the buyer says.
func moreTerms(l *list, x *ocds.Terms) {
	l.words("additional", x.Additional)
	l.codes("anywhere", x.Anywhere, nil)
	l.words("place_note", x.PlaceNote)
}

// winnerTerms say how the criteria make a winner, where they do not say it by themselves.
func winnerTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	own := slices.ContainsFunc(t.Tender.Lots, func(o ocds.Lot) bool { return len(o.AwardCriteria) > 0 })
	if x == &t.Tender.Terms && len(t.Tender.AwardCriteria) == 0 && own && len(t.Tender.Lots) > 1 {
		l.plain("lots_criteria", l.say("criteria_by_lot"))
	}
	l.words("formula", x.Formula)
	l.words("order_why", x.OrderWhy)
}

// Criterion is what an offer is judged by, with its weight.
type Criterion struct {
	Kind        string // plain words
	Name        string // the buyer's own
	Description string
	Language    string // of both
	Weight      string // as it is read
	Percent     float64
	More        []string // other numbers
}

// sayCriteria says the award criteria.
func (w Reader) sayCriteria(all []ocds.AwardCriterion) []Criterion {
	var views []Criterion
	l := list{w: w.Words}
	for _, a := range all {
		v := Criterion{Kind: l.say("criterion_" + a.Kind), Percent: min(a.Weight, 100)}
		v.Name, v.Language = a.Name.In(w.Code)
		v.Description, _ = a.Description.In(v.Language)
		if a.Weight > 0 {
			v.Weight = l.say("percent", "Number", w.Number(a.Weight))
		}
		for _, n := range a.Numbers {
			s := l.say("number_"+n.Code, "Number", w.Number(n.Number))
			if v.Weight == "" && s != "" {
				v.Weight = s
			} else if s != "" {
				v.More = append(v.More, s)
			}
		}
		if strings.EqualFold(v.Name, v.Kind) {
			v.Name = ""
		}
		views = append(views, v)
	}
	return views
}

func LanguageNames(w *i18n.Words, codes []string) []string {
	var all []string
	for _, code := range codes {
		all = append(all, w.LanguageName(code))
	}
	return all
}
