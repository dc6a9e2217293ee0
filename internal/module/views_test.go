package module

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// A page is found with the parts that were lent to it, and what is nowhere is missing.
func TestViewsHaveTheirPartsAndThoseLent(t *testing.T) {
	own := fstest.MapFS{"views/show.html": {Data: []byte("own")}}
	lent := fstest.MapFS{"views/_card.html": {Data: []byte("lent")}}
	v := Views(own, lent)
	names, err := fs.Glob(v, "views/*.html")
	if err != nil || !slices.Equal(names, []string{"views/show.html", "views/_card.html"}) {
		t.Errorf("%q, %v", names, err)
	}
	for name, want := range map[string]string{"views/show.html": "own", "views/_card.html": "lent"} {
		if text, err := fs.ReadFile(v, name); err != nil || string(text) != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	if _, err := fs.ReadFile(v, "views/none.html"); err == nil {
		t.Error("a file that is nowhere is found")
	}
}
