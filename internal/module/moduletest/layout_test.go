package moduletest

import "testing"

func TestUnlaid(t *testing.T) {
	const page = "<!DOCTYPE html>\n<p\n  class=\"a\"\n>\n  one <b>two</b>\n  three\n</p>\n<input\n  name=\"x\n y\" /><i\n>4</i\n>"
	if got := Unlaid(page); got != "<!DOCTYPE html><p class=\"a\">one <b>two</b>three</p><input name=\"x\n y\"><i>4</i>" {
		t.Errorf("%q", got)
	}
	if got := Unlaid("{\n  \"a\": 1\n}"); got != "{\n  \"a\": 1\n}" {
		t.Errorf("%q", got)
	}
}
