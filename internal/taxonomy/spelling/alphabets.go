package spelling

import "strings"

// Transliterator holds the tables that words of other scripts and keyboards are
// compared by.
type Transliterator struct {
	letters    map[rune]string   // folded Cyrillic and Greek letters → Latin ones
	roughly    *strings.Replacer // makes the ways agree in which those are written in Latin letters
	arabic     *strings.Replacer // Arabic, Persian and Urdu letters (folded) → classes of consonants; vowels, hamza and ain vanish
	consonants *strings.Replacer // the same for Latin letters and the digits of chat spelling
	Umlauts    *strings.Replacer // letters spelled out as people do who lack the keys
}

// NewTransliterator makes the tables.
func NewTransliterator() *Transliterator {
	return &Transliterator{
		letters: map[rune]string{
			'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "y", 'і': "i", 'к': "k", 'л': "l",
			'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch",
			'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'є': "ye", 'ј': "i", 'љ': "l", 'њ': "n", 'џ': "dz", 'ђ': "d", 'ћ': "c",
			'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
			'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
		},
		roughly: strings.NewReplacer(
			"shch", "s", "sch", "s", "sh", "s", "zh", "z", "kh", "h", "tch", "c", "ch", "h", "ts", "c", "tz", "c",
			"ph", "f", "th", "t", "8", "t", "gh", "g", "mp", "b", "ou", "u", "oy", "u", "ei", "i", "oi", "i", "ey", "i",
			"yu", "iu", "ju", "iu", "ya", "ia", "ja", "ia", "ye", "e", "je", "e", "ie", "e", "yi", "i", "iy", "i", "ij", "i",
			"x", "ks", "y", "i", "j", "i", "w", "v", "q", "k", "'", "",
		),
		arabic: strings.NewReplacer(
			"ا", "", "و", "", "ي", "", "ع", "", "ء", "", "ب", "b", "پ", "p", "ت", "t", "ط", "t", "ث", "t", "ٹ", "t", "ج", "j", "گ", "j",
			"چ", "c", "ح", "h", "ه", "h", "خ", "x", "د", "d", "ض", "d", "ذ", "d", "ڈ", "d", "ر", "r", "ڑ", "r", "ز", "z", "ظ", "z", "ژ", "z",
			"س", "s", "ص", "s", "ش", "S", "غ", "G", "ف", "f", "ق", "k", "ك", "k", "ل", "l", "م", "m", "ن", "n", "ں", "n",
		),
		consonants: strings.NewReplacer(
			"sh", "S", "ch", "c", "kh", "x", "gh", "G", "th", "t", "dh", "d", "zh", "z", "dj", "j", "ph", "f",
			"a", "", "e", "", "i", "", "o", "", "u", "", "w", "", "v", "", "y", "", "3", "", "2", "", "'", "",
			"7", "h", "5", "x", "9", "s", "8", "G", "6", "t", "q", "k", "g", "j",
		),
		Umlauts: strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "å", "aa", "Å", "Aa", "ø", "oe", "Ø", "Oe"),
	}
}
