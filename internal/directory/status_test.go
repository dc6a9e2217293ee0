package directory

import (
	"testing"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
)

// What another directory calls defunct is inactive here; a word that is not known counts as active.
func TestTheStatusOfAnotherDirectory(t *testing.T) {
	for said, want := range map[hsds.Text]string{"active": service.Active, "inactive": service.Inactive, "defunct": service.Inactive,
		"temporarily closed": service.Closed, "": service.Active, "open": service.Active} {
		if got := status(said); got != want {
			t.Errorf("%q is %q", said, got)
		}
	}
}
