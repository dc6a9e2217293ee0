package main

import (
	"strings"
	"testing"
)

// A search shows the kind of work that it searched, in the language of the page. It shows nothing if the words name none.
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
	// An excluded word is not shown as the searched work.
	if page := w.ask(nobody, "GET", "/tenders?lang=en&q=cleaning+-painting", "").text; strings.Contains(page, "The work is Painting") ||
		!strings.Contains(page, "The work is Cleaning") {
		t.Error("a search without painting is said to look for it")
	}
}
