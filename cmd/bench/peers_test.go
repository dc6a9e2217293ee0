//go:build peers

package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// The peers must find the same as the engine; otherwise their figures are meaningless.
func TestPeersAgree(t *testing.T) {
	o := small(t)
	o.Docs, o.Rounds, o.JSON, o.Peers, o.PeerFolder = []int{2000}, 2, true, []string{"postgres", "lucene"}, "peers"
	var out, says bytes.Buffer
	if err := Run(t.Context(), o, &out, &says); err != nil {
		t.Fatalf("%v\n%s", err, says.String())
	}
	var r Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Sizes[0].Rows {
		if row.Engine == oursName || row.Engine == limitName {
			continue
		}
		if row.Totals && row.Same != row.Of {
			t.Errorf("%s %s %s: %d of %d totals are right", row.Job, row.Engine, row.Way, row.Same, row.Of)
		}
		if row.CPU <= 0 || row.Overlap >= 0 && row.Overlap < 0.9 && strings.HasPrefix(row.Engine, "Lucene") {
			t.Errorf("%+v", row)
		}
	}
}
