package service

import (
	"testing"

	"citiesgrow/internal/hsds"
)

// What another directory calls ended is no longer given here; a word that is not known keeps it.
func TestTheStatusOfAnotherDirectory(t *testing.T) {
	for said, want := range map[hsds.Text]string{"active": Active, "inactive": Inactive, "defunct": Inactive, "temporarily closed": Closed, "": Active,
		"open": Active} {
		if got := status(said); got != want {
			t.Errorf("%q is %q", said, got)
		}
	}
}
