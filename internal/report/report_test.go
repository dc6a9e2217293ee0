package report

import (
	"slices"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
)

// The time limits of Directive (EU) 2019/1937, Article 9: seven days to acknowledge, and three months from then, or from the end
// of the seven days, for feedback. A period of months ends on the last day of its last month if that month has no such day
// (Regulation 1182/71, Article 3(2)(c)).
func TestTheClocksOfAReport(t *testing.T) {
	for _, c := range []struct{ day, acknowledged, by, feedback string }{
		{"2026-11-22", "", "2026-11-29", "2027-02-28"},
		{"2026-11-22", "2026-11-22", "2026-11-29", "2027-02-22"},
		{"2026-11-22", "2026-11-30", "2026-11-29", "2027-02-28"},
		{"2027-11-22", "2027-11-30", "2027-11-29", "2028-02-29"},
		{"2026-05-25", "2026-05-31", "2026-06-01", "2026-08-31"},
		{"2026-12-28", "", "2027-01-04", "2027-04-04"},
		{"2026-01-24", "2026-01-31", "2026-01-31", "2026-04-30"},
	} {
		r := &Report{Day: c.day, Acknowledge: c.acknowledged}
		if r.AcknowledgeBy() != c.by || r.FeedbackBy() != c.feedback {
			t.Errorf("of %s, acknowledged %q: by %s, feedback by %s; want %s and %s", c.day, c.acknowledged, r.AcknowledgeBy(), r.FeedbackBy(), c.by, c.feedback)
		}
	}
}

// The due day is the earliest running time limit. It is NothingDue if every task is done, and empty for a case that is closed,
// transferred or merged.
func TestWhatIsDueNext(t *testing.T) {
	for name, c := range map[string]struct {
		r    Report
		want string
	}{
		"new":                        {Report{State: Received}, "2026-11-29"},
		"acknowledged":               {Report{State: Open, Acknowledge: "2026-11-23"}, "2027-02-23"},
		"a limit before":             {Report{State: Received, Limit: "2026-11-25"}, "2026-11-25"},
		"a limit after":              {Report{State: Received, Limit: "2027-01-01"}, "2026-11-29"},
		"the reporter wrote":         {Report{State: Open, Acknowledge: "2026-11-23", Waiting: "2026-12-24"}, "2026-12-24"},
		"all answered":               {Report{State: Open, Acknowledge: "2026-11-23", Feedback: "2026-11-24"}, NothingDue},
		"all answered, with a limit": {Report{State: Open, Acknowledge: "2026-11-23", Feedback: "2026-11-24", Limit: "2027-01-01"}, "2027-01-01"},
		"closed":                     {Report{State: Closed, Waiting: "2026-12-24"}, ""},
		"with another body":          {Report{State: Transferred, Limit: "2027-01-01"}, ""},
		"merged":                     {Report{State: Merged}, ""},
	} {
		c.r.Day = "2026-11-22"
		if c.r.SetDue(); c.r.Due != c.want {
			t.Errorf("%s: due %q, want %q", name, c.r.Due, c.want)
		}
	}
}

// A quarter starts on its first day and ends before the first day of the next.
func TestADayIsInItsQuarter(t *testing.T) {
	for day, want := range map[string]string{"2026-01-01": "2026-Q1", "2026-03-31": "2026-Q1", "2026-04-01": "2026-Q2", "2026-06-30": "2026-Q2",
		"2026-09-30": "2026-Q3", "2026-12-31": "2026-Q4", "": "", "soon": ""} {
		if got := Quarter(day); got != want {
			t.Errorf("%q is in %q, want %q", day, got, want)
		}
	}
	for quarter, want := range map[string][2]string{"2026-Q1": {"2026-01-01", "2026-04-01"}, "2026-Q4": {"2026-10-01", "2027-01-01"}, "2026": {"0", "0"},
		"": {"0", "0"}} {
		if from, to := bounds(quarter); from != want[0] || to != want[1] {
			t.Errorf("%q is from %s to %s", quarter, from, to)
		}
	}
}

// Names of laws and other systems are translated. An unknown word stays unchanged, and is rejected later.
func TestOtherNamesAreUnderstood(t *testing.T) {
	for typed, want := range map[string]string{" Racial or ethnic origin ": "ethnic", "RACE": "ethnic", "skin-colour": "skin", "Gender": "sex",
		"gender_expression": "gender_identity",
		"Employment":        "work", "goods and services": "services", "age": "age", "hair": "hair", "": ""} {
		if got := plainly(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	known := slices.Concat(Grounds(), Fields())
	for other, means := range otherNames() {
		if !slices.Contains(known, means) || slices.Contains(known, other) {
			t.Errorf("%q means %q", other, means)
		}
	}
	for raw, want := range map[string]Words{`"ethnic"`: {"ethnic"}, `["ethnic","age"]`: {"ethnic", "age"}, `""`: nil, `[]`: {}} {
		var got Words
		if err := got.UnmarshalJSON([]byte(raw)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s is %v, %v", raw, got, err)
		}
	}
	var none Words
	if none.UnmarshalJSON([]byte(`7`)) == nil {
		t.Error("a number is taken for a list of words")
	}
}

// The country of every city has a law with a competent body, and its limit is never shown too late.
func TestEveryCityHasItsLaw(t *testing.T) {
	for _, city := range moduletest.New(t).Taxonomy.Cities() {
		if l := LawOf(city.Country); l.Country != city.Country || l.Basis == "" || l.Body == "" || l.Months < 0 {
			t.Errorf("%s: %+v", city.ID, l)
		}
	}
	for _, c := range []struct {
		months         int
		happened, want string
	}{{2, "2026-11-10", "2027-01-10"}, {3, "2026-11-30", "2027-02-28"}, {2, "2026-12-31", "2027-02-28"}, {12, "2028-02-29", "2029-02-28"}, {0, "2026-11-10", ""},
		{3, "", ""}} {
		if got := (Law{Months: c.months}).Until(c.happened); got != c.want {
			t.Errorf("%d months from %s: %q, want %q", c.months, c.happened, got, c.want)
		}
	}
}

// A case takes at most 500 messages.
func TestMessagesHaveAnEnd(t *testing.T) {
	r, secret := &Report{Messages: make([]Message, mostMessages-1)}, seal.NewSecret()
	if err := r.AddMessage(secret, "desk", "", "The last.", "2026-11-22"); err != nil || len(r.Messages) != mostMessages {
		t.Errorf("%d messages, %v", len(r.Messages), err)
	}
	err := r.AddMessage(secret, "desk", "", "One more.", "2026-11-22")
	if problem.Of(err) == nil || problem.Of(err).Fields["text"].Key != "report.too_many_messages" ||
		len(r.Messages) != mostMessages {
		t.Errorf("%d messages, %v", len(r.Messages), err)
	}
}
