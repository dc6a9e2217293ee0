package service_test

import (
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/store"
)

// A letter that an earlier release left waiting has words when it goes; one that was sent, and those of other
// modules, stay as they are. A second run changes nothing.
func TestLettersThatWaitGetTheWordsOfTheirPackages(t *testing.T) {
	town := servicetest.New(t)
	ctx := t.Context()
	town.Must(town.DB.Ensure(ctx, []store.Spec{mail.Letters}))
	all := store.Of[mail.Letter](town.DB, mail.Letters)
	want := map[string]string{}
	queue := func(id, old, now string, due time.Time) {
		l := &mail.Letter{About: id, Account: "one", Key: old, Due: due}
		l.ID = id
		town.Must(all.Put(ctx, l))
		want[id] = now
	}
	for old, now := range map[string]string{"confirm": "service", "new": "referral", "late": "referral", "waiting": "referral", "accepted": "referral",
		"declined": "referral", "rerouted": "referral", "withdrawn": "referral", "done": "referral", "off": "slot", "booked": "slot", "given": "slot",
		"ahead": "slot"} {
		queue("letter-"+old, "support.letter_"+old, now+".letter_"+old, moduletest.Now)
	}
	queue("letter-sent", "support.letter_new", "support.letter_new", time.Time{})
	queue("letter-other", "event.letter_new", "event.letter_new", moduletest.Now)
	town.Open()
	check := func() (revisions []int64) {
		for l, err := range all.All(ctx) {
			town.Must(err)
			if l.Key != want[l.ID] {
				t.Errorf("%s has the words %s, want %s", l.ID, l.Key, want[l.ID])
			}
			if words := town.Words.For("en"); !l.Due.IsZero() && l.ID != "letter-other" && words.T(l.Key+"_text") == l.Key+"_text" {
				t.Errorf("%s has no text", l.Key)
			}
			revisions = append(revisions, l.Revision)
		}
		return revisions
	}
	once := check()
	town.Must(town.Services.Module().Migrations[0].Run(ctx, town.DB))
	if again := check(); !slices.Equal(once, again) || len(once) != len(want) {
		t.Errorf("a second run changes letters: %v, then %v", once, again)
	}
}
