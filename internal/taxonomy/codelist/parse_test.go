package codelist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/codelist"
	"citiesgrow/internal/testdata"
)

func TestEveryOfficialFileIsReadOrRefusedClearly(t *testing.T) {
	for _, folder := range []string{"cpv", "nuts", "eforms-codelists"} {
		root := testdata.Dir(t, folder)
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "sixteen-cities-nuts3.json" {
				return err
			}
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			set, err := codelist.Parse(path, f)
			if err != nil {
				t.Error(err)
			} else if set.Scheme == "" || len(set.Codes)+len(set.Map) == 0 {
				t.Errorf("%s: nothing was read", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFaultyFilesAreRefusedWithTheLine(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"none.tsv":    {"", "not a list of codes"},
		"other.csv":   {"a,b\n1,2\n", "other.csv:1"},
		"bad.tsv":     {"code\ten\n90911200-8\tBuilding cleaning\nninety\tx\n", "bad.tsv:3"},
		"wide.tsv":    {"code\ten\n90911200-8\ta\tb\n", "wide.tsv:2: 3 cells"},
		"broken.gc":   {"<CodeList>\n<Row>\n<Value", "broken.gc:"},
		"page.gc":     {"<html></html>", "page.gc:1"},
		"broken.json": {"{\n\"mapping\": [", "broken.json:2"},
		"latin1.csv":  {"NUTS_ID;NAME_LATN\nDE212;M\xfcnchen\n", "latin1.csv:2: not UTF-8"},
	} {
		if _, err := codelist.Parse("/some/where/"+name, strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: want an error with %q, got %v", name, c.says, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("code\ten\tfi\n90911200-8\tCleaning\tSiivous\n"))
	f.Add([]byte("cpv2003\tcpv2008\n01000000-7\t03000000-1\n"))
	f.Add([]byte("NUTS_ID;NAME_LATN\nLV006;Rīga\n"))
	f.Add([]byte(`{"mapping":[{"src":"LV006","dest":"LV00A"}]}`))
	f.Add([]byte(`<c:CodeList xmlns:c="x"><Identification><LongName>nuts</LongName></Identification><Row><Value ColumnRef="code"><SimpleValue>` +
		`LV006</SimpleValue></Value></Row></c:CodeList>`))
	tax, err := taxonomy.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := codelist.Parse("file", strings.NewReader(string(data)))
		if err == nil && len(set.Codes)+len(set.Map) == 0 {
			t.Error("no error, and nothing read")
		}
		for from := range set.Map {
			tax.NormalNUTS(from)
		}
	})
}
