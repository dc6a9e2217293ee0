package draft

import (
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
)

// Publishable is nil for a content that can be published, else an Invalid problem with each field that
// is missing.
func Publishable(c *notice.Content, now time.Time) error {
	wrong := problem.New(problem.Invalid, "tender.incomplete")
	need := func(has bool, field, key string) {
		if !has {
			wrong.Add(field, problem.M(key))
		}
	}
	need(!c.Tender.Title.Empty(), "title", "problem.required")
	need(!c.Tender.Description.Empty(), "description", "problem.required")
	need(len(c.Tender.CPV) > 0, "trade", "tender.trade_missing")
	need(c.City != "", "city", "problem.required")
	need(!c.Tender.Deadline.IsZero(), "deadline", "problem.required")
	need(c.Tender.Deadline.IsZero() || c.Tender.Deadline.After(now), "deadline", "tender.deadline_past")
	need(len(c.Tender.Languages) > 0, "languages", "problem.required")
	need(len(c.Tender.Lots) != 1, "lots[0].title", "tender.one_lot")
	need(len(c.Tender.Lots) > 1 || c.Tender.NoLotsWhy != "" || c.Private, "no_lots_why", "tender.no_lots_missing")
	need(c.Tender.SubmitURL != "", "submit_url", "tender.submit_missing")
	if sum := c.LotsSum(); sum != nil && c.Tender.Value != nil && *sum != *c.Tender.Value && c.Tender.ValueWhy == "" {
		wrong.Add("value_why", problem.M("tender.value_differs", "Sum", *sum, "Value", *c.Tender.Value))
	}
	return wrong.OrNil()
}
