package codes_test

import (
	"testing"

	"citiesgrow/internal/notice/codes"
)

func TestTheNamesOfANoticeAreOne(t *testing.T) {
	for want, names := range map[string][]string{
		"606782-2020": {"606782-2020", "00606782-2020", " 606782-2020 ", "2020/S 245-606782", "2020/S 245-0606782", "2020/s 45 - 606782", "606782/2020"},
		"0f9e8d7c-6b5a-4000-8000-00000000abcd": {"0f9e8d7c-6b5a-4000-8000-00000000abcd", "0F9E8D7C-6B5A-4000-8000-00000000ABCD",
			"0f9e8d7c-6b5a-4000-8000-00000000abcd-01", "0f9e8d7c-6b5a-4000-8000-00000000ABCD-02"},
		"Vergabe 12/2020-A": {"Vergabe 12/2020-A"},
		"":                  {"", "  "},
	} {
		for _, name := range names {
			if got := codes.NoticeNumber(name); got != want {
				t.Errorf("%q: %q, want %q", name, got, want)
			}
		}
	}
}
