package match

import (
	"fmt"
	"math"
	"strings"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

// reasons says a match, to the firm ("you work in Ghent") or to the buyer ("works in Ghent").
func (s *Handlers) reasons(c *web.Ctx, t *tender.Tender, m *Match, side string) []web.Reason {
	var all []web.Reason
	for _, r := range m.Reasons {
		args := []any{}
		switch {
		case r.CPV != "":
			args = append(args, "Trade", s.kit.Taxonomy.Work(r.CPV, c.Languages()...))
		case r.City != "":
			args = append(args, "City", s.kit.Taxonomy.CityNames([]string{r.City}, c.Languages()...))
		case r.Part == "language" && r.Words != "":
			args = append(args, "Languages", languages(c, r.Words))
		case r.Part == "words":
			args = append(args, "Words", c.Words.Join(strings.Split(r.Words, ", ")))
		case r.Words != "":
			args = append(args, "Words", r.Words)
		}
		if r.Part == "place" && r.City == "" {
			if r.State != "lacking" {
				continue
			}
			args = append(args, "City", s.tenders.PlaceName(c, t))
		}
		if r.Part == "trade" && r.CPV == "" {
			continue
		}
		reason := web.Reason{State: r.State, Text: c.Words.T("match."+side+"_"+r.Part+"_"+r.State, args...)}
		if r.Part == "trade" && r.State == "unknown" {
			reason.State = "info" // only near the work: neither a fit nor something that the firm has not told
		}
		all = append(all, reason)
	}
	return all
}

// mostUntold is how many untold things a card asks for.
const mostUntold = 3

// requirements says what of a tender is lacking, by how much, with who helps, and what is not
// told. The firm alone is helped, and asked; what language is asked is among the reasons.
func (s *Handlers) requirements(c *web.Ctx, held []Held, helps [][]web.Help, own bool) []web.Reason {
	var lacking, untold []web.Reason
	for i, h := range held {
		if h.Requirement.Kind == ocds.Language {
			continue
		}
		switch {
		case h.State == "lacking":
			r := web.Reason{State: "lacking", Text: short(c, h)}
			if i < len(helps) && len(helps[i]) > 0 {
				r.Help = &web.Link{Label: c.Words.T("match.who_helps", "Name", helps[i][0].Name), Path: helps[i][0].Path}
			}
			lacking = append(lacking, r)
		case h.State == "unknown" && h.Section != "" && len(untold) < mostUntold:
			r := web.Reason{State: "unknown", Text: SayNeed(c, h.Requirement)}
			if own {
				r.Help = &web.Link{Label: c.Words.T("gap.tell"), Path: "/supplier/" + h.Section}
			}
			untold = append(untold, r)
		}
	}
	return append(lacking, untold...)
}

// short is what is asked and how much of it is lacking.
func short(c *web.Ctx, h Held) string {
	need := SayNeed(c, h.Requirement)
	switch {
	case h.ShortBy != nil:
		return c.Words.T("match.more_amount", "Need", need, "Short", *h.ShortBy)
	case h.ShortCount > 0:
		return c.Words.T("match.more_number", "Need", need, "Short", c.Words.Number(float64(h.ShortCount)))
	}
	return need
}

// fit says a match to the firm: what fits, what is lacking with who helps, what is not told.
func (s *Handlers) fit(c *web.Ctx, p *supplier.Profile, t *tender.Tender, m *Match) ([]web.Reason, error) {
	held := Gap(p, &t.Content, c.Now)
	helps := make([][]web.Help, len(held))
	if lacks, at := lacksOf(held); s.helper != nil && len(lacks) > 0 {
		found, err := s.helper.Help(c, firmOf(p), lacks, t.Deadline())
		if err != nil {
			return nil, err
		}
		for i, ways := range found {
			helps[at[i]] = ways
		}
	}
	return append(s.reasons(c, t, m, "you"), s.requirements(c, held, helps, true)...), nil
}

// sums says how a score is made: what adds to it, then what lowers it. They add up, but for
// rounding.
func (s *Handlers) sums(c *web.Ctx, m *Match) []web.Fact {
	var all []web.Fact
	for _, p := range m.Parts {
		if points := int(math.Round(p.Points)); points != 0 {
			all = append(all, web.Fact{Label: c.Words.T("match.part_" + p.Name), Value: c.Words.T("match.points", "Points", signed(points))})
		}
	}
	if len(all) > 0 {
		all = append(all, web.Fact{Label: c.Words.T("match.total"), Value: c.Words.T("match.of_hundred", "Points", m.Score)})
	}
	return all
}

func signed(n int) string {
	if n < 0 {
		return fmt.Sprintf("\u2212%d", -n)
	}
	return fmt.Sprintf("+%d", n)
}

func languages(c *web.Ctx, codes string) string {
	var names []string
	for _, l := range splitCodes(codes) {
		names = append(names, c.Words.LanguageName(l))
	}
	return c.Words.Join(names)
}

// gap says every requirement held against the reader's firm.
func (s *Handlers) gap(c *web.Ctx, held []Held) *web.Gap {
	g := &web.Gap{Items: []web.GapItem{}, Total: len(held)}
	for _, h := range held {
		item := web.GapItem{State: h.State, Kind: h.Requirement.Kind, Lot: h.Lot, Need: SayNeed(c, h.Requirement)}
		switch h.State {
		case "met":
			g.Met++
		case "lacking":
			g.Lacking++
		default:
			g.Unknown++
		}
		item.Have = have(c, h)
		switch {
		case h.State == "unknown" && h.Section != "":
			item.Help, item.Path = c.Words.T("gap.tell"), "/supplier/"+h.Section
		case h.State == "lacking" && h.Section != "":
			item.Help, item.Path = c.Words.T("gap.update"), "/supplier/"+h.Section
		}
		g.Items = append(g.Items, item)
	}
	return g
}

// SayNeed is what a requirement asks, in the reader's language.
func SayNeed(c *web.Ctx, r ocds.Requirement) string {
	if r.Kind == ocds.Language {
		return c.Words.T("requirement.language_detail", "Detail", languages(c, r.Detail))
	}
	return term.RequirementText(c.Words, r)
}

// have says what the profile tells, and how much is lacking.
func have(c *web.Ctx, h Held) string {
	w := c.Words
	switch {
	case h.ShortBy != nil:
		return w.T("gap.short_amount", "Have", *h.Have, "Short", *h.ShortBy)
	case h.Have != nil:
		return w.T("gap.have_amount", "Have", *h.Have)
	case h.ShortCount > 0:
		return w.T("gap.short_count", "Have", h.Count, "Count", h.ShortCount)
	case h.Count > 0:
		return w.T("gap.have_count", "Count", h.Count)
	case h.State == "unknown" && h.Section == "":
		return w.T("gap.read_original")
	case h.State == "unknown":
		return w.T("gap.not_told")
	case h.State == "lacking":
		return w.T("gap.not_there")
	}
	return ""
}

// sayReach says a reach for the buyer's page.
func sayReach(c *web.Ctx, r Reach) *web.Reach {
	out := &web.Reach{Firms: r.Firms, Able: r.Able, Items: []web.ReachItem{}, Warnings: []web.Reason{}}
	for _, cost := range r.Costs {
		item := web.ReachItem{Label: SayNeed(c, cost.Requirement), Excluded: cost.Excluded, Unknown: cost.Unknown}
		if r.Firms > 0 {
			item.Share = float64(cost.Excluded) / float64(r.Firms)
		}
		if cost.Lower != nil && cost.Regained > 0 {
			item.Advice = c.Words.T("reach.advice", "Amount", *cost.Lower, "Count", cost.Regained)
		}
		out.Items = append(out.Items, item)
	}
	if r.Tongue.Excluded > 0 {
		item := web.ReachItem{Label: c.Words.T("reach.languages", "Languages", languages(c, strings.Join(r.Languages, ","))), Excluded: r.Tongue.Excluded}
		item.Share = float64(item.Excluded) / float64(r.Firms)
		if r.Tongue.Add != "" {
			item.Advice = c.Words.T("reach.language_more", "Language", c.Words.LanguageName(r.Tongue.Add), "Count", r.Tongue.Regained)
		}
		out.Items = append(out.Items, item)
	}
	if r.Far > 0 {
		out.Far = c.Words.T("reach.far", "Count", r.Far)
	}
	for _, warning := range r.Warnings {
		args := []any{}
		if warning.Limit != nil {
			args = append(args, "Limit", *warning.Limit)
		}
		if warning.Days > 0 {
			args = append(args, "Count", warning.Days)
		}
		out.Warnings = append(out.Warnings, web.Reason{State: warning.State, Text: c.Words.T("warning."+warning.Key, args...)})
	}
	return out
}
