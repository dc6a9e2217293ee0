package notice_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// A procedure is over when it has a winner, ended without one, or was cancelled; a plan and a call are not.
func TestWhatIsOver(t *testing.T) {
	for stage, want := range map[notice.Stage]bool{"": false, notice.Planned: false, notice.Competing: false, notice.Awarded: true,
		notice.Unsuccessful: true, notice.Withdrawn: true} {
		if c := (notice.Compiled{Stage: stage}); c.Over() != want {
			t.Errorf("%q is over: %v", stage, c.Over())
		}
	}
	c := notice.Compiled{Published: day(-3)}
	if !c.LastNotice().Equal(day(-3)) {
		t.Errorf("one notice: %v", c.LastNotice())
	}
	if c.Amended = day(-1); !c.LastNotice().Equal(day(-1)) {
		t.Errorf("two notices: %v", c.LastNotice())
	}
}

// The size of a winner is the one of its award, else of its party; that of another party is not taken.
func TestTheSizeOfAWinner(t *testing.T) {
	c := notice.Compiled{Content: notice.Content{Parties: []ocds.Party{{ID: "a", Size: "micro"}, {ID: "b", Size: "large"}}}}
	for says, of := range map[string]struct {
		winners []ocds.Reference
		want    string
	}{
		"no winner":         {nil, ""},
		"its own":           {[]ocds.Reference{{ID: "b", Size: "small"}}, "small"},
		"of its party":      {[]ocds.Reference{{ID: "a"}, {ID: "b"}}, "micro"},
		"no party is named": {[]ocds.Reference{{ID: "c"}}, ""},
	} {
		if got := c.SizeOf(of.winners); got != of.want {
			t.Errorf("%s: %q", says, got)
		}
	}
	if notice.IsSmall("large") || notice.IsSmall("") || !notice.IsSmall("medium") {
		t.Error("which sizes are small")
	}
}

// A cut text ends at a whole letter.
func TestATextIsCutAtALetter(t *testing.T) {
	if got := notice.Short(strings.Repeat("ä", 200)); got != strings.Repeat("ä", 160)+"…" {
		t.Errorf("%q", got)
	}
}
