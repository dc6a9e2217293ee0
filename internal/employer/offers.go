package employer

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Offer begins a draft that only its organisation sees.
func (s *Service) Offer(ctx context.Context, f OfferForm) (*Offer, error) {
	o, err := s.organisations.Verified(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.content(ctx, f, o.City)
	if err != nil {
		return nil, err
	}
	of := &Offer{Meta: record.Meta{ID: record.NewID(s.kit.Random, "vacancy")}, Account: o.Account, Organisation: o.ID, Name: o.Name, City: o.City,
		Content: c, Stage: Draft, Test: o.Test}
	of.Flags = Wording(&c)
	return s.offers.Save(ctx, of)
}

func (s *Service) content(ctx context.Context, f OfferForm, city string) (Content, error) {
	c, _ := s.kit.Taxonomy.City(city)
	return f.Content(s.kit.Taxonomy, c, actor.From(ctx).Language, s.kit.Now())
}

// MyOffer is one of the actor's own; somebody else's looks like none.
func (s *Service) MyOffer(ctx context.Context, id string) (*Offer, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	of, err := s.offers.Get(ctx, id)
	if err == nil && of.Account != who.ID && who.Role != actor.System {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return of, err
}

// EditOffer changes a draft. What is published stays as it is until the change is reviewed.
func (s *Service) EditOffer(ctx context.Context, id string, f OfferForm) (*Offer, error) {
	of, err := s.MyOffer(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != of.Revision {
		return nil, problem.New(problem.Conflict, "organisation.changed_meanwhile")
	}
	if st := of.State(s.kit.Now()); st == Filled || st == Withdrawn {
		return nil, problem.New(problem.Conflict, "offer.over")
	}
	c, err := s.content(ctx, f, of.City)
	if err != nil {
		return nil, err
	}
	if of.Visible() {
		of.Next = &c
	} else {
		of.Content, of.Stage = c, Draft
	}
	of.Since = time.Time{} // whoever reviews it sees what is sent, not what is being typed
	of.Flags = kept(of.Flags, Wording(&c))
	return s.offers.Save(ctx, of)
}

// kept are the flags of now, with what their author said of the same words before.
func kept(before, now []Flag) []Flag {
	for i, f := range now {
		for _, b := range before {
			if b.Rule == f.Rule && b.Words == f.Words {
				now[i].Because, now[i].Decision, now[i].By, now[i].Reason = b.Because, b.Decision, b.By, b.Reason
			}
		}
	}
	return now
}

// Submit sends an offer to the employment agency. For words that seem to shut people out
// the author may say why they are needed, in the order of the flags.
func (s *Service) Submit(ctx context.Context, id string, because []string) (*Offer, error) {
	of, err := s.MyOffer(ctx, id)
	if err != nil {
		return nil, err
	}
	st := of.State(s.kit.Now())
	if st == Filled || st == Withdrawn || st == Published && of.Next == nil || !of.Since.IsZero() {
		return nil, problem.New(problem.Conflict, "offer.nothing_new")
	}
	if !of.Working().Closes.After(s.kit.Now()) {
		return nil, problem.Field("closes", "offer.closes_past")
	}
	for i := range of.Flags {
		if i < len(because) && because[i] != "" {
			of.Flags[i].Because = because[i]
		}
	}
	of.Since = s.kit.Now().UTC()
	if !of.Visible() {
		of.Stage = Review
	}
	return s.offers.Save(ctx, of)
}

// WaitingOffers lists the offers of a city that wait for review, the longest waiting first.
func (s *Service) WaitingOffers(ctx context.Context) ([]*Offer, error) {
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
	var all []*Offer
	for _, c := range cities {
		found, err := s.offers.List(ctx, store.Query{Index: "since", Equal: []any{c}, From: time.Unix(1, 0)})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b *Offer) int { return a.Since.Compare(b.Since) })
	return all, nil
}

// Judgement is what a reviewer decides.
type Judgement struct {
	Publish bool
	Reason  string   // why not
	Flags   []string // for each flag "keep" (the words may stay) or "change"
	Why     []string // and why
}

// ForReview is an offer that waits for the actor's review. Nobody reviews their own.
func (s *Service) ForReview(ctx context.Context, id string) (*Offer, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	of, err := s.offers.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	may, err := s.organisations.IsAgency(ctx, of.City)
	if err != nil {
		return nil, err
	}
	if !may || of.Account == who.ID {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if of.Since.IsZero() {
		return nil, problem.New(problem.Conflict, "offer.not_waiting")
	}
	return of, nil
}

// Judge decides an offer and each of its flags. It cannot be published while a flag is
// undecided or says that words must change: a person decides, the program never does.
func (s *Service) Judge(ctx context.Context, id string, j Judgement) (*Offer, error) {
	of, err := s.ForReview(ctx, id)
	if err != nil {
		return nil, err
	}
	who, now := actor.From(ctx), s.kit.Now().UTC()
	name := cmp.Or(who.Organisation, who.Name)
	wrong := problem.New(problem.Invalid, "problem.invalid")
	for i := range of.Flags {
		if i < len(j.Flags) && (j.Flags[i] == "keep" || j.Flags[i] == "change") {
			of.Flags[i].Decision, of.Flags[i].By = j.Flags[i], name
			if i < len(j.Why) {
				of.Flags[i].Reason = j.Why[i]
			}
		}
		if of.Flags[i].Decision == "keep" && of.Flags[i].Reason == "" {
			wrong.Add("flags", problem.M("offer.flag_reason"))
		}
		if j.Publish && of.Flags[i].Decision == "change" {
			wrong.Add("flags", problem.M("offer.flag_open"))
		}
	}
	if j.Publish && of.Undecided() > 0 {
		wrong.Add("flags", problem.M("offer.flag_undecided"))
	}
	if !j.Publish && j.Reason == "" {
		wrong.Add("reason", problem.M("offer.reason_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	of.Since = time.Time{}
	if j.Publish {
		of.publish(now)
	} else if !of.Visible() {
		of.Stage, of.Reason = Refused, j.Reason
	} else {
		of.Reason = j.Reason
	}
	of.Reviews = append(of.Reviews, Decision{At: now, By: name, What: map[bool]string{true: "published", false: "refused"}[j.Publish], Reason: j.Reason})
	if err := s.offers.Put(ctx, of); err != nil {
		return nil, err
	}
	return of, s.kit.Post.Queue(ctx, mail.Letter{About: of.ID + "/review/" + now.Format(time.RFC3339), Account: of.Account, Key: "offer.letter_" +
		of.Reviews[len(of.Reviews)-1].What,
		Words: map[string]string{"Title": of.Title}, Path: "/vacancies/" + of.ID})
}

func (o *Offer) publish(now time.Time) {
	if o.Next != nil {
		o.Content, o.Next = *o.Next, nil
	}
	if o.Published.IsZero() {
		o.Published = now
	}
	o.Stage, o.Reason = Published, ""
}

// Close notes that so many more places were filled, or withdraws the offer for a reason. It
// stays open until all its places are filled; what is withdrawn after some were filled ends as
// filled with those.
func (s *Service) Close(ctx context.Context, id string, filled int, reason string) (*Offer, error) {
	of, err := s.MyOffer(ctx, id)
	if err != nil {
		return nil, err
	}
	if of.Stage == Filled || of.Stage == Withdrawn {
		return nil, problem.New(problem.Conflict, "offer.over")
	}
	switch {
	case filled < 0 || of.Count+filled > 10_000:
		return nil, problem.Field("filled", "problem.kind_of_value")
	case filled == 0 && reason == "":
		return nil, problem.Field("reason", "offer.close_reason")
	case filled > 0:
		of.Count += filled
		if of.Count < of.Places && reason == "" {
			return s.offers.Save(ctx, of)
		}
		of.Stage, of.Reason = Filled, reason
	case of.Count > 0:
		of.Stage, of.Reason = Filled, reason
	default:
		of.Stage, of.Reason = Withdrawn, reason
	}
	of.Since = time.Time{}
	return s.offers.Save(ctx, of)
}

// MyOffers lists the actor's own, the newest first.
func (s *Service) MyOffers(ctx context.Context) ([]*Offer, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	all, err := s.offers.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
	return all, err
}

// OffersOf lists what an organisation has published and is open.
func (s *Service) OffersOf(ctx context.Context, organisation string) ([]*Offer, error) {
	all, err := s.offers.List(ctx, store.Query{Index: "organisation", Equal: []any{organisation}, Desc: true})
	now := s.kit.Now()
	return slices.DeleteFunc(all, func(o *Offer) bool { return !o.Visible() || o.State(now) != Published }), err
}

// GetOffer returns an offer that may be seen: before it is published by its organisation
// and who reviews it.
func (s *Service) GetOffer(ctx context.Context, id string) (*Offer, error) {
	of, err := s.offers.Get(ctx, id)
	if err != nil || of.Visible() {
		return of, err
	}
	who := actor.From(ctx)
	if who.ID != "" && of.Account == who.ID {
		return of, nil
	}
	may, err := s.organisations.IsAgency(ctx, of.City)
	if err != nil {
		return nil, err
	}
	if !may || of.Stage == Draft {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return of, nil
}

// Fitted is an offer with what a school has in common with it.
type Fitted struct {
	*Offer
	Trade, Language string
}

// Fitting lists placements and apprenticeships of a school's city in the trades and
// languages it teaches: those that share both first.
func (s *Service) Fitting(ctx context.Context) (*organisation.Organisation, []Fitted, error) {
	o, err := s.organisations.Own(ctx)
	if err != nil || o.Kind != organisation.School {
		return o, nil, err
	}
	found, err := s.FindOffers(ctx, OfferQuestion{Cities: []string{o.City}, Kinds: []string{Placement, Apprenticeship}, Page: 1, Size: 100})
	if err != nil {
		return nil, nil, err
	}
	var all []Fitted
	for _, of := range found.Offers {
		if trade, language := closestFit(o, &of.Content); trade != "" || language != "" && len(o.Trades) == 0 {
			all = append(all, Fitted{of, trade, language})
		}
	}
	slices.SortStableFunc(all, func(a, b Fitted) int { return score(b) - score(a) })
	return o, all, nil
}

func score(f Fitted) int {
	n := 0
	if f.Trade != "" {
		n += 2
	}
	if f.Language != "" {
		n++
	}
	return n
}
