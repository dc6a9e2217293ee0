package spelling_test

import (
	"testing"

	"citiesgrow/internal/taxonomy/spelling"
)

func TestATypedWordIsRecognised(t *testing.T) {
	x := spelling.NewIndex()
	for i, w := range []string{"cleaning", "reinigung", "hotel", "siivous", "electrician"} {
		x.Add(w, int32(i))
	}
	x.Build()
	for _, c := range []struct {
		name  string
		found []spelling.Candidate
		word  int32
		how   spelling.Likeness
	}{
		{"as it is", x.Exact(nil, "hotel", 1, spelling.Exact), 2, spelling.Exact},
		{"with another ending", x.Endings(nil, "siivousta", []rune("siivousta"), 1, spelling.Inflected), 3, spelling.Inflected},
		{"with a typing error", x.Typos(nil, []rune("electritian"), 1), 4, spelling.Typo},
		{"with another first letter", x.Typos(nil, []rune("dleaning"), 1), 0, spelling.Guess},
		{"at the end of a compound", x.Compounds(nil, "hotelreinigung")[:1], 1, spelling.Inflected},
	} {
		if len(c.found) != 1 || c.found[0].Word != c.word || c.found[0].How != c.how || c.found[0].Similarity <= 0 || c.found[0].Similarity > 1 {
			t.Errorf("%s: %v", c.name, c.found)
		}
	}
	if found := x.Typos(nil, []rune("hotol"), 1); len(found) != 1 || found[0].How != spelling.Guess {
		t.Errorf("a short word with an error is only a guess: %v", found)
	}
	if found := x.Typos(nil, []rune("hxtxl"), 1); len(found) != 0 {
		t.Errorf("two errors in five letters: %v", found)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"gaurd", "guard", 1}, {"guard", "guard", 0}, {"gard", "guard", 1}, {"card", "guard", 2}, {"xxxx", "guard", 3}} {
		if got := spelling.Distance([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%s, %s: want %d, got %d", c.a, c.b, c.want, got)
		}
	}
}

func TestWordsOfOtherScriptsAgreeInLatinLetters(t *testing.T) {
	tr := spelling.NewTransliterator()
	for word, typed := range map[string]string{"уборка": "uborka", "καθαρισμοσ": "katharismos"} {
		latin, ok := tr.Romanise(word, "ru")
		if !ok || tr.RoughLatin(latin) != tr.RoughLatin(typed) {
			t.Errorf("%s: %q, %v", word, latin, ok)
		}
	}
	if _, ok := tr.Romanise("تنظيف", "ar"); ok {
		t.Error("Arabic script is compared by its consonants")
	}
	if a, b := tr.Consonants("تنظيف"), tr.Consonants("tanzif"); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
}
