package casework_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/storetest"
)

// old is a store of November 2026, in which a report names Zara and does not say so: a part and a part of
// it were split off and sealed to her.
type old struct {
	*caseworktest.House
	zara, late             context.Context
	named, part, deep, all string // reports; all names no one
}

// confirmed is a caseworker whose key a custodian confirmed on the day of the clock.
func (o *old) confirmed(id, city string, channels ...custody.Channel) context.Context {
	ctx := o.As(id, actor.Caseworker, city)
	_, err := o.Create(ctx, custody.KeyForm{Name: id, Passphrase: caseworktest.Passphrase, Again: caseworktest.Passphrase, Channels: channels})
	o.Must(err)
	o.Must(o.Confirm(o.Keeper, id))
	return ctx
}

// before makes the store.
func before(t *testing.T) *old {
	t.Helper()
	o := &old{House: caseworktest.New(t)}
	wide := o.As("keeper", actor.Custodian, "")
	o.Keeper = wide
	now := o.Time
	day := func(days int) {
		o.Time = now.AddDate(0, 0, days)
		o.Seat(wide)
		o.Seat(o.Mia)
	}
	day(-5)
	o.zara = o.confirmed("zara", "riga")
	o.confirmed("aside", "riga")
	o.confirmed("gone", "riga")
	o.confirmed("breach", "riga", custody.Irregularity)
	o.confirmed("ghent", "ghent")
	day(0)
	f := caseworktest.Form("Zara said it. And the landlord.")
	f.Avoid = []string{"zara"}
	o.named = o.IDOf(o.Filed(f).Number)
	o.all = o.IDOf(o.Filed(caseworktest.Form("Another.")).Number)
	forget(o, o.named)
	for _, from := range []*string{&o.named, &o.part} {
		part, err := o.Split(o.Mia, *from, casework.SplitForm{What: "The landlord, a friend of Zara."})
		o.Must(err)
		if from == &o.named {
			o.part = part.ID
		} else {
			o.deep = part.ID
		}
	}
	for _, part := range []string{o.part, o.deep} {
		if readers, _ := o.ReadersOf(part); !slices.Contains(readers, "zara") {
			t.Fatalf("a part is sealed to %v", readers)
		}
	}
	aside := o.As("aside", actor.Caseworker, "riga")
	o.Must(o.Unlock(aside, caseworktest.Passphrase))
	o.Must(o.Recuse(aside, o.all))
	o.late = o.confirmed("late", "riga")
	o.Must(o.Retire(o.Keeper, "gone"))
	day(1)
	o.confirmed("later", "riga")
	o.Must(o.Confirm(o.Keeper, "gone"))
	return o
}

// forget takes from a report whom it excludes, as it was stored before.
func forget(o *old, id string) {
	_, err := o.Collection().Update(context.Background(), id, func(r *report.Report) error { r.Excluded = nil; return nil })
	o.Must(err)
}

// migrate runs the migrations of cases on a store.
func (o *old) migrate(db store.DB) error {
	for _, m := range o.Modules()[2].Migrations {
		if err := m.Run(context.Background(), db); err != nil {
			return err
		}
	}
	return nil
}

// after says that Zara is excluded from what names her, and no one else from anything.
func (o *old) after(t *testing.T) {
	t.Helper()
	for id, want := range map[string][]string{o.named: {"zara"}, o.part: {"zara"}, o.deep: {"zara"}, o.all: {"aside"}} {
		kept, err := o.Kept(t.Context(), id)
		if err != nil || !slices.Equal(kept.Excluded, want) {
			t.Errorf("excluded are %v, want %v, %v", kept.Excluded, want, err)
		}
		if readers, _ := o.ReadersOf(id); slices.Contains(readers, want[0]) || !slices.Contains(readers, "mia") {
			t.Errorf("it is sealed to %v", readers)
		}
	}
	_, err := o.Share(o.Keeper)
	o.Must(err)
	o.Must(o.Unlock(o.zara, caseworktest.Passphrase))
	o.Must(o.Unlock(o.late, caseworktest.Passphrase))
	for _, id := range []string{o.named, o.part, o.deep} {
		if _, err := o.Open(o.zara, id, false); !problem.Is(err, problem.NotFound) {
			t.Errorf("Zara opens it: %v", err)
		}
		for _, ctx := range []context.Context{o.Mia, o.late} {
			if _, err := o.Open(ctx, id, false); err != nil {
				t.Errorf("%s does not open it: %v", actor.From(ctx).ID, err)
			}
		}
	}
	if got, _ := o.Queued(o.zara, ""); len(got) != 1 {
		t.Errorf("Zara sees %v", got)
	}
}

// Whom a reporter named before this was stored is excluded from the report and from its parts: readers are
// not who have no slot because they came later, were retired or read another channel.
func TestReadersWhomAReporterNamedAreExcluded(t *testing.T) {
	o := before(t)
	o.Must(o.migrate(o.DB))
	o.after(t)
}

// Where readers were let in before, Zara has a slot like the others: it cannot be known that she was named.
func TestWhomNothingTellsIsNotExcluded(t *testing.T) {
	o := before(t)
	_, err := o.Share(o.Keeper)
	o.Must(err)
	o.Must(o.migrate(o.DB))
	if kept, err := o.Kept(t.Context(), o.named); err != nil || len(kept.Excluded) != 0 {
		t.Errorf("excluded are %v, %v", kept.Excluded, err)
	}
}

// Wherever the process is killed, the next start does the rest; nodes may start at once.
func TestExcludingIsKilledAnywhere(t *testing.T) {
	o := before(t)
	kills := 0
	for o.migrate(storetest.NewFragile(o.DB, 1)) != nil {
		if kills++; kills > 10 {
			t.Fatal("it gets no further")
		}
	}
	if kills != 4 {
		t.Errorf("it was killed %d times", kills)
	}
	o.after(t)
}

// Nodes that start at the same time migrate one store.
func TestNodesExcludeAtOnce(t *testing.T) {
	o := before(t)
	o.Crowd(4, func(int) error { return o.migrate(o.DB) })
	o.after(t)
}
