package report

import (
	"context"
	"fmt"
	"sync"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
)

// PageSize is how many cases a page of the queue has.
const PageSize = pageSize

// seated is a key of a test process with its locker.
type seated struct {
	key    *seal.Private
	locker seal.Locker
	err    error
}

// seats are the keys by account. A passphrase is stretched slowly by design, so it is done once for
// an account and not again in every test.
var seats sync.Map

func seatOf(account, passphrase string) *seated {
	once, _ := seats.LoadOrStore(account+"\x00"+passphrase, sync.OnceValue(func() *seated {
		key, err := seal.NewPrivate()
		if err != nil {
			return &seated{err: err}
		}
		locker, err := seal.NewGate().Lock(context.Background(), key, passphrase, account)
		return &seated{key, locker, err}
	}))
	return once.(func() *seated)()
}

// Seat gives the actor a confirmed key, open in their session, as MakeKey, Confirm and Unlock would.
func (s *Service) Seat(ctx context.Context, passphrase string, doors ...Door) error {
	who := actor.From(ctx)
	one := seatOf(who.ID, passphrase)
	if one.err != nil {
		return one.err
	}
	s.ring.put(ctx, one.key, s.kit.Now())
	_, err := s.holders.Upsert(ctx, who.ID, func(h *Holder) error {
		*h = Holder{Meta: h.Meta, Name: "desk of " + who.ID, City: who.City, Role: who.Role, Doors: doors, Public: one.key.Public(), Locker: one.locker,
			State: Trusted, Confirmed: "keeper"}
		return nil
	})
	return err
}

// Stored puts a case into the store as it is, sealed or not, and reckons what is due.
func (s *Service) Stored(ctx context.Context, r *Report) error {
	r.reckon()
	return s.reports.Put(ctx, r)
}

// Kept is a case as it is stored.
func (s *Service) Kept(ctx context.Context, id string) (*Report, error) {
	return s.reports.Get(ctx, id)
}

// WrapsOf are the wraps of a case as they are stored.
func (s *Service) WrapsOf(ctx context.Context, id string) (*Wraps, error) {
	return s.wraps.Get(ctx, id)
}

// Stones counts what is left of erased cases.
func (s *Service) Stones(ctx context.Context) (all []*Stone, err error) {
	for stone, err := range s.stones.All(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, stone)
	}
	return all, nil
}

// FilesOf counts the attachments that are stored of a case.
func (s *Service) FilesOf(ctx context.Context, id string) (n int, err error) {
	for f, err := range s.files.All(ctx) {
		if err != nil {
			return 0, err
		}
		if f.Report == id {
			n++
		}
	}
	return n, nil
}

// Rewrite changes a line of the log as somebody with the store in their hands could.
func (s *Service) Rewrite(ctx context.Context, id string, change func(*Entry)) error {
	_, err := s.chain.Update(ctx, id, func(e *Entry) error { change(e); return nil })
	return err
}

// Attach puts n attachments to a case that nobody will open.
func (s *Service) Attach(ctx context.Context, id string, n int) error {
	for i := range n {
		if err := s.files.Put(ctx, &File{Meta: record.Meta{ID: fmt.Sprintf("file-%s-%d", id, i)}, Report: id}); err != nil {
			return err
		}
	}
	return nil
}
