package sheet_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"citiesgrow/internal/sheet"
)

// A person types a formula into a field; who opens the file sees its text.
func TestNoCellIsAFormula(t *testing.T) {
	for typed, want := range map[string]string{
		`=HYPERLINK("http://x.example";"y")`: `'=HYPERLINK("http://x.example";"y")`,
		"+371 20000000":                      "'+371 20000000",
		"-5 degrees":                         "'-5 degrees",
		"@SUM(A1)":                           "'@SUM(A1)",
		"\t=1+1":                             "'\t'=1+1",
		"\r=1+1":                             "'\r'=1+1",
		"a;=1+1":                             "a;'=1+1",
		"a; =1+1":                            "a; '=1+1",
		"a,+1":                               "a,'+1",
		"a\n=1+1":                            "a\n'=1+1",
		"a\t=1+1":                            "a\t'=1+1",
		`"=1+1"`:                             `"'=1+1"`,
		`x;"=1+1"`:                           `x;"'=1+1"`,
		"＝1+1":                               "'＝1+1",
		"\uFEFF=1+1":                         "\uFEFF'=1+1",
		"  =1+1":                             "  '=1+1",
		"a-b, 2+2=4":                         "a-b, 2+2=4",
		"amina@example.org":                  "amina@example.org",
		"Нуль; ноль":                         "Нуль; ноль",
		"'=1+1":                              "'=1+1",
		"":                                   "",
	} {
		if got := sheet.Text(typed); got != want {
			t.Errorf("%q became %q, want %q", typed, got, want)
		}
		if got := sheet.Text(sheet.Text(typed)); got != sheet.Text(typed) && !strings.ContainsAny(typed, "\t\r") {
			t.Errorf("%q is defused twice: %q", typed, got)
		}
	}
}

// The file opens as UTF-8, numbers stay numbers, and every cell comes back.
func TestAFileReadsBack(t *testing.T) {
	raw, err := sheet.CSV([]string{"name", "count", "share"}, [][]any{{"Ōzoliņa; \"Aija\"\nRīga", -3, 1.25}, {"=1", int64(7), "x"}})
	if err != nil || !bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		t.Fatalf("%q %v", raw, err)
	}
	got, err := csv.NewReader(bytes.NewReader(raw[3:])).ReadAll()
	if err != nil || len(got) != 3 || got[1][0] != "Ōzoliņa; \"Aija\"\nRīga" || got[1][1] != "-3" || got[1][2] != "1.25" || got[2][0] != "'=1" ||
		got[2][1] != "7" {
		t.Errorf("%q %v", got, err)
	}
}

// A file that cannot be written is no file.
func TestAFullDiskIsAnError(t *testing.T) {
	if err := sheet.Write(full{}, []string{"a"}, nil); err == nil {
		t.Error("nothing was said of a writer that fails")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
