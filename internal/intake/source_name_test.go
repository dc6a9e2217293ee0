package intake_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"citiesgrow/internal/intake"
)

// An ocid without a prefix of the source is rejected, and the notice stores its source.
func TestAnImportNamesItsSource(t *testing.T) {
	h := open(t)
	text := `{"releases":[{"ocid":"ocds-aa1111-1","id":"1","date":"2025-01-01T00:00:00Z","tag":["tender"],"buyer":{"name":"City"},"tender":{"title":"Cleaning"}},
		{"ocid":"ocds-bb2222-1","id":"1","date":"2025-01-01T00:00:00Z","tag":["tender"],"buyer":{"name":"City"},"tender":{"title":"Cleaning"}}]}`
	job, err := h.intake.Import(system(t), intake.Request{Paths: []string{file(t, "a.json", []byte(text))}, Stdin: io.MultiReader(), Source: "portal",
		Prefixes: []string{"ocds-aa1111"}})
	if err != nil || job.Summary.New != 1 || job.Summary.Rejected != 1 || !strings.Contains(job.Rejections[0].Reason, "ocds-bb2222-1 is not one of the source") {
		t.Fatalf("%+v %+v, %v", job.Summary, job.Rejections, err)
	}
}

func TestAnEmptyArchiveSaysSo(t *testing.T) {
	h := open(t)
	for reason, names := range map[string][]string{"the archive is empty": nil, "the archive holds no file of a kind that is read": {"photo.png", "notes.txt"}} {
		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		for _, name := range names {
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		job, err := h.intake.Import(system(t), intake.Request{Paths: []string{file(t, "a.zip", packed.Bytes())}})
		if err != nil || len(job.Rejections) != 1 || job.Rejections[0].Reason != reason {
			t.Errorf("%v: %+v, %v", names, job.Rejections, err)
		}
	}
}
