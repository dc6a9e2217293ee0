// Package employer holds the days on which people meet firms, buyers and each other.
package employer

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit           module.Kit
	organisations *organisation.Service
	events        *store.Collection[Event]
	attendances   *store.Collection[Attendance]
}

// New returns the service.
func New(k module.Kit, organisations *organisation.Service) *Service {
	return &Service{kit: k, organisations: organisations, events: store.Of[Event](k.DB, events),
		attendances: store.Of[Attendance](k.DB, attendances)}
}
