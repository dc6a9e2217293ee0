package intake_test

import (
	"io"
	"strings"
	"testing"

	"citiesgrow/internal/intake"
)

// An ocid that is not one of the source's is refused, and the source is kept with the notice.
func TestAnImportNamesItsSource(t *testing.T) {
	h := open(t)
	text := `{"releases":[{"ocid":"ocds-aa1111-1","id":"1","date":"2025-01-01T00:00:00Z","tag":["tender"],"buyer":{"name":"City"},"tender":{"title":"Cleaning"}},
		{"ocid":"ocds-bb2222-1","id":"1","date":"2025-01-01T00:00:00Z","tag":["tender"],"buyer":{"name":"City"},"tender":{"title":"Cleaning"}}]}`
	job, err := h.intake.Import(system(t), intake.Request{Paths: []string{file(t, "a.json", []byte(text))}, Stdin: io.MultiReader(), Source: "portal", Prefixes: []string{"ocds-aa1111"}})
	if err != nil || job.Summary.New != 1 || job.Summary.Rejected != 1 || !strings.Contains(job.Rejections[0].Reason, "ocds-bb2222-1 is not one of the source") {
		t.Fatalf("%+v %+v, %v", job.Summary, job.Rejections, err)
	}
}
