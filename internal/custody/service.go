// Package custody holds the keys that sealed reports are opened with: who holds one (caseworkers, who
// read, and custodians, who do not read but let readers in), the key slots of each report, the cache of
// unlocked keys, and the audit log of who opened or changed which case. It knows nothing of what a report
// says. Who may read which case is decided in package casework.
package custody

import (
	"time"

	"citiesgrow/internal/limit"
	"citiesgrow/internal/module"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// The collections are quiet: nothing follows them, and no time finer than a day is stored.
var (
	holders = store.Spec{Name: "report_holders", Quiet: true}
	slots   = store.Spec{Name: "report_wraps", Quiet: true, Apart: true}
	audits  = store.Spec{Name: "report_log", Quiet: true}
)

// Service holds the use cases of keys.
type Service struct {
	kit     module.Kit
	gate    *seal.Gate
	keys    *KeyCache
	guesses *limit.Backoff // of a passphrase, by account
	holders *store.Collection[Holder]
	slots   *store.Collection[KeySlots]
	Audit   *AuditLog
}

// New returns the service. The gate bounds how many secrets are stretched at a time, of passphrases and
// receipts together; the cache holds the keys that are unlocked in this process.
func New(kit module.Kit, gate *seal.Gate, keys *KeyCache) *Service {
	return &Service{kit: kit, gate: gate, keys: keys, guesses: newGuesses(), holders: store.Of[Holder](kit.DB, holders),
		slots: store.Of[KeySlots](kit.DB, slots), Audit: &AuditLog{now: kit.Now, entries: store.Of[Entry](kit.DB, audits)}}
}

// At is the same service at another time, so that the cases of a demonstration have a past. It shares the
// unlocked keys.
func (s *Service) At(now time.Time) *Service {
	kit := s.kit
	kit.Now = func() time.Time { return now }
	return New(kit, s.gate, s.keys)
}

// newGuesses lets an account try five passphrases, then one a minute at the slowest.
func newGuesses() *limit.Backoff { return limit.NewBackoff(5, time.Minute) }
