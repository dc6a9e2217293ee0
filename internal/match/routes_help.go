package match

import (
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// Helper knows what to do about what a firm lacks. The directory of services is one.
type Helper interface {
	// Help names the services that supply each lack before a deadline, the nearest and
	// soonest first, in the order of the lacks.
	Help(c *web.Ctx, f gap.Firm, lacks []gap.Lack, deadline time.Time) ([][]web.Help, error)
}

// helped says a gap with what helps beside each requirement that is lacking.
func (s *Handlers) helped(c *web.Ctx, p *supplier.Profile, t *tender.Tender) (*web.Gap, error) {
	held := gap.Of(p, &t.Content, c.Now)
	g := gap.Page(c, held)
	if s.helper == nil || g.Lacking == 0 {
		return g, nil
	}
	lacks, at := gap.Lacks(held)
	help, err := s.helper.Help(c, gap.FirmOf(p), lacks, t.Deadline())
	if err != nil {
		return nil, err
	}
	for i, ways := range help {
		for n := range ways {
			ways[n].Path += "&tender=" + t.ID // the way back, once it is booked
		}
		g.Items[at[i]].Services = ways
	}
	return g, nil
}
