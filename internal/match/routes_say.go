package match

import (
	"fmt"
	"math"
	"strings"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
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
			args = append(args, "Languages", gap.LanguageNames(c.Words, r.Words))
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
func (s *Handlers) requirements(c *web.Ctx, held []gap.Held, helps [][]web.Help, own bool) []web.Reason {
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
			r := web.Reason{State: "unknown", Text: gap.NeedText(c.Words, h.Requirement)}
			if own {
				r.Help = &web.Link{Label: c.Words.T("gap.tell"), Path: "/supplier/" + h.Section}
			}
			untold = append(untold, r)
		}
	}
	return append(lacking, untold...)
}

// short is what is asked and how much of it is lacking.
func short(c *web.Ctx, h gap.Held) string {
	need := gap.NeedText(c.Words, h.Requirement)
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
	held := gap.Of(p, &t.Content, c.Now)
	helps := make([][]web.Help, len(held))
	if lacks, at := gap.Lacks(held); s.helper != nil && len(lacks) > 0 {
		found, err := s.helper.Help(c, gap.FirmOf(p), lacks, t.Deadline())
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
