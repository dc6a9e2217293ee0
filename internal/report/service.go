package report

import (
	"context"
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// The collections are quiet: the change feed does not include them, and no stored time is more precise than a day.
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

// Service holds the use cases of reporters, and of visitors who read figures.
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

// Pinger sends a notification to an e-mail address at once. It is nil if there is no mail server; then the form asks for no
// address.
type Pinger func(ctx context.Context, email, language, key string) error

// New returns the service. The pepper is the program's. The gate is shared with package custody: it limits how many passphrases
// and receipts are stretched at once.
func New(kit module.Kit, keys *custody.Service, gate *seal.Gate, pepper seal.Pepper, pinger Pinger) *Service {
	return &Service{kit: kit, custody: keys, gate: gate, pepper: pepper, pinger: pinger, reports: store.Of[Report](kit.DB, reports),
		files: store.Of[File](kit.DB, files), tombstones: store.Of[Tombstone](kit.DB, tombstones), limiters: newLimiters()}
}

// At returns the same service with a fixed clock, so that the demonstration has cases with a history.
func (s *Service) At(now time.Time) *Service {
	kit := s.kit
	kit.Now = func() time.Time { return now }
	return New(kit, s.custody.At(now), s.gate, s.pepper, s.pinger)
}

// Collection returns the collection of reports. Package casework works on the same documents.
func (s *Service) Collection() *store.Collection[Report] { return s.reports }

// today returns the current day of the program's clock.
func (s *Service) today() string { return Day(s.kit.Now()) }
