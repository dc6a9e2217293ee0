package report

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/upload"
)

// sealing is what is needed to seal a report, besides its form.
type sealing struct {
	to    *recipients
	back  *seal.Return // the lookup value and the key that follow from the receipt
	files []*upload.File
	paper bool
}

// seal seals a report and stores it: first the files, then the key slots, and last the report. After a crash, what was stored so
// far belongs to no case: the reporter has no receipt, and no list shows it.
func (s *Service) seal(ctx context.Context, f *Form, with sealing) (*Report, error) {
	r := s.outside(ctx, f, with)
	x := custody.NewSecrets()
	if err := r.SealAccount(x.Shared, accountOf(f)); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(r.Content)
	r.Hash = hex.EncodeToString(sum[:])
	var err error
	if f.Email != "" && s.pinger != nil {
		if r.Ping, err = seal.BoxJSON(x.Shared, custody.Context(r.ID, "ping"), f.Email); err != nil {
			return nil, err
		}
	}
	slots, err := x.Slots(r.ID, with.to.Desk)
	if err != nil {
		return nil, err
	}
	if f.Name != "" {
		secret := seal.NewSecret()
		if r.Identity, err = seal.BoxJSON(secret, custody.Context(r.ID, "identity"), Identity{f.Name, f.Contact}); err != nil {
			return nil, err
		}
		if err := slots.SealIdentity(secret, with.to.Desk); err != nil {
			return nil, err
		}
	}
	if err := slots.SealShared(x, with.back.Key.Public()); err != nil {
		return nil, err
	}
	for _, one := range with.files {
		if err := s.attach(ctx, r.ID, x.Shared, "reporter", one); err != nil {
			return nil, err
		}
	}
	if err := s.custody.PutSlots(ctx, slots); err != nil {
		return nil, err
	}
	return s.reports.Save(ctx, r)
}

// outside returns a new report with the fields that are not sealed.
func (s *Service) outside(ctx context.Context, f *Form, with sealing) *Report {
	r := &Report{Meta: record.Meta{ID: NewID()}, Lookup: with.back.Lookup, Number: NewNumber(), City: f.City, Channel: f.Channel, Day: s.today(),
		Paper: with.paper, State: Received, Excluded: with.to.excluded, Test: actor.From(ctx).Test}
	if f.Channel == custody.Discrimination {
		city, _ := s.kit.Taxonomy.City(f.City)
		r.Limit = LawOf(city.Country).Until(happened(f))
	}
	r.SetDue()
	return r
}

// happened returns the day of the event, 2006-01-02; empty if there is none. Check has validated it.
func happened(f *Form) string {
	at, _ := f.When.Time("when", "UTC")
	return Day(at)
}

func accountOf(f *Form) *Account {
	return &Account{Grounds: f.Ground, Field: f.Field, What: f.What, When: happened(f), Where: f.Where, Who: f.Who, Evidence: f.Evidence,
		For: cmp.Or(f.For, "self"), Wish: f.Wish, Reply: f.Reply != "no", Language: f.Language}
}
