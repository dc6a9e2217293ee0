package charset

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/testdata"
)

// Real titles with their descriptions in the languages of the Union, in each encoding that
// has their letters: none is read wrongly, and nearly all are read.
func TestRealNoticesAreReadOrRefused(t *testing.T) {
	f, err := os.Open(testdata.Dir(t, "ted", "ted_parallel24.dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	read, refused := map[string]int{}, map[string]int{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var notice struct {
			Texts map[string]struct{ Title, Descr string }
		}
		if err := json.Unmarshal(lines.Bytes(), &notice); err != nil {
			t.Fatal(err)
		}
		for language, text := range notice.Texts {
			for _, p := range pages {
				if !slices.Contains(p.languages, strings.ToLower(language)) {
					continue
				}
				for kind, whole := range map[string]string{"titles": text.Title, "notices": text.Title + "\n" + text.Descr} {
					judge(t, p, kind+" in "+p.name, whole, read, refused)
				}
			}
		}
	}
	for kind, n := range read {
		share := float64(n) / float64(n+refused[kind])
		t.Logf("%s: %d read, %d refused", kind, n, refused[kind])
		if least := map[bool]float64{true: .8, false: .6}[strings.HasPrefix(kind, "notices")]; share < least {
			t.Errorf("%s: only %.2f are read", kind, share)
		}
	}
}

func judge(t *testing.T, p page, kind, text string, read, refused map[string]int) {
	t.Helper()
	raw, err := p.encoding.NewEncoder().String(text)
	if err != nil || raw == text {
		return // the page does not have its letters, or there are none
	}
	switch got, err := Decode([]byte(raw)); {
	case err != nil:
		refused[kind]++
	case string(got) == text:
		read[kind]++
	default:
		t.Errorf("%s: %.200q was read as %.200q", kind, text, got)
	}
}
