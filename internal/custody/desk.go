package custody

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
)

// Desk is who works on the reports of a city and channel. It is open, which means that it takes reports,
// where a confirmed caseworker reads and another person holds a second key.
type Desk struct {
	Open       bool
	Readers    []*Holder // confirmed caseworkers of the channel
	Custodians []*Holder // confirmed custodians
}

// Desk returns the desk of a city and channel.
func (s *Service) Desk(ctx context.Context, city string, channel Channel) (*Desk, error) {
	all, err := s.trusted(ctx, city)
	if err != nil {
		return nil, err
	}
	d := &Desk{}
	for _, h := range all {
		switch {
		case h.Role == actor.Caseworker && slices.Contains(h.Channels, channel):
			d.Readers = append(d.Readers, h)
		case h.Role == actor.Custodian:
			d.Custodians = append(d.Custodians, h)
		}
	}
	d.Open = len(d.Readers) > 0 && len(d.Readers)+len(d.Custodians) > 1
	return d, nil
}

// Exclude takes readers out who must not read a report: they have a conflict of interest, or the reporter
// named them.
func (d *Desk) Exclude(accounts []string) {
	d.Readers = slices.DeleteFunc(d.Readers, func(h *Holder) bool { return slices.Contains(accounts, h.ID) })
}
