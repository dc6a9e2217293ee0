package report

import (
	"context"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// The collections are quiet: nothing follows them, no moment finer than the day is kept.
var (
	holders = store.Spec{Name: "report_holders", Quiet: true}
	reports = store.Spec{Name: "reports", Quiet: true, Indexes: []store.Index{
		{Name: "lookup", Fields: []string{"lookup"}, Unique: true},
		{Name: "number", Fields: []string{"number"}, Unique: true},
		{Name: "queue", Fields: []string{"city", "due"}},
		{Name: "state", Fields: []string{"city", "state", "day"}},
		{Name: "about", Fields: []string{"city", "about"}},
		{Name: "erase", Fields: []string{"erase"}},
		{Name: "into", Fields: []string{"into"}},
	}}
	wraps  = store.Spec{Name: "report_wraps", Quiet: true, Apart: true}
	files  = store.Spec{Name: "report_files", Quiet: true, Indexes: []store.Index{{Name: "report", Fields: []string{"report"}}}}
	stones = store.Spec{Name: "report_stones", Quiet: true, Indexes: []store.Index{{Name: "quarter", Fields: []string{"quarter"}}}}
	chain  = store.Spec{Name: "report_log", Quiet: true}
)

// Service holds the use cases of reports and cases.
type Service struct {
	kit     module.Kit
	pepper  seal.Pepper
	gate    *seal.Gate
	holders *store.Collection[Holder]
	reports *store.Collection[Report]
	wraps   *store.Collection[Wraps]
	files   *store.Collection[File]
	stones  *store.Collection[Stone]
	chain   *store.Collection[Entry]
	ring    *keyring
	limiters
	pinger Pinger
}

// Pinger writes to an address that nothing keeps, at once; nil where there is no mail
// server: then nobody is asked for one.
type Pinger func(ctx context.Context, email, language, key string) error

// New makes the service of a house with its pepper.
func New(kit module.Kit, pepper seal.Pepper, pinger Pinger) *Service {
	return &Service{kit: kit, pepper: pepper, gate: seal.NewGate(), pinger: pinger,
		holders: store.Of[Holder](kit.DB, holders), reports: store.Of[Report](kit.DB, reports), wraps: store.Of[Wraps](kit.DB, wraps),
		files: store.Of[File](kit.DB, files), stones: store.Of[Stone](kit.DB, stones), chain: store.Of[Entry](kit.DB, chain),
		ring: &keyring{keys: map[[32]byte]*unlocked{}}, limiters: newLimiters()}
}

// At is the same service on another day, so that what is over in a demonstration has its
// history. Keys that are unlocked in one are so in both.
func (s *Service) At(now time.Time) *Service {
	other := *s
	other.kit.Now = func() time.Time { return now }
	other.limiters = newLimiters()
	return &other
}

// late reports whether the time of a request is nearly over.
func (s *Service) late(ctx context.Context) bool {
	until, bounded := ctx.Deadline()
	return bounded && time.Until(until) < 5*time.Second
}

// Module is how the house sees reports.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:        "report",
		Views:       views,
		Collections: []store.Spec{holders, reports, wraps, files, stones, chain},
		Routes:      handlers{s}.routes(),
		Nav:         nav(),
		Check:       s.Check,
		Jobs: []module.Job{{Name: "erase reports that are due", Every: 24 * time.Hour, Run: func(ctx context.Context) error {
			_, err := s.Sweep(ctx, false)
			return err
		}}},
	}
}
