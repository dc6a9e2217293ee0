package vacancy_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/vacancy"
)

// with is a vacancy whose description has these words.
func with(words string) vacancy.Form {
	f := job("Cleaner for offices")
	f.Description = words
	return f
}

// sent is a vacancy that waits for its review.
func (h *house) sent(as context.Context, f vacancy.Form) *vacancy.Vacancy {
	h.t.Helper()
	of, err := h.Create(as, f)
	h.Must(err)
	of, err = h.Submit(as, of.ID, nil)
	h.Must(err)
	return of
}

// An agency hires as well. What it offers is reviewed by another: a second agency of
// its city, or the city's staff.
func TestAnAgencyDoesNotReviewItsOwnVacancy(t *testing.T) {
	h := open(t)
	agency, second := h.org("agency", organisation.Agency, "riga"), h.org("second", organisation.Agency, "riga")
	of := h.sent(agency, job("Adviser at the agency"))
	for as, want := range map[context.Context]int{agency: 0, second: 1} {
		if waiting, err := h.ListWaiting(as); err != nil || len(waiting) != want {
			t.Errorf("%d wait for review, want %d, %v", len(waiting), want, err)
		}
	}
	_, err := h.GetWaiting(agency, of.ID)
	h.Is(err, problem.NotFound, "its own agency opens the review")
	_, err = h.Review(agency, of.ID, vacancy.Judgement{Publish: true})
	h.Is(err, problem.NotFound, "its own agency publishes")
	_, err = h.Review(agency, of.ID, vacancy.Judgement{Reason: "No."})
	h.Is(err, problem.NotFound, "its own agency refuses")
	if seen, err := h.Own(agency, of.ID); err != nil || seen.State(h.now) != vacancy.Review || len(seen.Reviews) != 0 {
		t.Errorf("it still waits: %+v, %v", seen, err)
	}
	if of, err = h.GetWaiting(second, of.ID); err != nil {
		t.Errorf("another agency of the city: %v", err)
	}
	of, err = h.Review(second, of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	if of.Reviews[0].By != "House of second" || of.Reviews[0].What != "published" {
		t.Errorf("%+v", of.Reviews)
	}
}

// Words that seem to shut people out are decided one by one: while one of them is not, the
// vacancy is not published, nor is anything of the review stored.
func TestAnUndecidedFlagKeepsAVacancyBack(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of := h.sent(one, with("Native speaker only. Men only, heavy work."))
	if len(of.Flags) != 2 || of.Undecided() != 2 {
		t.Fatalf("%+v", of.Flags)
	}
	for says, j := range map[string]vacancy.Judgement{
		"none":              {Publish: true},
		"the first alone":   {Publish: true, Flags: []string{"keep"}, Why: []string{"The work is interpreting."}},
		"the second alone":  {Publish: true, Flags: []string{"", "keep"}, Why: []string{"", "A home for men."}},
		"an unknown answer": {Publish: true, Flags: []string{"keep", "yes"}, Why: []string{"The work is interpreting.", "Fine."}},
	} {
		_, err := h.Review(staff, of.ID, j)
		if p := problem.Of(err); p == nil || p.Fields["flags"].Key != "vacancy.flag_undecided" {
			t.Errorf("%s is decided: %v", says, err)
		}
	}
	stored, err := h.GetWaiting(staff, of.ID)
	h.Must(err)
	if stored.Undecided() != 2 || !stored.Published.IsZero() || stored.Revision != of.Revision {
		t.Errorf("something of it was stored: %+v", stored)
	}
	if _, err := h.Get(t.Context(), of.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("everybody sees it: %v", err)
	}
	both := vacancy.Judgement{Publish: true, Flags: []string{"keep", "keep"}, Why: []string{"The work is interpreting.", "A home for men."}}
	done, err := h.Review(staff, of.ID, both)
	h.Must(err)
	if done.State(h.now) != vacancy.Published || done.Flags[1].By != "House of staff-riga" || done.Flags[1].Reason != "A home for men." {
		t.Errorf("%+v", done)
	}
}

// A refusal needs no decision about the words; what is said of them is kept for the author.
func TestAVacancyIsRefusedThoughAFlagIsUndecided(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of := h.sent(one, with("Native speaker only. Men only, heavy work."))
	of, err := h.Review(h.Staff("riga"), of.ID, vacancy.Judgement{Reason: "Please say what the work is.", Flags: []string{"change"},
		Why: []string{"A level is enough."}})
	h.Must(err)
	if of.State(h.now) != vacancy.Refused || of.Reason != "Please say what the work is." || of.Undecided() != 1 || of.Flags[0].Decision != "change" ||
		of.Flags[0].Reason != "A level is enough." {
		t.Errorf("%+v", of)
	}
	if got := h.Letters(of.ID + "/review/"); len(got) != 1 || got[0].Key != "vacancy.letter_refused" || got[0].Account != "one" ||
		got[0].Path != "/vacancies/"+of.ID {
		t.Errorf("%+v", got)
	}
}

// What a reviewer decided about words is about those words: other words of the same rule are
// decided again, and the same words keep their decision.
func TestADecisionIsAboutTheWordsItWasMadeFor(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of := h.sent(one, with("Native speaker needed."))
	of, err := h.Review(staff, of.ID, vacancy.Judgement{Publish: true, Flags: []string{"keep"}, Why: []string{"The work is to record speech."}})
	h.Must(err)
	rule := of.Flags[0].Rule
	of, err = h.Change(one, of.ID, with("Native speaker needed. We pay for travel."))
	h.Must(err)
	if len(of.Flags) != 1 || of.Flags[0].Decision != "keep" || of.Flags[0].Reason != "The work is to record speech." || of.Flags[0].By != "House of staff-riga" {
		t.Errorf("the same words: %+v", of.Flags)
	}
	of, err = h.Change(one, of.ID, with("English as mother tongue needed."))
	h.Must(err)
	if len(of.Flags) != 1 || of.Flags[0].Rule != rule || of.Flags[0].Words == "Native speaker" {
		t.Fatalf("other words of the same rule: %+v", of.Flags)
	}
	if of.Flags[0].Decision != "" || of.Flags[0].Reason != "" || of.Flags[0].By != "" || of.Flags[0].Because != "" {
		t.Errorf("the decision was carried over to other words: %+v", of.Flags[0])
	}
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Wrong(err, "flags", "vacancy.flag_undecided")
}

// Why words are needed stays with them while the author works on the text.
func TestWhatTheAuthorSaidOfWordsStaysWithThem(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of, err := h.Create(one, with("Native speaker needed. Men only, heavy work."))
	h.Must(err)
	of, err = h.Submit(one, of.ID, []string{"To record speech.", "A home for men."})
	h.Must(err)
	if of.Flags[0].Because != "To record speech." || of.Flags[1].Because != "A home for men." {
		t.Fatalf("%+v", of.Flags)
	}
	of, err = h.Change(one, of.ID, with("Men only, heavy work."))
	h.Must(err)
	if len(of.Flags) != 1 || of.Flags[0].Because != "A home for men." {
		t.Errorf("%+v", of.Flags)
	}
	of, err = h.Submit(one, of.ID, []string{""})
	h.Must(err)
	if of.Flags[0].Because != "A home for men." {
		t.Errorf("an empty line takes it away: %+v", of.Flags)
	}
}

// Who may review: the city's verified agencies and its staff, no one else.
func TestWhoReviewsAVacancy(t *testing.T) {
	h := open(t)
	of := h.sent(h.org("one", organisation.Business, "riga"), job("Cleaner"))
	waiting := h.As("waiting", actor.Employer, "riga")
	_, err := h.organisations.Change(waiting, organisation.Form{Kind: organisation.Agency, Name: "Not yet verified"})
	h.Must(err)
	asleep := actor.From(h.Staff("riga"))
	asleep.Active = false
	for _, who := range []struct {
		says string
		as   context.Context
		want problem.Kind // empty: may
	}{
		{"a visitor", t.Context(), problem.Unauthorized},
		{"an entrepreneur", h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		{"a caseworker", h.As("case", actor.Caseworker, "riga"), problem.Forbidden},
		{"disabled staff", actor.With(t.Context(), asleep), problem.Forbidden},
		{"an employer", h.org("other", organisation.Business, "riga"), problem.NotFound},
		{"a school", h.org("school", organisation.School, "riga"), problem.NotFound},
		{"an agency that is not verified", waiting, problem.NotFound},
		{"an agency of another city", h.org("far", organisation.Agency, "ghent"), problem.NotFound},
		{"staff of another city", h.Staff("ghent"), problem.NotFound},
		{"an agency of the city", h.org("agency", organisation.Agency, "riga"), ""},
		{"the city's staff", h.Staff("riga"), ""},
		{"staff of all cities", h.Staff(""), ""},
		{"the administrator", h.As("admin", actor.Admin, ""), ""},
	} {
		_, err := h.GetWaiting(who.as, of.ID)
		if p := problem.Of(err); (p == nil) != (who.want == "") || p != nil && p.Kind != who.want {
			t.Errorf("%s: %v, want %q", who.says, err, who.want)
		}
	}
}

// A vacancy that does not wait is not reviewed: not a draft, not twice.
func TestOnlyWhatWaitsIsReviewed(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of, err := h.Create(one, job("Cleaner"))
	h.Must(err)
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Conflict(err, "vacancy.not_waiting")
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	_, err = h.Submit(one, of.ID, nil)
	h.Conflict(err, "vacancy.nothing_new")
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Conflict(err, "vacancy.not_waiting")
	_, err = h.Submit(one, of.ID, nil)
	h.Conflict(err, "vacancy.nothing_new")
	if got := h.Letters(of.ID + "/review/"); len(got) != 1 || got[0].Key != "vacancy.letter_published" {
		t.Errorf("%+v", got)
	}
}

// Who is typing again is not reviewed: the reviewer decides what was sent.
func TestAChangeTakesAVacancyOutOfTheQueue(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of := h.sent(one, job("Cleaner"))
	_, err := h.Change(one, of.ID, job("Cleaner for schools"))
	h.Must(err)
	if queue, err := h.ListWaiting(staff); err != nil || len(queue) != 0 {
		t.Errorf("%d wait, %v", len(queue), err)
	}
	_, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Conflict(err, "vacancy.not_waiting")
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	if queue, err := h.ListWaiting(staff); err != nil || len(queue) != 1 || queue[0].Title != "Cleaner for schools" {
		t.Errorf("%+v, %v", queue, err)
	}
}

// A change of what is published is refused: what was published stays, and its author reads why.
func TestARefusedChangeLeavesWhatIsPublished(t *testing.T) {
	h := open(t)
	one, staff := h.org("one", organisation.Business, "riga"), h.Staff("riga")
	of := h.published(one, job("Cleaner"))
	_, err := h.Change(one, of.ID, job("Cleaner at night"))
	h.Must(err)
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	of, err = h.Review(staff, of.ID, vacancy.Judgement{Reason: "Say the hours."})
	h.Must(err)
	if of.State(h.now) != vacancy.Published || of.Title != "Cleaner" || of.Working().Title != "Cleaner at night" || of.Reason != "Say the hours." {
		t.Errorf("%+v", of)
	}
	if seen, err := h.Get(t.Context(), of.ID); err != nil || seen.Title != "Cleaner" {
		t.Errorf("%+v, %v", seen, err)
	}
	first := of.Published
	h.now = h.now.Add(time.Hour)
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	of, err = h.Review(staff, of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	if of.Title != "Cleaner at night" || of.Next != nil || of.Reason != "" || !of.Published.Equal(first) || len(of.Reviews) != 3 {
		t.Errorf("%+v", of)
	}
}

// The queue is a city's, the longest waiting first; staff of all cities see all of it.
func TestTheQueueOfReviews(t *testing.T) {
	h := open(t)
	one, far := h.org("one", organisation.Business, "riga"), h.org("far", organisation.Business, "ghent")
	var ids []string
	for i, as := range []context.Context{one, far, one} {
		h.now = moduletest.Now.Add(time.Duration(i) * time.Hour)
		ids = append(ids, h.sent(as, job("Cleaner")).ID)
	}
	for _, who := range []struct {
		as   context.Context
		want []string
	}{{h.Staff("riga"), []string{ids[0], ids[2]}}, {h.Staff("ghent"), ids[1:2]}, {h.Staff("dresden"), nil}, {h.Staff(""), ids},
		{h.org("agency", organisation.Agency, "riga"), []string{ids[0], ids[2]}}} {
		all, err := h.ListWaiting(who.as)
		h.Must(err)
		var got []string
		for _, of := range all {
			got = append(got, of.ID)
		}
		if !slices.Equal(got, who.want) {
			t.Errorf("%s: %v, want %v", actor.From(who.as).ID, got, who.want)
		}
	}
	_, err := h.ListWaiting(one)
	h.Conflict(err, "organisation.agency_only")
	_, err = h.ListWaiting(h.As("amina", actor.Entrepreneur, "riga"))
	h.Is(err, problem.Forbidden, "an entrepreneur reads the queue")
}
