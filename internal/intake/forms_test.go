package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"citiesgrow/internal/intake"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/testdata"
)

func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t testing.TB, entries map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(entries[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func contents(t testing.TB, pattern ...string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, path := range testdata.Files(t, pattern[0], pattern[1]) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = text
	}
	return all
}

func same(t *testing.T, what string, want, got map[string]tender.Tender) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: %.3000s", what, diff)
	}
}

// The same notices in any packing give the same tenders.
func TestPackedNoticesAreTheSameAsFiles(t *testing.T) {
	files := contents(t, "eforms-real", "*.xml")
	plain := open(t)
	plain.bring(t, testdata.Dir(t, "eforms-real"))
	want := plain.state(t)
	half, rest, each := map[string][]byte{"readme.txt": []byte("x"), "_notes.json": []byte("{}")}, map[string][]byte{}, map[string][]byte{}
	for i, name := range slices.Sorted(maps.Keys(files)) {
		if i%2 == 0 {
			half[name] = files[name]
		} else {
			rest["inner/"+name+".gz"] = gzipped(t, files[name])
		}
		each[name+".gz"] = gzipped(t, files[name])
	}
	whole := zipped(t, files)
	inOne := map[string][]byte{"nested.zip": zipped(t, rest)}
	maps.Copy(inOne, half)
	folder := t.TempDir()
	for name, content := range each {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, bring := range map[string]func(h *house) error{
		"zip": func(h *house) error {
			_, _, err := h.imported(t, nil, false, file(t, "notices.zip", whole))
			return err
		},
		"zip, unnamed": func(h *house) error { _, _, err := h.imported(t, nil, false, file(t, "notices", whole)); return err },
		"zip in zip": func(h *house) error {
			_, _, err := h.imported(t, nil, false, file(t, "notices.zip", zipped(t, inOne)))
			return err
		},
		"gz files":   func(h *house) error { _, _, err := h.imported(t, nil, false, folder); return err },
		"zip, piped": func(h *house) error { _, _, err := h.imported(t, whole, false, "-"); return err },
	} {
		h := open(t)
		if err := bring(h); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		same(t, name, want, h.state(t))
	}
}

func TestPipedNotices(t *testing.T) {
	path := filepath.Join(testdata.Dir(t, "ocds"), "uk-wl-release-package.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plain := open(t)
	plain.bring(t, path)
	for name, in := range map[string][]byte{"plain": text, "gzip": gzipped(t, text)} {
		h := open(t)
		out, _, err := h.imported(t, in, true, "-")
		if err != nil || !strings.HasPrefix(out, `{"read":60,"new":60,"updated":0,"unchanged":0,"rejected":0,`) || !strings.HasSuffix(out,
			`"rejections":[],"remarks":[]}`+"\n") {
			t.Errorf("%s: %s, %v", name, out, err)
		}
		same(t, name, plain.state(t), h.state(t))
	}
}

// zeros is a file of the given size in mebibytes that compresses to almost nothing.
func zeros(t testing.TB, mebibytes int, head string, part []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, head)
	for range mebibytes {
		if _, err := z.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A rejection has a reason, and valid notices in the same input are accepted.
func TestRefusals(t *testing.T) {
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	note := []byte("<Note>" + string(spaces) + "</Note>")
	bomb := zeros(t, 50, "<ContractNotice>", note)
	deep := zipped(t, map[string][]byte{"b.zip": zipped(t, map[string][]byte{"c.zip": zipped(t, map[string][]byte{"n.xml": []byte("<a/>")})})})
	bombed := zipped(t, map[string][]byte{"a.xml": append([]byte("<ContractNotice>"), bytes.Repeat(note, 40)...)})
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><ContractNotice ` +
		`xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"><ID>&b;</ID></ContractNotice>`
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"bomb.xml.gz":  {bomb, "unpacks to far more than its size"},
		"bomb.json.gz": {zeros(t, 50, `{"ocid":`, spaces), "unpacks to far more than its size"},
		"bomb.zip":     {bombed, "unpacks to far more than its size"},
		"deep.zip":     {deep, "an archive inside an archive inside an archive"},
		"laughs.xml":   {[]byte(laughs), "document type declarations are not accepted"},
		"page.xml":     {[]byte("<html><body/></html>"), "not a notice: the root element is <html>"},
		"cut.xml":      {[]byte("<TED_EXPORT DOC_ID=\"1-2020\">\n<FORM_SECTION>"), "line 2: not well-formed XML"},
		"cut.json":     {[]byte(`{"ocid":"a","tender":{`), "not well-formed JSON"},
		"plan.json":    {[]byte(`{"type":"FeatureCollection"}`), "not a notice: not OCDS"},
		"empty.xml":    {nil, "the file is empty"},
		"words.xml":    {[]byte("Dear Sir or Madam"), "not a notice: neither XML nor JSON"},
		"broken.zip":   {[]byte("PK\x03\x04 and no more"), "not readable as a zip archive"},
		"broken.gz":    {[]byte("\x1f\x8b and no more"), "gzip"},
		"noise.xml":    {[]byte("\x00\x01\x02<\xff\xfe"), "not a notice"},
		"scalar.json":  {[]byte(`[1, "two", null, {"ocid": "x-1", "date": "2025-01-01", "tender": {"title": "good"}}]`), "not OCDS"},
	} {
		h := open(t)
		path := file(t, name, c.content)
		out, log, err := h.imported(t, nil, false, path)
		if !strings.Contains(log, "rejected "+path) || !strings.Contains(log, c.says) {
			t.Errorf("%s: want a line that says %q, got %q (%s, %v)", name, c.says, log, out, err)
		}
		if name == "scalar.json" {
			if !errors.Is(err, intake.ErrSomeRefused) || len(h.state(t)) != 1 {
				t.Errorf("%s: what was good is not there: %v", name, err)
			}
		} else if err == nil || len(h.state(t)) != 0 {
			t.Errorf("%s: the command succeeds though nothing was accepted", name)
		}
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	h := open(t)
	out, _, err := h.imported(t, nil, true, "/nowhere/notice.xml")
	want := `{"read":1,"new":0,"updated":0,"unchanged":0,"rejected":1,"skipped":0,` +
		`"rejections":[{"file":"/nowhere/notice.xml","reason":"no such file or directory"}],"remarks":[]}` + "\n"
	if err == nil || out != want {
		t.Errorf("got %s, %v", out, err)
	}
	if _, _, err := h.imported(t, nil, false); !problem.Is(err, problem.Invalid) {
		t.Errorf("no paths at all: %v", err)
	}
}

func TestWhatIsNoNoticeInAFolderIsSkipped(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"README.md": "x", "_expected.json": "{}", ".hidden.xml": "<a/>", "MANIFEST.json": "[]", "schema.xsd": "<a/>",
		"notice.txt": "x", ".git/config.xml": "<a/>", "sub/other.xml": "<project/>"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	job := open(t).bring(t, folder)
	if job.Summary != (intake.Summary{Read: 1, Rejected: 1, Skipped: 6}) || job.Rejections[0].File != filepath.Join(folder, "sub/other.xml") {
		t.Errorf("%+v %+v", job.Summary, job.Rejections)
	}
}

// An import that is stopped and run again has the same result as one that was not stopped.
func TestAStoppedImportGoesOn(t *testing.T) {
	folders := []string{testdata.Dir(t, "eforms-real"), testdata.Dir(t, "ted/xml"), testdata.Dir(t, "ocds", "real-2018")}
	clean := open(t)
	clean.bring(t, folders...)
	want := clean.state(t)
	h := open(t)
	for _, after := range []int{1, 150, 300} {
		ctx, stop := context.WithCancel(system(t))
		job, err := h.intake.Import(ctx, intake.Request{Paths: folders, Progress: func(p intake.Progress) {
			if p.Read >= after {
				stop()
			}
		}})
		stop()
		if err == nil || job == nil || job.Error == "" || job.Running() {
			t.Errorf("stopped after %d: %+v, %v", after, job, err)
		}
		stored, err := h.intake.Get(system(t), job.ID)
		if err != nil || stored.Error == "" || stored.Summary.New+stored.Summary.Unchanged == 0 {
			t.Errorf("what is kept of the stopped import: %+v, %v", stored, err)
		}
	}
	if n := len(h.state(t)); n == 0 || n >= len(want) {
		t.Errorf("%d tenders of %d after the stops", n, len(want))
	}
	h.bring(t, folders...)
	if err := h.feed.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, "stopped and run again", want, h.state(t))
}

// On a terminal the progress is one line that is removed at the end. Otherwise no control characters are printed.
func TestProgressOnATerminal(t *testing.T) {
	var out, log bytes.Buffer
	path := file(t, "bad.xml", []byte("<html/>"))
	err := intake.Run(system(t), open(t).intake, intake.Request{Paths: []string{path, testdata.Dir(t, "eforms-real")}}, &out, &log, false, true)
	if !errors.Is(err, intake.ErrSomeRefused) ||
		out.String() != "59 notices read: 58 new, 0 updated, 0 unchanged, 1 rejected; 1 files of other kinds skipped\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if !strings.Contains(log.String(), "1 read, 0 new, 1 rejected") || !strings.HasSuffix(log.String(), "\r\x1b[K") ||
		!strings.Contains(log.String(), "rejected "+path) {
		t.Errorf("%q", log.String())
	}
}
