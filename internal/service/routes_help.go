package service

import (
	"math"
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// mostHelp is how many services are shown with a requirement of a tender.
const mostHelp = 3

// Help names the services that supply what a firm lacks (match.Helper).
func (s *Service) Help(c *web.Ctx, f gap.Firm, lacks []gap.Lack, deadline time.Time) ([][]web.Help, error) {
	all := make([][]web.Help, len(lacks))
	for i, l := range lacks {
		found, err := s.ListSupplying(c, f, NeedsOf(l.Requirement), deadline)
		if err != nil {
			return nil, err
		}
		for _, one := range found[:min(mostHelp, len(found))] {
			all[i] = append(all[i], s.HelpOf(c, one, l.Requirement.Kind, deadline))
		}
	}
	return all, nil
}

// HelpOf says by when a service would supply a need, and how long that is before or after the deadline
// (none: zero).
func (s *Service) HelpOf(c *web.Ctx, one Candidate, need string, deadline time.Time) web.Help {
	city, _ := s.kit.Taxonomy.City(one.City)
	h := web.Help{ID: one.ID, Name: one.Name, Lang: one.Language, By: one.Organization.Name, Path: "/services/" + one.ID + "?need=" + need, Done: one.Done,
		Late: one.Late, Near: s.kit.CityName(c, one.City)}
	if one.Online {
		h.Near = c.Words.T("service.mode_online")
	}
	done := c.Words.Date(record.InZone(one.Done, city.Zone))
	switch days := int(math.Floor(deadline.Sub(one.Done).Hours() / 24)); {
	case deadline.IsZero():
		h.Text = c.Words.T("service.done_by", "Date", done)
	case one.Late:
		h.Text = c.Words.T("service.done_late", "Date", done, "Count", max(1, int(math.Ceil(one.Done.Sub(deadline).Hours()/24))))
	default:
		h.Text = c.Words.T("service.done_early", "Date", done, "Count", days)
	}
	if one.Slot != nil {
		start := record.InZone(one.Slot.Start, city.Zone)
		h.Text += " " + c.Words.T("service.next_slot", "Date", c.Words.Date(start), "Time", c.Words.Clock(start))
	}
	return h
}
