package intake_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"citiesgrow/internal/intake"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/testdata"
)

func request(paths ...string) intake.Request { return intake.Request{Paths: paths} }

func TestCodeListsAreKeptAndTakenIntoUse(t *testing.T) {
	h := open(t)
	paths := []string{testdata.Dir(t, "cpv"), testdata.Dir(t, "nuts"), testdata.Dir(t, "eforms-codelists")}
	job, err := h.intake.ImportCodes(system(t), request(paths...))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v", job.Codes)
	for _, r := range job.Rejections {
		t.Log(r)
	}
	if job.Codes.Codes["CPV"] != 9454 || job.Codes.Codes["NUTS"] == 0 || job.Codes.Mapped == 0 {
		t.Errorf("too little was read: %+v", job.Codes)
	}
	label := h.kit.Taxonomy.Label("90911200", "fi")
	if label == "" || label == "90911200" {
		t.Errorf("the codes are not in use: %q", label)
	}
	again, err := h.intake.ImportCodes(system(t), request(paths...))
	if err != nil || again.Codes.Written != 0 {
		t.Errorf("importing again writes %d parts: %v", again.Codes.Written, err)
	}
	// Another node, or the next start, has no lists in memory.
	other, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	kit := h.kit
	kit.Taxonomy = other
	if err := intake.New(kit, h.processes).LoadCodes(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := other.Label("90911200", "fi"); got != label {
		t.Errorf("after a start the label is %q, was %q", got, label)
	}
	for scheme, n := range h.kit.Taxonomy.Loaded() {
		if other.Loaded()[scheme] != n {
			t.Errorf("%s: %d codes after a start, %d before", scheme, other.Loaded()[scheme], n)
		}
	}
}

// After the import of a shorter list, no code of the earlier, longer list remains.
func TestAListReplacesTheOneOfItsName(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testdata.Dir(t, "cpv"), "cpv_2008_24langs.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	short := bytes.Join(bytes.SplitAfter(text, []byte("\n"))[:601], nil)
	h := open(t)
	path := file(t, "cpv.tsv", text)
	first, err := h.intake.ImportCodes(system(t), request(path))
	if err != nil || first.Codes.Written != 19 {
		t.Fatalf("%+v, %v", first, err)
	}
	if err := os.WriteFile(path, short, 0o600); err != nil {
		t.Fatal(err)
	}
	second, err := h.intake.ImportCodes(system(t), request(path))
	if err != nil || second.Codes.Codes["CPV"] != 600 || second.Codes.Written != 18 {
		t.Errorf("want 1 part written and 17 deleted: %+v, %v", second.Codes, err)
	}
	other, _ := taxonomy.New()
	kit := h.kit
	kit.Taxonomy = other
	if err := intake.New(kit, h.processes).LoadCodes(t.Context()); err != nil || other.Loaded()["CPV"] != 600 {
		t.Errorf("%d codes are kept: %v", other.Loaded()["CPV"], err)
	}
}

func TestWhatIsNoCodeListIsRefused(t *testing.T) {
	h := open(t)
	var out, log bytes.Buffer
	bad := file(t, "letter.txt", []byte("Dear Sir or Madam"))
	err := intake.RunCodes(system(t), h.intake, []string{bad}, nil, &out, &log, false, false)
	if err == nil || !strings.Contains(log.String(), "rejected "+bad) || !strings.Contains(log.String(), "not a list of codes") {
		t.Errorf("%v: %s%s", err, log.String(), out.String())
	}
}

// A node loads the lists that another node imported.
func TestOtherNodesFollowTheCodes(t *testing.T) {
	h := open(t)
	if _, err := h.intake.ImportCodes(system(t), request(testdata.Dir(t, "cpv"))); err != nil {
		t.Fatal(err)
	}
	other, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	kit := h.kit
	kit.Taxonomy = other
	m := intake.New(kit, h.processes).Module()
	if err := feed(t, h, m.Followers...).CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if other.Loaded()["CPV"] != 9454 {
		t.Errorf("the other node has %v", other.Loaded())
	}
}
