package record

import (
	"testing"
	"unicode"
)

func TestDigits(t *testing.T) {
	for typed, want := range map[string]string{
		"":             "",
		"2 400,50":     "2 400,50",
		"٢٤٠٠٫٥":       "2400٫5", // Arabic
		"۲۴۰۰":         "2400",   // Persian, Urdu
		"২৪০০":         "2400",   // Bengali
		"२४":           "24",     // Hindi
		"２４":           "24",     // full width
		"\U0001D7DA":   "2",      // mathematical bold
		"四 ½ ² Ⅳ":      "四 ½ ² Ⅳ",
		"2026-١٢-٠٤":   "2026-12-04",
		"\U00011066 x": "0 x", // Brahmi
	} {
		if got := Digits(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}

// In every script a digit is worth one more than the one before it, and the ten begin with zero.
func TestEveryScript(t *testing.T) {
	n, before := 0, rune(-1)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			if before >= 0 && before != 9 {
				t.Errorf("the digits before %U end with %d", r, before)
			}
			before = -1
			continue
		}
		n++
		got := rune(Digits(string(r))[0] - '0')
		if before < 0 && got != 0 || before >= 0 && got != (before+1)%10 {
			t.Errorf("%U is read as %d after %d", r, got, before)
		}
		before = got
	}
	if n < 600 {
		t.Errorf("only %d digits", n)
	}
}
