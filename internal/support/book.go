package support

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/calendar"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Offer adds a row of slots to a service. A slot that is there already, of a row that
// was sent twice, stays as it is. It returns how many are new.
func (s *Service) Offer(ctx context.Context, service string, row Series) (int, error) {
	l, err := s.Kept(ctx, service)
	if err != nil {
		return 0, err
	}
	city, _ := s.kit.Taxonomy.City(l.City)
	if row.From.Before(s.kit.Now()) {
		return 0, problem.Field("from", "support.slot_past")
	}
	times, err := row.Slots(city.Zone)
	if err != nil {
		return 0, err
	}
	there, err := s.starts(ctx, l.ID)
	if err != nil {
		return 0, err
	}
	added := 0
	for _, t := range times {
		if there[t[0].Unix()] {
			continue
		}
		sum := sha256.Sum256([]byte(l.ID + "\x00" + t[0].Format(time.RFC3339)))
		slot := &Slot{Meta: record.Meta{ID: "slot-" + hex.EncodeToString(sum[:6])}, Service: l.ID, Name: l.Name, Provider: l.Account, City: l.City,
			Start: t[0], End: t[1], Open: t[0], Where: row.Where, Test: l.Test}
		switch err := s.slots.Put(ctx, slot); {
		case problem.Is(err, problem.Conflict):
		case err != nil:
			return added, err
		default:
			added++
		}
	}
	return added, nil
}

// starts are the beginnings of the coming slots of a service.
func (s *Service) starts(ctx context.Context, service string) (map[int64]bool, error) {
	starts := map[int64]bool{}
	for slot, err := range s.slots.Each(ctx, store.Query{Index: "service", Equal: []any{service}, From: s.kit.Now()}) {
		if err != nil {
			return nil, err
		}
		starts[slot.Start.Unix()] = true
	}
	return starts, nil
}

// Remove takes a slot away that nobody has.
func (s *Service) Remove(ctx context.Context, id string) (*Slot, error) {
	slot, err := s.slots.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := s.Kept(ctx, slot.Service); err != nil {
		return nil, err
	}
	if slot.Taken() {
		return nil, problem.New(problem.Conflict, "support.slot_taken_keep")
	}
	return slot, s.slots.Delete(ctx, id, slot.Revision)
}

// mostShown is how many slots of a service are shown.
const mostShown = 200

// FreeSlots lists the slots of a service that can be booked, the soonest first.
func (s *Service) FreeSlots(ctx context.Context, service string) ([]*Slot, error) {
	free, _, err := s.slots.Find(ctx, store.Query{Index: "open", Equal: []any{service}, From: s.kit.Now(), Limit: mostShown})
	return free, err
}

// nextFree is the soonest slot of a service that can be booked; nil when there is none.
func (s *Service) nextFree(ctx context.Context, service string) (*Slot, error) {
	free, _, err := s.slots.Find(ctx, store.Query{Index: "open", Equal: []any{service}, From: s.kit.Now(), Limit: 1})
	if err != nil || len(free) == 0 {
		return nil, err
	}
	return free[0], nil
}

// SlotsOf lists the coming slots of a service for who looks after it.
func (s *Service) SlotsOf(ctx context.Context, service string) ([]*Slot, error) {
	if _, err := s.Kept(ctx, service); err != nil {
		return nil, err
	}
	all, err := s.slots.List(ctx, store.Query{Index: "service", Equal: []any{service}, From: s.kit.Now().Add(-12 * time.Hour)})
	return all, err
}

// Booking is what somebody says to take a slot.
type Booking struct {
	Note   string
	Walk   *Client // somebody without an account
	Agreed bool
}

// Book takes a slot: an entrepreneur for themselves, or a provider or the city's staff
// for somebody who came in. A slot that the same person has already stays theirs.
func (s *Service) Book(ctx context.Context, id string, b Booking) (*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	slot, err := s.slots.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if slot.Taken() && slot.Client.Account == who.ID {
		return slot, nil
	}
	client, err := s.client(who, Request{Walk: b.Walk, Agreed: b.Agreed})
	if err != nil {
		return nil, err
	}
	if err := s.bookable(ctx, slot); err != nil {
		return nil, err
	}
	if err := s.modest(ctx, client, slot); err != nil {
		return nil, err
	}
	slot.Client, slot.By, slot.Booked, slot.Note, slot.Open = client, person(who), s.kit.Now().UTC(), b.Note, time.Time{}
	slot.Version++
	if err := s.slots.Put(ctx, slot); problem.Is(err, problem.Conflict) {
		return nil, problem.New(problem.Conflict, "support.slot_gone") // somebody was quicker
	} else if err != nil {
		return nil, err
	}
	return slot, s.invite(ctx, slot)
}

// mostHeld is how many coming slots of one service a person may have.
const mostHeld = 2

