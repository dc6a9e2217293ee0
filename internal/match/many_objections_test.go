package match

import (
	"fmt"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/suppress"
)

// Every firm counts, also where there are more objections than one page of the store holds.
func TestNoObjectionIsLeftOut(t *testing.T) {
	_, s, _, _ := started(t)
	ctx := actor.AsSystem(t.Context())
	const firms, contracts = 60, 20
	for i := range firms * contracts {
		o := &Objection{Meta: record.Meta{ID: fmt.Sprintf("objection-t-%d", i)}, City: "helsinki", Reason: "far",
			SupplierID: fmt.Sprintf("supplier-%02d", i/contracts)}
		if err := s.objections.Put(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	if counted, err := s.Objections(ctx, "helsinki"); err != nil || counted[suppress.Others] != firms {
		t.Errorf("%v firms counted, want %d, %v", counted, firms, err)
	}
}
