package custody

import (
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// Five guesses of a passphrase are free; then each waits longer, up to a minute.
func TestGuessesOfAPassphraseSlowDown(t *testing.T) {
	guesses, now := newGuesses(), moduletest.Now
	for range 5 {
		if err := guesses.Try("mia", now); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		p := problem.Of(guesses.Try("mia", now))
		if p == nil || p.Retry < 1 || p.Retry > 60 {
			t.Fatalf("a guess too many: %v", p)
		}
		now = now.Add(time.Duration(p.Retry) * time.Second)
		guesses.Try("mia", now)
	}
	if p := problem.Of(guesses.Try("mia", now)); p == nil || p.Retry != 60 {
		t.Errorf("the longest wait: %v", p)
	}
}
