package pledge_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

func TestAPledgeIsKeptInSteps(t *testing.T) {
	h := open(t)
	one, other := h.org("one", organisation.Business, "riga"), h.org("other", organisation.Business, "riga")
	for field, f := range map[string]pledge.Form{"what": {What: "money", Count: 1, Until: "2027-01-01"}, "count": {What: "hires", Until: "2027-01-01"},
		"until": {What: "hires", Count: 1, Until: "2020-01-01"}} {
		_, err := h.Create(one, f)
		if p := problem.Of(err); p == nil || p.Fields[field].Key == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	p, err := h.Create(one, pledge.Form{What: "hires", Count: 3, Until: "2027-01-01"})
	h.Must(err)
	if _, err := h.Get(t.Context(), p.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("everybody sees one that is not public: %v", err)
	}
	if _, err := h.AddProgress(other, p.ID, 1, ""); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else keeps it: %v", err)
	}
	if all, err := h.List(h.Staff("riga"), "riga", ""); err != nil || len(all) != 1 {
		t.Errorf("the city sees %d, %v", len(all), err)
	}
	if all, err := h.List(h.Staff("ghent"), "riga", ""); err != nil || len(all) != 0 {
		t.Errorf("another city sees %d, %v", len(all), err)
	}
	for range 3 {
		p, err = h.AddProgress(one, p.ID, 1, "One more")
		h.Must(err)
	}
	if p.Done() != 3 || p.State(moduletest.Now) != "kept" || p.State(moduletest.Now.AddDate(2, 0, 0)) != "kept" {
		t.Errorf("%d done, %s", p.Done(), p.State(moduletest.Now))
	}
	missed, err := h.Create(one, pledge.Form{What: "mentors", Count: 3, Until: "2027-01-01", Public: "yes"})
	h.Must(err)
	if missed.State(moduletest.Now) != "running" || missed.State(moduletest.Now.AddDate(2, 0, 0)) != "missed" {
		t.Error(missed.State(moduletest.Now))
	}
	if all, err := h.List(t.Context(), "", ""); err != nil || len(all) != 1 || all[0].ID != missed.ID {
		t.Errorf("everybody sees %d, %v", len(all), err)
	}
	_, err = h.Withdraw(one, missed.ID, "We moved")
	h.Must(err)
	if all, err := h.List(t.Context(), "", ""); err != nil || len(all) != 0 {
		t.Errorf("taken back, and %d are seen, %v", len(all), err)
	}
}

