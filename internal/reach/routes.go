package reach

import (
	"strings"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/notice"
	"citiesgrow/web"
)

// Reach counts the firms that a content leaves able to bid (draft.Reacher).
func (s *Service) Reach(c *web.Ctx, content *notice.Content) (*web.Reach, error) {
	r, err := s.Count(c, content)
	if err != nil {
		return nil, err
	}
	return page(c, r), nil
}

// page is a reach as the buyer's pages show it.
func page(c *web.Ctx, r Reach) *web.Reach {
	out := &web.Reach{Firms: r.Firms, Able: r.Able, Items: []web.ReachItem{}, Warnings: []web.Reason{}}
	for _, cost := range r.Costs {
		item := web.ReachItem{Label: gap.NeedText(c.Words, cost.Requirement), Excluded: cost.Excluded, Unknown: cost.Unknown}
		if r.Firms > 0 {
			item.Share = float64(cost.Excluded) / float64(r.Firms)
		}
		if cost.Lower != nil && cost.Regained > 0 {
			item.Advice = c.Words.T("reach.advice", "Amount", *cost.Lower, "Count", cost.Regained)
		}
		out.Items = append(out.Items, item)
	}
	if r.Tongue.Excluded > 0 {
		label := c.Words.T("reach.languages", "Languages", gap.LanguageNames(c.Words, strings.Join(r.Languages, ",")))
		item := web.ReachItem{Label: label, Excluded: r.Tongue.Excluded}
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
