package seed

import (
	"context"
	"fmt"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/taxonomy"
)

// pastDays is the number of days of last quarter on which all rows of the table are filed, in each of three cities.
const pastDays = 2

// addDesks gives each city a caseworker with a key that the custodian confirmed. The passphrases are the passwords of the
// accounts, because all data of the demonstration is public.
func (s *seeder) addDesks(ctx context.Context) error {
	keeper, err := s.holder(ctx, "custodian")
	if err != nil {
		return err
	}
	return side(s.Kit.Taxonomy.Cities(), func(city taxonomy.City) error {
		if err := s.addDesk(ctx, keeper, city.ID); err != nil {
			return fmt.Errorf("desk of %s: %w", city.ID, err)
		}
		return nil
	})
}

func (s *seeder) addDesk(ctx, keeper context.Context, city string) error {
	reader, err := s.holder(ctx, "caseworker."+city)
	if err != nil {
		return err
	}
	h, err := s.Custody.Own(reader)
	if err != nil {
		return err
	}
	if h.State == custody.Pending {
		if err := s.unlock(keeper, "custodian"); err != nil {
			return err
		}
		if err := s.Custody.Confirm(keeper, h.ID); err != nil {
			return err
		}
	}
	return s.addReports(ctx, reader, city)
}

// holder returns the session of a caseworker or custodian with a key.
func (s *seeder) holder(ctx context.Context, key string) (context.Context, error) {
	who := s.people[key]
	if who == nil {
		return nil, fmt.Errorf("there is no account %s", key)
	}
	as := custody.WithSession(actor.With(ctx, actorOf(who)), "seed")
	_, err := s.Custody.Own(as)
	if problem.Is(err, problem.NotFound) {
		_, err = s.Custody.Create(as, custody.KeyForm{Name: who.Name, Passphrase: s.passphrase(key), Again: s.passphrase(key), Channels: custody.Channels()})
	}
	if err != nil {
		return nil, err
	}
	return as, nil
}

// unlock unlocks a key that is not unlocked yet. This is expensive.
func (s *seeder) unlock(as context.Context, key string) error {
	h, err := s.Custody.Own(as)
	if err != nil || s.Custody.Unlocked(as, h) {
		return err
	}
	return s.Custody.Unlock(as, s.passphrase(key))
}

func (s *seeder) passphrase(key string) string {
	for _, r := range s.persons {
		if r["key"] == key {
			return r.login().Password
		}
	}
	return ""
}

func actorOf(a *account.Account) actor.Actor {
	return actor.Actor{ID: a.ID, Name: a.Name, Role: a.Role, City: a.City, Language: a.Language, Active: true, Test: true}
}

// addReports files two reports of this week. In three cities it also files and closes reports of last quarter, so that the
// figures have counts.
func (s *seeder) addReports(ctx, reader context.Context, city string) error {
	some, _, err := s.Cases.Queue(reader, "", "")
	if err != nil || len(some) > 0 {
		return err
	}
	reporter := actor.With(ctx, actor.Actor{Test: true})
	if city == "helsinki" || city == "riga" || city == "ghent" {
		if err := s.unlock(reader, "caseworker."+city); err != nil {
			return err
		}
		if err := s.addPast(reporter, reader, city); err != nil {
			return err
		}
	}
	for n := range 2 {
		r := s.filings[(n+len(city))%len(s.filings)]
		f := reportOf(r, city)
		if _, err := s.Reports.At(s.now.AddDate(0, 0, -n)).File(reporter, f); err != nil {
			return err
		}
	}
	return nil
}

func reportOf(r row, city string) report.Form {
	return report.Form{City: city, Ground: report.Words{r["ground"]}, Field: r["field"], What: r["what"], Wish: r["wish"], Language: r["language"]}
}

func (s *seeder) addPast(reporter, reader context.Context, city string) error {
	past := s.now.AddDate(0, -3, 1-s.now.Day()) // first day of the quarter before
	outcomes := []string{"advised", "mediated", "recorded"}
	for n := range pastDays {
		at := past.AddDate(0, 0, n).Add(time.Hour)
		reports, cases := s.Reports.At(at), s.Cases.At(at)
		for i, r := range s.filings {
			if _, err := reports.File(reporter, reportOf(r, city)); err != nil {
				return err
			}
			all, _, err := cases.Queue(reader, report.Received, "")
			if err != nil {
				return err
			}
			if len(all) == 0 {
				return fmt.Errorf("the report that was just filed in %s is not in the queue", city)
			}
			if _, err := cases.Code(reader, all[0].ID, casework.CodingForm{Ground: r["ground"], Field: r["field"], Against: "employer"}); err != nil {
				return err
			}
			if _, err := cases.Close(reader, all[0].ID, casework.CloseForm{Outcome: outcomes[(n+i)%len(outcomes)], Text: "✓"}); err != nil {
				return err
			}
		}
	}
	return nil
}
