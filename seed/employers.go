package seed

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/record"
	"citiesgrow/internal/vacancy"
)

// addEmployers gives each city two employers, a school and an employment agency. All are verified and have vacancies, pledges and
// an event.
func (s *seeder) addEmployers(ctx context.Context) error {
	for _, place := range s.places {
		staff := actor.With(ctx, actor.Actor{ID: "demo-staff-" + place["city"], Name: place["agency"], Role: actor.Staff, City: place["city"],
			Language: place["language"], Active: true, Test: true})
		for _, o := range []struct{ name, kind, words string }{{place["firm1"], organisation.Business, place["work1"]},
			{place["firm2"], organisation.Business, place["work2"]}, {place["school"], organisation.School, "kitchen"}, {place["agency"], organisation.Agency, ""}} {
			if err := s.addOrganisation(ctx, staff, place, o.name, o.kind, o.words); err != nil {
				return fmt.Errorf("organisation %s: %w", o.name, err)
			}
		}
		if err := s.addEvent(ctx, staff, place); err != nil {
			return fmt.Errorf("event in %s: %w", place["city"], err)
		}
	}
	return nil
}

// trade returns the CPV codes of the trade for some words of the data.
func (s *seeder) trade(words string) []string {
	id := map[string]string{"kitchen": "catering", "cleaning": "office-cleaning"}[words]
	t, known := s.Kit.Taxonomy.Trade(id)
	if !known {
		return nil
	}
	return t.CPV[:1]
}

func (s *seeder) addOrganisation(ctx, staff context.Context, place row, name, kind, words string) error {
	as := actor.With(ctx, s.person(actor.Employer, place["city"], name, place["language"]))
	o, err := s.Organisations.Own(as)
	if err != nil {
		return err
	}
	if o.ID == "" {
		f := organisation.Form{Kind: kind, Name: name, Language: place["language"], CPV: s.trade(words),
			Languages: []string{place["language"], "en"}, Email: "jobs@" + slug(place["city"]) + ".example"}
		if o, err = s.Organisations.Change(as, f); err != nil {
			return err
		}
	}
	if o.Verified.IsZero() {
		if _, err := s.Organisations.Verify(staff, o.ID); err != nil {
			return err
		}
	}
	kinds := map[string][]string{"kitchen": {"cook", "placement"}, "cleaning": {"clean", "mentoring"}}[words]
	if kind == organisation.School {
		kinds = []string{"training"}
	}
	for _, r := range s.offers {
		if r["language"] == place["language"] && slices.Contains(kinds, r["kind"]) {
			if err := s.addVacancy(as, staff, place, r); err != nil {
				return fmt.Errorf("vacancy %s: %w", r["title"], err)
			}
		}
	}
	if kind == organisation.Business {
		return s.addPledge(as, words)
	}
	return nil
}

// addVacancy creates a vacancy and reviews it. Every fifth one still waits for its review.
func (s *seeder) addVacancy(as, staff context.Context, place, r row) error {
	mine, err := s.Vacancies.ListOwn(as)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(mine, func(v *vacancy.Vacancy) bool { return v.Working().Title == r["title"] })
	var v *vacancy.Vacancy
	if i >= 0 {
		v = mine[i]
	} else if v, err = s.Vacancies.Create(as, s.vacancyForm(place, r)); err != nil {
		return err
	}
	if v.Stage == vacancy.Draft {
		if v, err = s.Vacancies.Submit(as, v.ID, nil); err != nil {
			return err
		}
	}
	if v.Stage != vacancy.Review || r["kind"] == "mentoring" && len(place["city"])%2 == 0 {
		return nil
	}
	j := vacancy.Judgement{Publish: true}
	for range v.Flags {
		j.Flags, j.Why = append(j.Flags, "keep"), append(j.Why, "The other form stands beside it.")
	}
	_, err = s.Vacancies.Review(staff, v.ID, j)
	return err
}

func (s *seeder) vacancyForm(place, r row) vacancy.Form {
	city, _ := s.Kit.Taxonomy.City(place["city"])
	chance := draw("offer " + place["city"] + r["kind"])
	f := vacancy.Form{Kind: map[string]string{"clean": vacancy.Job, "cook": vacancy.Apprenticeship, "placement": vacancy.Placement,
		"training": vacancy.Training, "mentoring": vacancy.Mentoring}[r["kind"]],
		Title: r["title"], Description: r["description"], Language: place["language"], Occupation: r["occupation"], Places: 1 + chance.IntN(4),
		Where: place["street"], ApplyAt: "jobs@" + slug(place["city"]) + ".example",
		Closes: onDay(s.day(place["city"], 20+chance.IntN(60))), Starts: onDay(s.day(place["city"], 90)), Mentor: "yes"}
	f.CPV = s.trade(map[string]string{"clean": "cleaning", "cook": "kitchen", "placement": "kitchen"}[r["kind"]])
	level := []string{"A1", "A2", "B1"}[chance.IntN(3)]
	switch r["kind"] {
	case "clean":
		f.WageFrom, f.WagePer, f.Hours, f.Contract = record.Amount(map[string]string{"PLN": "32", "GBP": "13"}[city.Currency]), "hour", 25, "permanent"
		if f.WageFrom == "" {
			f.WageFrom = "14"
		}
		f.Levels = []vacancy.LevelForm{{Language: place["language"], Level: level}}
	case "cook":
		f.WageFrom, f.WagePer, f.Hours = "1100", "month", 38
		if city.Currency == "PLN" {
			f.WageFrom = "3900"
		}
		f.Levels = []vacancy.LevelForm{{Language: place["language"], Level: "B1"}}
	default:
		f.Unpaid = "yes"
	}
	return f
}

func (s *seeder) addPledge(as context.Context, words string) error {
	mine, err := s.Pledges.ListOwn(as)
	if err != nil || len(mine) > 0 {
		return err
	}
	chance := draw("pledge " + actor.From(as).ID)
	f := pledge.Form{What: map[string]string{"kitchen": "placements", "cleaning": "hires"}[words], Count: 3 + chance.IntN(8),
		Until: record.Day(s.now.AddDate(1, 0, 0).Format("2006-01-02")), Public: "yes"}
	p, err := s.Pledges.Create(as, f)
	if err == nil {
		_, err = s.Pledges.AddProgress(as, p.ID, 1+chance.IntN(2), "")
	}
	return err
}

func (s *seeder) addEvent(_, staff context.Context, place row) error {
	mine, err := s.Events.ListOwn(staff)
	if err != nil {
		return err
	}
	for _, r := range s.meetings {
		if r["language"] != place["language"] {
			continue
		}
		i := slices.IndexFunc(mine, func(e *event.Event) bool { return e.Title == r["title"] })
		var e *event.Event
		if i >= 0 {
			e = mine[i]
		} else if e, err = s.Events.Create(staff, event.EventForm{Title: r["title"], Text: r["description"], Language: place["language"],
			City: place["city"], Where: place["house"] + ", " + place["street"],
			Day: s.day(place["city"], 15+len(place["city"])).Format("2006-01-02"), From: "14:00", To: "17:00", Capacity: 40,
			Hosts: strings.Join(split(r["hosts"], "/"), "\n")}); err != nil {
			return err
		}
		if e.Published.IsZero() {
			if _, err := s.Events.Publish(staff, e.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
