package report

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
)

// Wraps are the secrets of one report, wrapped for each who may open it. They are kept
// apart from the report and apart from backups of it: erasing them erases it everywhere.
// The id is the report's.
type Wraps struct {
	record.Meta `bson:",inline"`
	Reporter    []byte `bson:"reporter,omitempty"` // the open secret, for the key of the receipt
	Readers     []Wrap `bson:"readers"`            // open and desk secret, for caseworkers
	Keepers     []Wrap `bson:"keepers"`            // the same, for custodians: to let readers in, never to read
	Identity    []Wrap `bson:"identity,omitempty"` // the identity's secret, for custodians and whom they let see it
}

// Wrap is for one holder.
type Wrap struct {
	Account string `bson:"account"`
	Box     []byte `bson:"box"`
}

// secrets open the two halves of a report.
type secrets struct {
	open []byte // what the reporter may see as well
	desk []byte // what the desk alone may see
}

func newSecrets() secrets { return secrets{seal.NewSecret(), seal.NewSecret()} }

// Contexts bind what is sealed to its report and purpose.
func at(id, what string) string { return "report " + id + " " + what }

// wrapFor closes the secrets of a report for a holder.
func (x secrets) wrapFor(h *Holder, id string) (Wrap, error) {
	box, err := seal.Wrap(h.Public, at(id, "desk"), slices.Concat(x.open, x.desk))
	return Wrap{h.ID, box}, err
}

// unwrap opens those of a holder.
func unwrap(key *seal.Private, all []Wrap, account, id string) (secrets, error) {
	i := slices.IndexFunc(all, func(w Wrap) bool { return w.Account == account })
	if i < 0 {
		return secrets{}, seal.ErrClosed
	}
	both, err := key.Unwrap(at(id, "desk"), all[i].Box)
	if err != nil || len(both) != 2*seal.SecretSize {
		return secrets{}, seal.ErrClosed
	}
	return secrets{both[:seal.SecretSize], both[seal.SecretSize:]}, nil
}

// wrapAll closes the secrets for the readers and keepers of a desk.
func (x secrets) wrapAll(id string, d *DeskOf) (*Wraps, error) {
	w := &Wraps{Meta: record.Meta{ID: id}}
	for _, h := range d.Readers {
		one, err := x.wrapFor(h, id)
		if err != nil {
			return nil, err
		}
		w.Readers = append(w.Readers, one)
	}
	for _, h := range d.Keepers {
		one, err := x.wrapFor(h, id)
		if err != nil {
			return nil, err
		}
		w.Keepers = append(w.Keepers, one)
	}
	return w, nil
}

// sealJSON boxes a value, openJSON opens it again; an empty box is the zero value.
func sealJSON(secret []byte, context string, v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return seal.Box(secret, context, raw)
}

func openJSON(secret []byte, context string, box []byte, into any) error {
	if len(box) == 0 {
		return nil
	}
	raw, err := seal.Open(secret, context, box)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("sealed value: %w", err)
	}
	return nil
}

// Share lets confirmed readers into the reports of a city that were filed before them, and
// into those whose wraps belong to a key they no longer have. A custodian does it. It
// stops when the time of the request is nearly over and tells how many reports are left.
func (s *Service) Share(ctx context.Context) (left int, err error) {
	key, err := s.key(ctx, actor.Custodian)
	if err != nil {
		return 0, err
	}
	who := actor.From(ctx)
	for w, err := range s.wraps.All(ctx) {
		if err != nil {
			return 0, err
		}
		if s.late(ctx) {
			left++
			continue
		}
		if err := s.shareOne(ctx, key, who, w); err != nil {
			return 0, err
		}
	}
	return left, s.note(ctx, who.City, "readers let in", "", "")
}

func (s *Service) shareOne(ctx context.Context, key *seal.Private, who actor.Actor, w *Wraps) error {
	r, err := s.reports.Get(ctx, w.ID)
	if problem.Is(err, problem.NotFound) || err == nil && !who.In(r.City) {
		return nil
	}
	if err != nil {
		return err
	}
	x, err := unwrap(key, w.Keepers, who.ID, w.ID)
	if err != nil {
		return nil // filed before this custodian, too: another one lets them in
	}
	desk, err := s.DeskOf(ctx, r.City, r.Door)
	if err != nil {
		return err
	}
	desk.Readers = slices.DeleteFunc(desk.Readers, func(h *Holder) bool { return slices.Contains(r.Shut, h.ID) })
	fresh, err := x.wrapAll(w.ID, desk)
	if err != nil {
		return err
	}
	w.Readers, w.Keepers = fresh.Readers, fresh.Keepers
	if at := slices.IndexFunc(w.Identity, func(i Wrap) bool { return i.Account == who.ID }); at >= 0 {
		if err := s.shareIdentity(key, w, at, desk.Keepers); err != nil {
			return err
		}
	}
	if err := s.wraps.Put(ctx, w); err != nil && !problem.Is(err, problem.Conflict) {
		return err
	}
	return nil
}

// shareIdentity wraps the secret of an identity for all custodians of today.
func (s *Service) shareIdentity(key *seal.Private, w *Wraps, at int, keepers []*Holder) error {
	secret, err := key.Unwrap(identityContext(w.ID), w.Identity[at].Box)
	if err != nil {
		return nil // of an older key
	}
	var all []Wrap
	for _, h := range keepers {
		box, err := seal.Wrap(h.Public, identityContext(w.ID), secret)
		if err != nil {
			return err
		}
		all = append(all, Wrap{h.ID, box})
	}
	w.Identity = all
	return nil
}

func identityContext(id string) string { return at(id, "identity") }
