package main

import (
	"strings"
	"testing"
)

// A search says what work it looked for, in the language of the page, and nothing where the
// words name none.
func TestASearchSaysWhatWorkItLookedFor(t *testing.T) {
	w := newTown(t)
	nobody := w.named("nobody")
	for path, want := range map[string]string{
		"/tenders?lang=en&q=i+clean+offices+please": "The work is Office cleaning",
		"/tenders?lang=uk&q=i+clean+offices+please": "Робота: Прибирання офісів",
	} {
		if page := w.ask(nobody, "GET", path, "").text; !strings.Contains(page, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	for _, words := range []string{"we+have+a+small+firm", "care", "lawn+zzz+care", "Lisbon+Catering+GmbH", "xyzzy", ""} {
		if page := w.ask(nobody, "GET", "/tenders?lang=en&q="+words, "").text; strings.Contains(page, "We understood") {
			t.Errorf("%q names no work", words)
		}
	}
	// What must not stand is not what was meant.
	if page := w.ask(nobody, "GET", "/tenders?lang=en&q=cleaning+-painting", "").text; strings.Contains(page, "The work is Painting") ||
		!strings.Contains(page, "The work is Cleaning") {
		t.Error("a search without painting is said to look for it")
	}
}
