// Package process is the contracting process of OCDS: it finds out which tender a notice belongs to,
// stores the notice, and compiles the tender again. Notices come from elsewhere (see Receive) or are
// published by a buyer here (see Publish). Which source may change which contract is said in
// authority.go.
package process

import (
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Service holds the use cases. It alone writes what is compiled of a tender.
type Service struct {
	kit       module.Kit
	interests *interest.Service
	tenders   *store.Collection[tender.Tender]
	notices   *store.Collection[notice.Notice]
	awaited   *store.Collection[awaitedNotice]
}

// New returns the service; interests move with the tenders that turn out to be one.
func New(k module.Kit, interests *interest.Service) *Service {
	return &Service{kit: k, interests: interests, tenders: store.Of[tender.Tender](k.DB, tender.Collection),
		notices: store.Of[notice.Notice](k.DB, tender.Notices), awaited: store.Of[awaitedNotice](k.DB, awaitedNotices)}
}

// Module is contracting processes as cmd/citiesgrow wires them. It stands before the module of
// tenders there, so that a tender is compiled before it is indexed.
func (s *Service) Module() module.Module {
	return module.Module{Name: "process", Collections: []store.Spec{awaitedNotices}, Followers: []store.Follower{s.compiler()}}
}
