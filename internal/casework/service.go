package casework

import (
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// Service holds the use cases of caseworkers and custodians.
type Service struct {
	kit     module.Kit
	custody *custody.Service
	reports *report.Service
	cases   *store.Collection[report.Report]
	pepper  seal.Pepper
	pinger  report.Pinger
}

// New returns the service. The pepper is that of package report; the pinger writes to reporters that
// something waits, and is nil where there is no mail server.
func New(kit module.Kit, keys *custody.Service, reports *report.Service, pepper seal.Pepper, pinger report.Pinger) *Service {
	return &Service{kit: kit, custody: keys, reports: reports, cases: reports.Collection(), pepper: pepper, pinger: pinger}
}

// At is the same service at another time, so that the cases of a demonstration have a past.
func (s *Service) At(now time.Time) *Service {
	kit := s.kit
	kit.Now = func() time.Time { return now }
	return New(kit, s.custody.At(now), s.reports.At(now), s.pepper, s.pinger)
}

// today is the day of the program's clock.
func (s *Service) today() string { return report.Day(s.kit.Now()) }
