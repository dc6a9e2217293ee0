package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"citiesgrow/internal/eval"
)

// awards contains enough data for both windows: one supplier that wins cleaning again and again.
const (
	awards = `{"id":"1","title":"Limpeza de escolas","cpv":"90919300","cpv_label":"Limpeza","published":"2024-01-10","period":"train","winners":["f"]}
{"id":"2","title":"Limpeza de creches","cpv":"90919300","cpv_label":"Limpeza","published":"2024-01-25","period":"train","winners":["f"]}
{"id":"3","title":"Limpeza de museus","cpv":"90919300","cpv_label":"Limpeza","published":"2024-02-06","period":"test","winners":["f"]}
`
	winner = `{"supplier":"f","name":"Limpa","history":["1","2"],"history_titles":["Limpeza de escolas","Limpeza de creches"],"relevant_fresh":["3"]}`
)

// The command works without a store and creates none. With a store that has no objections, the report says so.
func TestTuneWithAndWithoutAStore(t *testing.T) {
	folder, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	for name, text := range map[string]string{"pt2024_tenders.jsonl": awards, "pt2024_suppliers.x.jsonl": winner} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tuned := func(args ...string) string {
		t.Helper()
		var out, failed bytes.Buffer
		if code := run(t.Context(), append([]string{"tune", folder, "--data", data}, args...), nil, &out, &failed); code != 0 {
			t.Fatalf("exit %d: %s", code, &failed)
		}
		return out.String()
	}
	if said := tuned(); !strings.Contains(said, "no objections were read") || !strings.Contains(said, "| 2024-02-05 |") {
		t.Error(said)
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Errorf("a data folder was made: %v", err)
	}
	var out bytes.Buffer
	if code := run(t.Context(), []string{"check", "--data", data}, nil, &out, &out); code != 0 {
		t.Fatalf("exit %d: %s", code, &out)
	}
	if said := tuned(); strings.Count(said, "fewer than ten firms: not told") != 2 {
		t.Error(said)
	}
	var report eval.Tuning
	if said := tuned("--json"); json.Unmarshal([]byte(said), &report) != nil || len(report.Cuts) != 2 || report.Objections == nil {
		t.Error(said)
	}
}
