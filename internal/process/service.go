// Package process implements the contracting process of OCDS: it finds the tender of a notice, stores the notice, and compiles
// the tender. Notices come from other sources (see Receive), or a buyer publishes them here (see Publish). The rules which source
// may change which tender are in authority.go.
package process

import (
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Service holds the use cases. It is the only writer of the compiled fields of a tender.
type Service struct {
	kit       module.Kit
	interests *interest.Service
	tenders   *store.Collection[tender.Tender]
	notices   *store.Collection[notice.Notice]
	awaited   *store.Collection[awaitedNotice]
}

// New returns the service. When two tenders are joined, it moves their interests.
func New(k module.Kit, interests *interest.Service) *Service {
	return &Service{kit: k, interests: interests, tenders: store.Of[tender.Tender](k.DB, tender.Collection),
		notices: store.Of[notice.Notice](k.DB, tender.Notices), awaited: store.Of[awaitedNotice](k.DB, awaitedNotices)}
}

// Module returns the collections and followers. In cmd/citiesgrow it must come before the module of tenders, so that a tender is
// compiled before it is indexed.
func (s *Service) Module() module.Module {
	return module.Module{Name: "process", Collections: []store.Spec{awaitedNotices}, Followers: []store.Follower{s.compiler()}}
}
