package tender

import (
	"slices"

	"citiesgrow/internal/notice"
)

// sayOnce leaves the reason that all outcomes share out of each of them: it stands on top of the
// page, or of the outcomes.
func (p *ShowPage) sayOnce() {
	if p.Outcome == nil || p.Outcome.Reason == "" {
		return
	}
	one := p.Outcome.Reason
	if slices.ContainsFunc(p.Outcome.Lots, func(l notice.LotOutcome) bool { return l.Reason != one }) {
		return // older outcomes have a reason for some of the lots alone
	}
	if p.Why == nil && len(p.Outcomes) > 1 {
		p.Shared = one
	}
	for i := range p.Outcomes {
		if o := &p.Outcomes[i]; o.Reason == one && (p.Why != nil || p.Shared != "") {
			o.Reason = ""
		}
	}
	for i := range p.Lots {
		if p.Lots[i].Reason == one {
			p.Lots[i].Reason = ""
		}
	}
}
