package main

// tongue is a generated vocabulary with the letters, syllables and endings of a real language, so that its stemmer has endings to
// remove.
type tongue struct {
	code  string
	words []string // by rank: the most frequent first
}

// vocabulary is the number of words of a language; every second word is the previous one with an ending.
const vocabulary = 70_000

// sounds are the parts from which the words of a language are built.
type sounds struct {
	code                     string
	onsets, vowels, codas    []string
	endings                  []string
	fewest, most, codaChance int // syllables of a word; probability of a coda in percent
}

func sound() []sounds {
	w := func(s string) []string {
		var all []string
		for i, start := 0, 0; i <= len(s); i++ {
			if i == len(s) || s[i] == ' ' {
				all = append(all, s[start:i])
				start = i + 1
			}
		}
		return all
	}
	return []sounds{
		{"fi", w("h j k l m n p r s t v k t s"), w("a e i o u y ä ö aa ii uu ai ei ie uo"), w("n s l r t"), w("ssa sta lle n t ksi ista uksen"), 2, 4, 20},
		{"de", w("b d f g h k l m n p r s t w z sch st br gr kl tr fl"), w("a e i o u ä ö ü ei au ie"), w("n r s t l ch ng rt nd"),
			w("en er es ung ungen lich e ern"), 1, 3, 45},
		{"fr", w("b c d f g j l m n p r s t v ch pr tr gr bl"), w("a e i o u é è ou eau ai oi"), w("r n s l t"), w("ement s es er ation ations ique eur"), 2, 3, 25},
		{"es", w("b c d f g l m n p r s t v ch pr tr br cl"), w("a e i o u ia ie ue"), w("n r s l d"), w("ción s es ar ado mente idad ando"), 2, 4, 20},
		{"pt", w("b c d f g l m n p r s t v ch lh nh pr tr"), w("a e i o u ã é ei ou ão"), w("r s m l"), w("ção s es ar ado mente idade ando"), 2, 4, 18},
		{"pl", w("b c d g k l m n p r s t w z cz sz rz prz st kr"), w("a e i o u y ą ę ó ie ia"), w("k n r ł ć sz w"), w("ów ach ami owy nia niem ości em"),
			2, 3, 30},
		{"nl", w("b d g h k l m n p r s t v w z sch st br gr"), w("a e i o u aa ee oo ij oe ui eu"), w("n r t k l s ng cht"),
			w("en heid ing ingen er s lijk eren"), 1, 3, 40},
		{"sv", w("b d f g h j k l m n p r s t v sk st br fr"), w("a e i o u å ä ö y"), w("n r t l s ng nd rk"), w("en ar er arna het ning ningar a"), 1, 3, 40},
		{"en", w("b c d f g h l m n p r s t w ch sh th st br cl tr"), w("a e i o u ai ea ee oa ou"), w("n r t l s ck nd ng st"),
			w("s ing ed er ment ness ly ation"), 1, 3, 40},
		{"ar", w("ب ت ج ح د ر س ش ص ط ع ف ق ك ل م ن ه و ي خ"), w("ا و ي  "), w("م ن ر ل د ب"), w("ات ين ون ة ها ية ان وا"), 2, 4, 35},
	}
}

// languages builds every vocabulary. Most texts of a city are in the first of its languages.
func languages(seed uint64) []tongue {
	var all []tongue
	for n, s := range sound() {
		all = append(all, tongue{s.code, s.vocabulary(seed, uint64(n))})
	}
	return all
}

// vocabulary generates distinct words: each even one is a stem, each odd one is that stem with an ending.
func (s sounds) vocabulary(seed, n uint64) []string {
	words := make([]string, 0, vocabulary)
	known := make(map[string]bool, vocabulary)
	for lemma := uint64(0); len(words) < vocabulary; lemma++ {
		r := draw(seed, 1, n, lemma)
		stem := s.word(&r)
		long := stem + s.endings[r.below(len(s.endings))]
		if known[stem] || known[long] {
			continue
		}
		known[stem], known[long] = true, true
		words = append(words, stem, long)
	}
	return words
}

func (s sounds) word(r *random) string {
	var b []byte
	for range s.fewest + r.below(s.most-s.fewest+1) {
		b = append(b, s.onsets[r.below(len(s.onsets))]...)
		b = append(b, s.vowels[r.below(len(s.vowels))]...)
		if r.below(100) < s.codaChance {
			b = append(b, s.codas[r.below(len(s.codas))]...)
		}
	}
	if len(b) < 3 {
		return s.word(r)
	}
	return string(b)
}
