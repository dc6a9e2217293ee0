package vacancy

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// ListWaiting lists the vacancies of a city that wait for the actor's review, the longest waiting first; their own do not.
func (s *Service) ListWaiting(ctx context.Context) ([]*Vacancy, error) {
	city, err := s.organisations.AgencyCity(ctx)
	if err != nil {
		return nil, err
	}
	cities := []string{city}
	if city == "" {
		cities = nil
		for _, c := range s.kit.Taxonomy.Cities() {
			cities = append(cities, c.ID)
		}
	}
	var all []*Vacancy
	for _, c := range cities {
		found, err := s.vacancies.List(ctx, store.Query{Index: "since", Equal: []any{c}, From: time.Unix(1, 0)})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	own := actor.From(ctx).ID
	all = slices.DeleteFunc(all, func(v *Vacancy) bool { return v.Account == own })
	slices.SortStableFunc(all, func(a, b *Vacancy) int { return a.Since.Compare(b.Since) })
	return all, nil
}

// GetWaiting is a vacancy that waits for the actor's review. Nobody reviews their own.
func (s *Service) GetWaiting(ctx context.Context, id string) (*Vacancy, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	v, err := s.vacancies.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	may, err := s.organisations.IsAgency(ctx, v.City)
	if err != nil {
		return nil, err
	}
	if !may || v.Account == who.ID {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if v.Since.IsZero() {
		return nil, problem.New(problem.Conflict, "vacancy.not_waiting")
	}
	return v, nil
}

// Judgement is what a reviewer decides.
type Judgement struct {
	Publish bool
	Reason  string   // why not
	Flags   []string // for each flag "keep" (the words may stay) or "change"
	Why     []string // and why
}

// Review decides a vacancy and each of its flags. It cannot be published while a flag is
// undecided or says that words must change: a person decides, the program never does.
func (s *Service) Review(ctx context.Context, id string, j Judgement) (*Vacancy, error) {
	v, err := s.GetWaiting(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if err := v.review(j, cmp.Or(who.Organisation, who.Name), s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	return s.vacancies.Save(ctx, v)
}

func (v *Vacancy) review(j Judgement, by string, now time.Time) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	for i := range v.Flags {
		if i < len(j.Flags) && (j.Flags[i] == "keep" || j.Flags[i] == "change") {
			v.Flags[i].Decision, v.Flags[i].By = j.Flags[i], by
			if i < len(j.Why) {
				v.Flags[i].Reason = j.Why[i]
			}
		}
		if v.Flags[i].Decision == "keep" && v.Flags[i].Reason == "" {
			wrong.Add("flags", problem.M("vacancy.flag_reason"))
		}
		if j.Publish && v.Flags[i].Decision == "change" {
			wrong.Add("flags", problem.M("vacancy.flag_open"))
		}
	}
	if j.Publish && v.Undecided() > 0 {
		wrong.Add("flags", problem.M("vacancy.flag_undecided"))
	}
	if !j.Publish && j.Reason == "" {
		wrong.Add("reason", problem.M("vacancy.reason_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	v.Since = time.Time{}
	d := Decision{At: now, By: by, What: "refused", Reason: j.Reason}
	switch {
	case j.Publish:
		v.publish(now)
		d.What = "published"
	case v.Visible():
		v.Reason = j.Reason
	default:
		v.Stage, v.Reason = Refused, j.Reason
	}
	v.Reviews = append(v.Reviews, d)
	return nil
}
