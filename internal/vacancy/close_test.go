package vacancy_test

import (
	"testing"
	"time"

	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/vacancy"
)

// How many places were filled, and what it makes of the vacancy.
func TestAVacancyIsClosed(t *testing.T) {
	for _, c := range []struct {
		says   string
		filled []int // of three places, one after another
		reason string
		stage  vacancy.Stage
		count  int
	}{
		{"one of three", []int{1}, "", vacancy.Published, 1},
		{"one and one of three", []int{1, 1}, "", vacancy.Published, 2},
		{"all three", []int{3}, "", vacancy.Filled, 3},
		{"all three one by one", []int{1, 1, 1}, "", vacancy.Filled, 3},
		{"more than there were", []int{5}, "", vacancy.Filled, 5},
		{"one, and no more are sought", []int{1}, "The budget", vacancy.Filled, 1},
		{"none, withdrawn", []int{0}, "The budget", vacancy.Withdrawn, 0},
		{"one, then withdrawn", []int{1, 0}, "The budget", vacancy.Filled, 1},
	} {
		t.Run(c.says, func(t *testing.T) {
			h := open(t)
			one := h.org("one", organisation.Business, "riga")
			f := job("Cleaner")
			f.Places = 3
			of := h.published(one, f)
			var err error
			for i, n := range c.filled {
				reason := ""
				if i == len(c.filled)-1 {
					reason = c.reason
				}
				of, err = h.Close(one, of.ID, n, reason)
				h.Must(err)
			}
			if of.Stage != c.stage || of.Count != c.count || of.Reason != c.reason {
				t.Errorf("%s, %d filled because %q, want %s and %d", of.Stage, of.Count, of.Reason, c.stage, c.count)
			}
			h.CatchUp()
			found, err := h.List(t.Context(), vacancy.Question{Page: 1, Size: 5})
			h.Must(err)
			if (found.Total == 1) != (c.stage == vacancy.Published) {
				t.Errorf("%d are found of one that is %s", found.Total, c.stage)
			}
		})
	}
}

// What cannot be closed so: nothing said, more than can be, and what is over already.
func TestHowAVacancyIsNotClosed(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of := h.published(one, job("Cleaner"))
	_, err := h.Close(one, of.ID, 0, "")
	h.Wrong(err, "reason", "vacancy.close_reason")
	for _, n := range []int{-1, 10_001} {
		_, err = h.Close(one, of.ID, n, "")
		h.Wrong(err, "filled", "problem.kind_of_value")
	}
	_, err = h.Close(one, of.ID, 0, "The budget")
	h.Must(err)
	_, err = h.Close(one, of.ID, 1, "")
	h.Conflict(err, "vacancy.over")
	_, err = h.Change(one, of.ID, job("Again"))
	h.Conflict(err, "vacancy.over")
	_, err = h.Submit(one, of.ID, nil)
	h.Conflict(err, "vacancy.nothing_new")
}

// What is withdrawn while it waits leaves the queue, and cannot be published any more.
func TestWhatIsWithdrawnIsNotReviewed(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of := h.sent(one, job("Cleaner"))
	_, err := h.Close(one, of.ID, 0, "The budget")
	h.Must(err)
	if queue, err := h.ListWaiting(staff); err != nil || len(queue) != 0 {
		t.Errorf("%d wait, %v", len(queue), err)
	}
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Conflict(err, "vacancy.not_waiting")
	if _, err := h.Get(t.Context(), of.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("everybody sees what was never published: %v", err)
	}
}

// A vacancy is open until the last second of its last day.
func TestTheLastDayOfAVacancy(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	o, err := h.organisations.Own(one)
	h.Must(err)
	of := h.published(one, job("Cleaner"))
	for at, want := range map[time.Time]vacancy.Stage{of.Closes.Add(-time.Second): vacancy.Published, of.Closes: vacancy.Published,
		of.Closes.Add(time.Second): vacancy.Closed} {
		h.now = at
		if got := of.State(at); got != want {
			t.Errorf("at %s it is %s, want %s", at, got, want)
		}
		open, err := h.ListOpen(t.Context(), o.ID)
		if err != nil || (len(open) == 1) != (want == vacancy.Published) {
			t.Errorf("at %s %d are open, %v", at, len(open), err)
		}
	}
}

// What an organisation shows is what it published: no draft, nothing refused, nothing of others.
func TestTheOpenVacanciesOfAnOrganisation(t *testing.T) {
	h := open(t)
	one, other := h.org("one", organisation.Business, "riga"), h.org("other", organisation.Business, "riga")
	o, err := h.organisations.Own(one)
	h.Must(err)
	shown := h.published(one, job("Shown"))
	h.published(other, job("Of another"))
	_, err = h.Create(one, job("A draft"))
	h.Must(err)
	refused := h.sent(one, job("Refused"))
	_, err = h.Review(h.Staff("riga"), refused.ID, vacancy.Judgement{Reason: "No."})
	h.Must(err)
	h.sent(one, job("Waiting"))
	if open, err := h.ListOpen(t.Context(), o.ID); err != nil || len(open) != 1 || open[0].ID != shown.ID {
		t.Errorf("%+v, %v", open, err)
	}
	if mine, err := h.ListOwn(one); err != nil || len(mine) != 4 {
		t.Errorf("%d, %v", len(mine), err)
	}
	_, err = h.ListOwn(h.Staff("riga"))
	h.Is(err, problem.Forbidden, "staff have vacancies")
}

// What is counted of a vacancy: once when it is published, and the places that were filled.
func TestVacanciesAreCounted(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of := h.sent(one, job("Cleaner"))
	if got := h.steps(of.ID); len(got) != 0 {
		t.Errorf("before it is published: %+v", got)
	}
	of, err := h.Review(h.Staff("riga"), of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	if got := h.steps(of.ID); len(got) != 1 || got[0].Figure != "offers" || got[0].Count != 1 || got[0].City != "riga" ||
		!got[0].Day.Equal(of.Published) {
		t.Errorf("%+v", got)
	}
	_, err = h.Close(one, of.ID, 2, "")
	h.Must(err)
	if got := h.steps(of.ID); len(got) != 2 || got[1].Figure != "filled" || got[1].Count != 2 {
		t.Errorf("%+v", got)
	}
	if got := h.steps("vacancy-none"); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
