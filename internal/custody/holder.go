package custody

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
)

// Channel is a reporting channel: it decides which law, which readers and which time limits apply.
type Channel string

const (
	Discrimination Channel = "discrimination" // Directives 2000/43/EC, 2000/78/EC, 2004/113/EC, 2006/54/EC and national law
	Irregularity   Channel = "irregularity"   // breaches in procurement: Directive (EU) 2019/1937
)

// Channels lists them.
func Channels() []Channel { return []Channel{Discrimination, Irregularity} }

// Holder is a person to whom reports are sealed: a caseworker, who reads them, or a custodian, who does
// not read them but can let a reader in. Its id is the account's.
type Holder struct {
	record.Meta `bson:",inline"`
	Name        string      `bson:"name"`           // as reporters see it
	City        string      `bson:"city,omitempty"` // empty: a custodian of all cities
	Role        actor.Role  `bson:"role"`
	Channels    []Channel   `bson:"doors,omitempty"` // that a caseworker reads
	Public      seal.Public `bson:"public"`
	Locker      seal.Locker `bson:"locker"`
	State       Standing    `bson:"state"`
	Confirmed   string      `bson:"confirmed,omitempty"` // account that confirmed the key, or ended it
}

// Standing says whether reports are sealed to a holder.
type Standing string

const (
	Pending Standing = "waiting"   // nothing is sealed to a key that no custodian has confirmed
	Trusted Standing = "confirmed" // reports are sealed to it
	Retired Standing = "retired"   // nothing is sealed to it any more
)

// Own is the actor's own key; NotFound where they have made none.
func (s *Service) Own(ctx context.Context) (*Holder, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker, actor.Custodian); err != nil {
		return nil, err
	}
	return s.holders.Get(ctx, who.ID)
}

// Name is what reporters call a holder; empty for an account that never made a key.
func (s *Service) Name(ctx context.Context, account string) (string, error) {
	h, err := s.holders.Get(ctx, account)
	if problem.Is(err, problem.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return h.Name, nil
}

// List lists who holds keys for the custodian's city, by name.
func (s *Service) List(ctx context.Context) ([]*Holder, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Custodian); err != nil {
		return nil, err
	}
	return s.holdersIn(ctx, who.City)
}

// holdersIn lists the holders of a city and those of all cities, by name; everyone for no city.
func (s *Service) holdersIn(ctx context.Context, city string) ([]*Holder, error) {
	var all []*Holder
	for h, err := range s.holders.All(ctx) {
		if err != nil {
			return nil, err
		}
		if h.City == city || h.City == "" || city == "" {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b *Holder) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return all, nil
}

// trusted lists the confirmed holders of a city, those of all cities included.
func (s *Service) trusted(ctx context.Context, city string) ([]*Holder, error) {
	all, err := s.holdersIn(ctx, city)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(h *Holder) bool { return h.State != Trusted }), nil
}
