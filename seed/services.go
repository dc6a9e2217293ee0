package seed

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/service"
	"citiesgrow/internal/slot"
)

// person returns a member of an organisation of a city: a demonstration account if there is one with this role and name,
// otherwise an actor with the organisation's name.
func (s *seeder) person(role actor.Role, city, organisation, language string) actor.Actor {
	for _, r := range s.persons {
		if r["organisation"] == organisation && r["city"] == city && actor.Role(r["role"]) == role && s.people[r["key"]] != nil {
			return s.people[r["key"]].Actor()
		}
	}
	return actor.Actor{ID: record.NewID(source(city+" "+organisation), "demo-"+string(role)), Name: organisation, Organisation: organisation, Role: role,
		City: city, Language: language, Active: true, Test: true}
}

// addServices adds five services of the advice centre of each city, some with appointments.
func (s *seeder) addServices(ctx context.Context) error {
	for _, place := range s.places {
		as := actor.With(ctx, s.person(actor.Provider, place["city"], place["house"], place["language"]))
		mine, err := s.Services.ListOwn(as)
		if err != nil {
			return err
		}
		for _, r := range s.services {
			if r["language"] != place["language"] {
				continue
			}
			if err := s.addService(as, place, r, mine); err != nil {
				return fmt.Errorf("service %s in %s: %w", r["name"], place["city"], err)
			}
		}
	}
	return nil
}

func (s *seeder) addService(as context.Context, place, r row, mine []*service.Listing) error {
	kind := s.kinds[r["kind"]]
	i := slices.IndexFunc(mine, func(l *service.Listing) bool { return l.Name == r["name"] })
	var l *service.Listing
	if i >= 0 {
		l = mine[i]
	} else {
		var err error
		if l, err = s.Services.Create(as, s.serviceForm(place, r, kind)); err != nil {
			return err
		}
	}
	if kind["slots"] == "" {
		return nil
	}
	day := s.day(place["city"], 4+len(place["city"])%3)
	from := day.Add(-2 * 60 * 60 * 1e9)
	_, err := s.Slots.Create(as, l.ID, slot.Series{From: from, To: day.Add(60 * 60 * 1e9), Minutes: 30, Weeks: 3, Where: place["street"]})
	return err
}

func (s *seeder) serviceForm(place, r, kind row) service.Form {
	city, _ := s.Kit.Taxonomy.City(place["city"])
	f := service.Form{Name: r["name"], Description: r["description"], Language: place["language"], Organization: place["house"], City: city.ID,
		Topics: strings.Fields(kind["topics"]), Days: number(kind["days"]),
		Stages: strings.Fields(kind["stages"]), Languages: once(append([]string{place["language"], "en"},
			[]string{"ar", "uk", "tr", "fa"}[len(place["house"])%4])), Documents: strings.Join(split(r["documents"], "/"), "\n"),
		Online: kind["online"], Seats: kind["places"], Free: kind["free"], WaitDays: number(kind["wait"]), Email: "hello@" + slug(place["city"]) +
			".example", Web: "https://" + slug(place["city"]) + ".example", Apply: place["street"],
		Places: []service.PlaceForm{{Name: place["house"], Address: place["street"], Postcode: place["postcode"], Town: place["town"],
			Accessibility: []string{"step_free", "toilet"}}},
		Hours: []service.HoursForm{{Days: strings.Fields(kind["open"]), Opens: kind["opens"], Closes: kind["closes"]}}}
	for _, supply := range strings.Fields(kind["supplies"]) {
		what, detail, _ := strings.Cut(supply, ":")
		if what == "language" {
			for _, l := range city.Languages {
				f.Supplies = append(f.Supplies, service.SupplyForm{Kind: what, Detail: l})
			}
			continue
		}
		f.Supplies = append(f.Supplies, service.SupplyForm{Kind: what, Detail: detail})
	}
	if kind["cost"] != "" {
		f.Costs = []service.CostForm{{Option: r["name"], Amount: record.Amount(kind["cost"])}}
	}
	return f
}

func once(list []string) []string {
	var kept []string
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// addReferrals lets the demonstration's entrepreneurs ask for a service and book an appointment.
func (s *seeder) addReferrals(ctx context.Context) error {
	for _, r := range s.persons {
		owner := s.people[r["key"]]
		if actor.Role(r["role"]) != actor.Entrepreneur || owner == nil {
			continue
		}
		as := actor.With(ctx, owner.Actor())
		sent, err := s.Referrals.List(as)
		if err != nil || len(sent) > 0 {
			if err != nil {
				return err
			}
			continue
		}
		for l, err := range s.Services.All(ctx) {
			if err != nil {
				return err
			}
			if l.City != owner.City || !slices.Contains(l.Topics, "insurance") {
				continue
			}
			if _, err := s.Referrals.Create(as, referral.Request{Service: l.ID, Need: "insurance"}); err != nil {
				return err
			}
			if err := s.book(as, l.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *seeder) book(as context.Context, service string) error {
	have, err := s.Slots.ListOwn(as)
	if err != nil || len(have) > 0 {
		return err
	}
	free, err := s.Slots.ListFree(as, service)
	if err != nil || len(free) == 0 {
		return err
	}
	_, err = s.Slots.Book(as, free[0].ID, slot.Booking{})
	return err
}
