package taxonomy

import (
	"testing"

	"citiesgrow/internal/taxonomy/fold"
)

func TestWorkIsSaidInThePersonsWords(t *testing.T) {
	taxa, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ says, code, language, not string }{
		{"a trade has its own name in Arabic", "90919200", "ar", "Cleaning"},
		{"a code without a trade takes the wider one's words", "90919210", "uk", "Cleaning"},
		{"a code of nobody's trade is at least said in the language of its division", "15111100", "tr", "Animal"},
	} {
		got := taxa.Work(c.code, c.language)
		if got == "" || got == c.code || got == taxa.Label(c.code, "en") {
			t.Errorf("%s: %s in %s is %q", c.says, c.code, c.language, got)
		}
	}
	if got, want := taxa.Work("90919200", "en"), "office cleaning"; fold.Text(got) != want {
		t.Errorf("office cleaning is %q", got)
	}
	if got := taxa.Work("no code", "en"); got != taxa.Label("no code", "en") {
		t.Errorf("what is no code is %q", got)
	}
}