// modest leaves slots to others.
func (s *Service) modest(ctx context.Context, c Client, slot *Slot) error {
	if c.Account == "" {
		return nil
	}
	held, err := s.slots.List(ctx, store.Query{Index: "client", Equal: []any{c.Account}, From: s.kit.Now()})
	n := 0
	for _, other := range held {
		if other.Service == slot.Service {
			n++
		}
	}
	if err == nil && n >= mostHeld {
		return problem.New(problem.Conflict, "support.slot_enough", "Count", mostHeld)
	}
	return err
}

func (s *Service) bookable(ctx context.Context, slot *Slot) error {
	switch l, err := s.Get(ctx, slot.Service); {
	case err != nil:
		return err
	case slot.Taken():
		return problem.New(problem.Conflict, "support.slot_gone")
	case !slot.Start.After(s.kit.Now()):
		return problem.New(problem.Conflict, "support.slot_over")
	case l.Status != Active:
		return problem.New(problem.Conflict, "support.service_closed")
	}
	return nil
}

// invite writes to both sides, with the appointment, and again the day before.
func (s *Service) invite(ctx context.Context, slot *Slot) error {
	city, _ := s.kit.Taxonomy.City(slot.City)
	ics := calendar.File(slot.Event(slot.Name, "", s.kit.Now()))
	letter := mail.Letter{Account: cmp.Or(slot.Client.Account, slot.By.Account),
		Words:   map[string]string{"Name": slot.Name, "Client": slot.Client.Name, "Where": slot.Where},
		Moments: map[string]mail.Moment{"When": {At: slot.Start, Zone: city.Zone}}, Path: "/appointments"}
	booked, ahead, given := letter, letter, letter
	version := slot.ID + "/" + slot.Booked.Format(time.RFC3339)
	booked.About, booked.Key, booked.Calendar = version+"/booked", "support.letter_booked", ics
	ahead.About, ahead.Key, ahead.Due = version+"/ahead", "support.letter_ahead", slot.Start.Add(-24*time.Hour)
	given.About, given.Key, given.Account, given.Calendar, given.Path = version+"/given", "support.letter_given", slot.Provider, ics,
		"/services/"+slot.Service+"/slots"
	letters := []mail.Letter{booked, given}
	if ahead.Due.After(s.kit.Now()) {
		letters = append(letters, ahead)
	}
	for _, l := range letters {
		if err := s.kit.Post.Queue(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// Cancel gives a slot back: by who has it, who booked it for them, or the provider.
func (s *Service) Cancel(ctx context.Context, id string) (*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	slot, err := s.slots.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	mine := slot.For(who.ID)
	if !mine {
		if _, err := s.Kept(ctx, slot.Service); err != nil {
			return nil, problem.New(problem.NotFound, "problem.not_found")
		}
	}
	if !slot.Taken() {
		return nil, problem.New(problem.Conflict, "support.slot_free")
	}
	was := *slot
	slot.Client, slot.By, slot.Booked, slot.Note, slot.Open = Client{}, Person{}, time.Time{}, "", slot.Start
	slot.Version++
	if err := s.slots.Put(ctx, slot); err != nil {
		return nil, err
	}
	return slot, s.call(ctx, &was, slot, mine)
}

// call tells the other side that an appointment will not take place.
func (s *Service) call(ctx context.Context, was, slot *Slot, mine bool) error {
	if err := s.kit.Post.Drop(ctx, was.ID+"/"+was.Booked.Format(time.RFC3339)+"/ahead"); err != nil {
		return err
	}
	to := cmp.Or(was.Client.Account, was.By.Account)
	if mine {
		to = slot.Provider
	}
	city, _ := s.kit.Taxonomy.City(slot.City)
	return s.kit.Post.Queue(ctx, mail.Letter{About: slot.ID + "/" + was.Booked.Format(time.RFC3339) + "/off", Account: to, Key: "support.letter_off",
		Words: map[string]string{"Name": slot.Name, "Client": was.Client.Name}, Moments: map[string]mail.Moment{"When": {At: slot.Start, Zone: city.Zone}},
		Calendar: calendar.File(slot.Event(slot.Name, "", s.kit.Now())), Path: "/services/" + slot.Service})
}

// Appointments lists the coming slots that the actor has, booked for somebody, or gives.
func (s *Service) Appointments(ctx context.Context) ([]*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	var all []*Slot
	for _, index := range []string{"client", "by", "provider"} {
		found, err := s.slots.List(ctx, store.Query{Index: index, Equal: []any{who.ID}, From: s.kit.Now().Add(-2 * time.Hour)})
		if err != nil {
			return nil, err
		}
		for _, slot := range found {
			if slot.Taken() && !slices.ContainsFunc(all, func(other *Slot) bool { return other.ID == slot.ID }) {
				all = append(all, slot)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Slot) int { return a.Start.Compare(b.Start) })
	return all, nil
}

// Appointment is one of them.
func (s *Service) Appointment(ctx context.Context, id string) (*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	slot, err := s.slots.Get(ctx, id)
	if err == nil && !(slot.For(who.ID) || slot.Taken() && slot.Provider == who.ID) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return slot, err
}
