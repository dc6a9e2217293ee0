package report

import (
	"context"
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// The collections are quiet: nothing follows them, and no time finer than a day is stored.
var (
	reports = store.Spec{Name: "reports", Quiet: true, Indexes: []store.Index{
		{Name: "lookup", Fields: []string{"lookup"}, Unique: true},
		{Name: "number", Fields: []string{"number"}, Unique: true},
		{Name: "queue", Fields: []string{"city", "due"}},
		{Name: "state", Fields: []string{"city", "state", "day"}},
		{Name: "about", Fields: []string{"city", "about"}},
		{Name: "erase", Fields: []string{"erase"}},
		{Name: "into", Fields: []string{"into"}},
	}}
	files      = store.Spec{Name: "report_files", Quiet: true, Indexes: []store.Index{{Name: "report", Fields: []string{"report"}}}}
	tombstones = store.Spec{Name: "report_stones", Quiet: true, Indexes: []store.Index{{Name: "quarter", Fields: []string{"quarter"}}}}
)

// Service holds the use cases of who reports, and of who reads figures.
type Service struct {
	kit        module.Kit
	custody    *custody.Service
	gate       *seal.Gate
	pepper     seal.Pepper
	pinger     Pinger
	reports    *store.Collection[Report]
	files      *store.Collection[File]
	tombstones *store.Collection[Tombstone]
	limiters
}

// Pinger writes to an address that is stored nowhere in the clear, at once; nil where there is no mail
// server: then no reporter is asked for an address.
type Pinger func(ctx context.Context, email, language, key string) error

// New returns the service of a program with its pepper. The gate is that of package custody: passphrases
// and receipts are stretched behind one.
func New(kit module.Kit, keys *custody.Service, gate *seal.Gate, pepper seal.Pepper, pinger Pinger) *Service {
	return &Service{kit: kit, custody: keys, gate: gate, pepper: pepper, pinger: pinger, reports: store.Of[Report](kit.DB, reports),
		files: store.Of[File](kit.DB, files), tombstones: store.Of[Tombstone](kit.DB, tombstones), limiters: newLimiters()}
}

// At is the same service at another time, so that the cases of a demonstration have a past.
func (s *Service) At(now time.Time) *Service {
	kit := s.kit
	kit.Now = func() time.Time { return now }
	return New(kit, s.custody.At(now), s.gate, s.pepper, s.pinger)
}

// Collection is where reports are stored. A case is the same document: package casework works on it.
func (s *Service) Collection() *store.Collection[Report] { return s.reports }

// today is the day of the program's clock.
func (s *Service) today() string { return Day(s.kit.Now()) }