// Each wrong input is refused with the name of its field, and nothing is stored.
func TestWhatAPledgeMustTell(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	good := pledge.Form{What: "hires", Count: 1, Until: "2027-01-01"}
	for _, c := range []struct {
		says, field, key string
		spoil            func(*pledge.Form)
	}{
		{"something else", "what", "problem.oneof", func(f *pledge.Form) { f.What = "money" }},
		{"nothing", "what", "problem.oneof", func(f *pledge.Form) { f.What = "" }},
		{"none of it", "count", "pledge.count_missing", func(f *pledge.Form) { f.Count = 0 }},
		{"fewer than none", "count", "pledge.count_missing", func(f *pledge.Form) { f.Count = -1 }},
		{"no day", "until", "pledge.until_past", func(f *pledge.Form) { f.Until = "" }},
		{"a day that is none", "until", "problem.date", func(f *pledge.Form) { f.Until = "soon" }},
		{"yesterday", "until", "pledge.until_past", func(f *pledge.Form) { f.Until = record.Day(day(-1)) }},
	} {
		f := good
		c.spoil(&f)
		_, err := h.Create(one, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	good.Until = record.Day(day(0))
	if _, err := h.Create(one, good); err != nil {
		t.Errorf("until the evening of today: %v", err)
	}
	if all, err := h.ListOwn(one); err != nil || len(all) != 1 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
}

// A pledge runs until the end of its day in its city, is kept when all of it is, and stays kept.
func TestTheStateOfAPledge(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	p, err := h.Create(one, pledge.Form{What: "hires", Count: 2, Until: "2026-12-24"})
	h.Must(err)
	if last := p.Until.Format(time.RFC3339); last != "2026-12-24T21:59:00Z" {
		t.Errorf("the last minute of the day in Riga is %s", last)
	}
	for _, c := range []struct {
		at   time.Time
		want string
	}{{h.now, "running"}, {p.Until, "running"}, {p.Until.Add(time.Second), "missed"}} {
		if got := p.State(c.at); got != c.want {
			t.Errorf("at %s it is %s, want %s", c.at, got, c.want)
		}
	}
	for n, want := range []string{"running", "kept", "kept"} {
		p, err = h.AddProgress(one, p.ID, 1, "")
		h.Must(err)
		if got := p.State(h.now); got != want || p.Done() != n+1 {
			t.Errorf("after %d it is %s, want %s", p.Done(), got, want)
		}
	}
	if p.State(p.Until.AddDate(1, 0, 0)) != "kept" {
		t.Error("what was kept is missed a year later")
	}
}

// Progress is entered by the organisation, one or more at a time, with a note.
func TestProgressOfAPledge(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	p, err := h.Create(one, pledge.Form{What: "mentors", Count: 5, Until: "2027-01-01"})
	h.Must(err)
	for _, n := range []int{0, -1, 100_001} {
		_, err := h.AddProgress(one, p.ID, n, "")
		h.Wrong(err, "count", "pledge.count_missing")
	}
	p, err = h.AddProgress(one, p.ID, 3, "Three of the bakery")
	h.Must(err)
	if len(p.Progress) != 1 || p.Progress[0].Count != 3 || p.Progress[0].Note != "Three of the bakery" || !p.Progress[0].On.Equal(h.now) {
		t.Errorf("%+v", p.Progress)
	}
	for says, as := range map[string]context.Context{"another employer": h.org("other", organisation.Business, "riga"),
		"an agency of the city": h.org("agency", organisation.Agency, "riga")} {
		_, err := h.AddProgress(as, p.ID, 1, "")
		h.Is(err, problem.NotFound, says+" keeps it")
		_, err = h.Withdraw(as, p.ID, "No")
		h.Is(err, problem.NotFound, says+" takes it back")
	}
	_, err = h.AddProgress(h.Staff("riga"), p.ID, 1, "")
	h.Is(err, problem.Forbidden, "the city keeps it")
	p, err = h.Withdraw(one, p.ID, "We moved")
	h.Must(err)
	if p.State(h.now) != "withdrawn" || p.Reason != "We moved" || p.Done() != 3 {
		t.Errorf("%+v", p)
	}
	_, err = h.AddProgress(one, p.ID, 1, "")
	h.Conflict(err, "pledge.over")
	_, err = h.Withdraw(one, p.ID, "Again")
	h.Conflict(err, "pledge.over")
}

// Who sees which pledge: everybody those that may be shown, the others their organisation and
// the city. One that was taken back is not shown any more.
func TestWhoSeesAPledge(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	make := func(public string) *pledge.Pledge {
		p, err := h.Create(one, pledge.Form{What: "hires", Count: 1, Until: "2027-01-01", Public: public})
		h.Must(err)
		return p
	}
	shown, quiet, back := make("yes"), make("no"), make("yes")
	_, err := h.Withdraw(one, back.ID, "We moved")
	h.Must(err)
	for says, c := range map[string]struct {
		as  context.Context
		all bool
	}{
		"a visitor":               {t.Context(), false},
		"an entrepreneur":         {h.As("amina", actor.Entrepreneur, "riga"), false},
		"another employer":        {h.org("other", organisation.Business, "riga"), false},
		"an agency of the city":   {h.org("agency", organisation.Agency, "riga"), false},
		"staff of another city":   {h.Staff("ghent"), false},
		"its organisation":        {one, true},
		"the city's staff":        {h.Staff("riga"), true},
		"staff of all cities":     {h.Staff(""), true},
		"the programme's figures": {actor.AsSystem(t.Context()), true},
	} {
		if _, err := h.Get(c.as, shown.ID); err != nil {
			t.Errorf("%s: a public one: %v", says, err)
		}
		for _, hidden := range []*pledge.Pledge{quiet, back} {
			if _, err := h.Get(c.as, hidden.ID); (err == nil) != c.all || err != nil && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v, want to see it: %t", says, err, c.all)
			}
		}
		list, err := h.List(c.as, "riga", "")
		h.Must(err)
		if want := map[bool]int{true: 3, false: 1}[c.all]; len(list) != want {
			t.Errorf("%s: %d in the list, want %d", says, len(list), want)
		}
	}
}

// The list is by city and kind, the newest first.
func TestPledgesOfACity(t *testing.T) {
	h := open(t)
	one, far := h.org("one", organisation.Business, "riga"), h.org("far", organisation.Business, "ghent")
	for _, p := range []struct {
		as   context.Context
		what string
	}{{one, "hires"}, {far, "hires"}, {one, "contracts"}} {
		_, err := h.Create(p.as, pledge.Form{What: p.what, Count: 1, Until: "2027-01-01", Public: "yes"})
		h.Must(err)
	}
	for _, c := range []struct {
		city, what string
		want       int
	}{{"", "", 3}, {"riga", "", 2}, {"ghent", "", 1}, {"dresden", "", 0}, {"", "hires", 2}, {"riga", "contracts", 1}, {"ghent", "contracts", 0}} {
		all, err := h.List(t.Context(), c.city, c.what)
		h.Must(err)
		if len(all) != c.want {
			t.Errorf("%q %q: %d, want %d", c.city, c.what, len(all), c.want)
		}
		for _, p := range all {
			if c.city != "" && p.City != c.city || c.what != "" && p.What != c.what {
				t.Errorf("%q %q has %+v", c.city, c.what, p)
			}
		}
	}
	if all, err := h.ListOwn(far); err != nil || len(all) != 1 || all[0].City != "ghent" {
		t.Errorf("%+v, %v", all, err)
	}
	_, err := h.ListOwn(h.Staff("riga"))
	h.Is(err, problem.Forbidden, "staff read their own")
}

// What is promised and kept is counted once each for its city, and not once it was taken back.
func TestPledgesAreCounted(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	p, err := h.Create(one, pledge.Form{What: "hires", Count: 5, Until: "2027-01-01"})
	h.Must(err)
	if got := h.steps(p.ID); len(got) != 1 || got[0].Figure != "pledged" || got[0].Count != 5 || got[0].City != "riga" || !got[0].Day.Equal(p.Created) {
		t.Errorf("%+v", got)
	}
	for range 2 {
		h.now = h.now.AddDate(0, 0, 9)
		_, err = h.AddProgress(one, p.ID, 2, "")
		h.Must(err)
	}
	if got := h.steps(p.ID); len(got) != 2 || got[1].Figure != "kept" || got[1].Count != 4 || !got[1].Day.Equal(h.now) {
		t.Errorf("%+v", got)
	}
	_, err = h.Withdraw(one, p.ID, "We moved")
	h.Must(err)
	if got := h.steps(p.ID); len(got) != 0 {
		t.Errorf("taken back, and %+v is counted", got)
	}
	if got := h.steps("pledge-none"); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// The page sums up what it lists: what was taken back is not promised any more.
func TestThePageOfPledges(t *testing.T) {
	h := open(t)
	s := h.site()
	one := h.org("one", organisation.Business, "riga")
	for range 2 {
		p, err := h.Create(one, pledge.Form{What: "hires", Count: 4, Until: "2027-01-01", Public: "yes"})
		h.Must(err)
		_, err = h.AddProgress(one, p.ID, 3, "")
		h.Must(err)
	}
	back, err := h.Create(one, pledge.Form{What: "hires", Count: 100, Until: "2027-01-01"})
	h.Must(err)
	_, err = h.Withdraw(one, back.ID, "We moved")
	h.Must(err)
	s.Shows(t.Context(), "/api/v1/pledges", []string{`"sums":[{"what":"hires","promised":8,"done":6}]`, `"percent":75`, `"state":"running"`, `"total":2`},
		[]string{back.ID, "We moved", `"account"`})
	s.Shows(one, "/api/v1/pledges/mine", []string{`"promised":8,"done":6`, `"total":3`, `"state":"withdrawn"`}, nil)
	s.Shows(t.Context(), "/pledges?city=ghent", nil, []string{"House of one"})
	for _, c := range []struct {
		body   string
		status int
		has    string
	}{{`{"what":"hires","count":2,"until":"2027-01-01"}`, 201, `"state":"running"`}, {`{"what":"hires","until":"2027-01-01"}`, 422, `"count"`},
		{`{"what":"hires","count":2,"until":"2020-01-01"}`, 422, `"until"`}} {
		if r := s.Ask(one, "POST", "/api/v1/pledges", c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s: status %d %s", c.body, r.Status, r.Body)
		}
	}
	if r := s.Get(h.As("amina", actor.Entrepreneur, "riga"), "/pledges/"+back.ID); r.Status != 404 {
		t.Errorf("a pledge that was taken back: status %d", r.Status)
	}
}
