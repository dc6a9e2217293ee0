package seed

import (
	"context"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/library"
	"citiesgrow/internal/record"
)

// libraryEntries lists the first entries of the library. They contain no statement about a city.
var libraryEntries = []library.Form{
	{Kind: "practice", Language: "en", Themes: []string{"a"}, Title: "One page of plain words with each notice",
		Text: "Put a page beside the notice that says what is bought, who may bid, until when, and what to hand in, in the languages that firms of your " +
			"city speak. Ask three firms to read it before it goes out."},
	{Kind: "practice", Language: "en", Themes: []string{"a", "c"}, Title: "Try the reach before you publish",
		Text: "Look at how many firms each requirement leaves able to bid. Where one alone excludes half of them, ask whether the contract needs it, and " +
			"write down why."},
	{Kind: "practice", Language: "en", Themes: []string{"b"}, Title: "Say the language level that the work needs",
		Text: "A kitchen needs other words than an office. Write the level of each language with the tasks it is for, and offer a course in the first " +
			"months for what is missing."},
}

// addProgramme adds entries to the library and announces a conference.
func (s *seeder) addProgramme(ctx context.Context) error {
	staff := actor.With(ctx, actor.Actor{ID: "demo-staff-programme", Name: "Demonstration", Role: actor.Staff, Language: "en", Active: true, Test: true})
	there := map[string]bool{}
	for i, err := range s.Library.All(ctx) {
		if err != nil {
			return err
		}
		there[i.Title] = true
	}
	for _, f := range libraryEntries {
		if there[f.Title] {
			continue
		}
		if _, err := s.Library.Create(staff, f); err != nil {
			return err
		}
	}
	return s.addConference(staff)
}

func (s *seeder) addConference(staff context.Context) error {
	conferences := s.Events.Conferences()
	all, err := conferences.List(staff, "", "")
	if err != nil {
		return err
	}
	var k *event.Event
	if len(all) > 0 {
		k = all[0]
	}
	day := func(n int) record.Day { return record.Day(s.now.AddDate(0, 0, 90+n).Format(time.DateOnly)) }
	if k == nil {
		if k, err = conferences.Create(staff, event.ConferenceForm{Title: "What came of it: sixteen cities compare",
			Text: "Two days on what worked and what did not, for staff, buyers and firms.", Language: "en", City: "utrecht", Where: "Demonstration hall",
			From: day(0), To: day(1), Capacity: 120}); err != nil {
			return err
		}
	}
	for n, f := range []event.SessionForm{
		{Title: "Contracts that small firms can win", Theme: "a", Day: day(0), Begins: "10:00", Ends: "11:30"},
		{Title: "Work that fits what people can do", Theme: "b", Day: day(0), Begins: "13:00", Ends: "14:30"},
		{Title: "A safe way to report", Theme: "d", Day: day(1), Begins: "10:00", Ends: "11:30", Capacity: 40},
	} {
		if n < len(k.Sessions) {
			continue
		}
		if k, err = conferences.ChangeSession(staff, k.ID, f); err != nil {
			return err
		}
	}
	if k.Published.IsZero() {
		_, err = conferences.Publish(staff, k.ID)
	}
	return err
}
