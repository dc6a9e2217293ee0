package tsv_test

import (
	"reflect"
	"testing"
	"testing/fstest"

	"citiesgrow/internal/tsv"
)

func TestCommentsAndEmptyLinesAreLeftOut(t *testing.T) {
	files := fstest.MapFS{"words.tsv": {Data: []byte("# for people\na\tb c\t\r\n\n \nd\n")}}
	got, err := tsv.Read(files, "words.tsv")
	want := []tsv.Row{{Line: 2, Cells: []string{"a", "b c"}}, {Line: 5, Cells: []string{"d"}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("want %v, got %v, %v", want, got, err)
	}
}

func TestAFaultNamesFileAndLine(t *testing.T) {
	if _, err := tsv.Read(fstest.MapFS{}, "words.tsv"); err == nil {
		t.Error("a missing file gave no error")
	}
	if got := tsv.Errorf("words.tsv", 3, "want %d cells", 2).Error(); got != "words.tsv:3: want 2 cells" {
		t.Errorf("got %q", got)
	}
}
