package survey_test

import (
	"context"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/survey"
)

// Visits and conferences have surveys side by side: one of each is begun once, also by many at once, and
// its code leads to it alone.
func TestTheSurveyOfAConference(t *testing.T) {
	h := open(t)
	events := event.New(h.Kit, nil)
	conferences := events.Conferences()
	h.Service = survey.New(h.Kit, survey.Kind{Subjects: h.visits, Path: "/programme/visits", Summed: true},
		survey.Kind{Subjects: conferences, Path: "/conferences"})
	h.Start(h.visits.Module(h.plans, h.Service), events.Module(nil), h.Module())
	v, _ := h.visited()
	k, err := conferences.Create(h.wide, event.ConferenceForm{Title: "What came of it", Language: "en", City: "helsinki", Where: "Library",
		From: "2027-03-01", To: "2027-03-02", Capacity: 5})
	h.Must(err)
	codes := make([]string, 16)
	h.Crowd(len(codes), func(n int) (err error) {
		if n%2 == 0 {
			codes[n], err = h.Begin(h.riga, h.visits, v.ID)
		} else {
			codes[n], err = h.Begin(h.riga, conferences, k.ID)
		}
		return err
	})
	for n, code := range codes {
		if id, _, err := h.Get(t.Context(), code); err != nil || code != codes[n%2] || id != []string{v.ID, k.ID}[n%2] {
			t.Errorf("%s is of %s, %v", code, id, err)
		}
	}
	h.Must(h.Answer(t.Context(), codes[1], "en", survey.Form{Helped: "4"}))
	for id, want := range map[string]int{v.ID: 0, k.ID: 1} {
		if said, err := h.Summary(h.riga, id); err != nil || said.Count != want {
			t.Errorf("%s: %+v, %v", id, said, err)
		}
	}
	s := h.Site(h.Module())
	for _, c := range []struct {
		as     context.Context
		id     string
		status int
	}{{h.riga, k.ID, 201}, {h.riga, v.ID, 404}, {h.As("one", actor.Buyer, "riga"), k.ID, 403}, {t.Context(), k.ID, 401}} {
		if r := s.Ask(c.as, "POST", "/api/v1/conferences/"+c.id+"/survey", ""); r.Status != c.status {
			t.Errorf("%s: status %d, want %d", c.id, r.Status, c.status)
		}
	}
	_, err = h.Begin(h.riga, conferences, v.ID)
	h.Is(err, problem.NotFound, "a visit as a conference")
}
