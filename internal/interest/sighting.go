package interest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Sighting is that a firm opened the page of an open tender. It names no account: the id is a hash
// of the tender and the account.
type Sighting struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city"`
	TenderID    string `bson:"tender_id,omitempty"`
}

var sightings = store.Spec{Name: "sightings"}

// See stores that the actor's firm opened the page of an open tender; only the first time is stored,
// and nothing of an actor who is no entrepreneur.
func (s *Service) See(ctx context.Context, t *tender.Tender) error {
	who := actor.From(ctx)
	if !who.Is(actor.Entrepreneur) || who.ID == "" || t.Status(s.kit.Now()) != tender.StatusOpen {
		return nil
	}
	sum := sha256.Sum256([]byte(t.ID + "\x00" + who.ID))
	id := "sighting-" + hex.EncodeToString(sum[:12])
	if _, err := s.sightings.Get(ctx, id); !problem.Is(err, problem.NotFound) {
		return err
	}
	err := s.sightings.Put(ctx, &Sighting{Meta: record.Meta{ID: id}, City: t.City, TenderID: t.ID})
	if problem.Is(err, problem.Conflict) {
		return nil // two requests at once
	}
	return err
}
