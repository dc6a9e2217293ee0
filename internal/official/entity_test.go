package official

import "testing"

func TestTextsKeptAsHTMLAreReadAsText(t *testing.T) {
	for in, want := range map[string]string{
		"St Bede&apos;s":             "St Bede's",
		"AT&amp;amp;T":               "AT&T",
		"caf&#233; &#xE9;":           "café é",
		"https://a.test/?a=1&copy=2": "https://a.test/?a=1&copy=2",
		"Smith & Sons; Co":           "Smith & Sons; Co",
		"&unknown; stays":            "&unknown; stays",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
