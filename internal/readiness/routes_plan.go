package readiness

import (
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/service"
	"citiesgrow/web"
)

// PlanPage is what an entrepreneur could do about what the firm lacks.
type PlanPage struct {
	web.Whole[PlanItem]
	Tender string `json:"tender,omitempty"`
	Title  string `json:"title,omitempty"`
	City   string `json:"city"`
	Fresh  bool   `json:"-"` // the firm has no profile yet
	Taken  bool   `json:"-"` // the readiness test was taken
}

// PlanItem is one thing that is lacking.
type PlanItem struct {
	Because  string     `json:"because"`           // requirement, matches, paper or readiness
	Tenders  int        `json:"tenders,omitempty"` // how many of the best matches ask for it
	Kind     string     `json:"kind"`
	Need     string     `json:"need"`
	Until    time.Time  `json:"until,omitzero"`
	Services []web.Help `json:"services"`
}

type planInput struct {
	Tender string `query:"tender" validate:"max=200"`
}

// mostShown is how many services a page shows for each thing that is lacking.
const mostShown = 6

func (h handlers) plan(c *web.Ctx, in planInput) (*PlanPage, error) {
	plan, err := h.Plan(c, in.Tender)
	if err != nil {
		return nil, err
	}
	p := &PlanPage{Tender: plan.Tender, Title: plan.Title, City: plan.Firm.City, Fresh: plan.Firm.ID == "", Taken: plan.Taken}
	for _, i := range plan.Items {
		item := say(c, i)
		for _, one := range i.Services[:min(mostShown, len(i.Services))] {
			help := h.services.HelpOf(c, one, item.Kind, i.Until)
			if plan.Tender != "" {
				help.Path += "&tender=" + plan.Tender
			}
			item.Services = append(item.Services, help)
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}

// say puts into the reader's words what is lacking, and why it is needed.
func say(c *web.Ctx, i Item) PlanItem {
	asked := i.Lack.Requirement
	item := PlanItem{Kind: asked.Kind, Until: i.Until, Services: []web.Help{}}
	switch {
	case i.Kind != "":
		item.Because, item.Kind, item.Need = "readiness", i.Kind, service.SayNeed(c, i.Kind, "")
	case !i.Lack.Ends.IsZero():
		item.Because = "paper"
		item.Need = c.Words.T("readiness.ends", "Name", service.SayNeed(c, asked.Kind, asked.Detail), "Date", i.Lack.Ends)
	case i.Lack.Tenders > 0:
		item.Because, item.Tenders, item.Need = "matches", i.Lack.Tenders, gap.NeedText(c.Words, asked)
	default:
		item.Because, item.Need = "requirement", gap.NeedText(c.Words, asked)
	}
	return item
}
