package report

import (
	"context"
	"errors"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
)

// Receipt is what the reporter gets after filing a report.
type Receipt struct {
	Receipt string `json:"receipt"` // 16 digits, only shown once
	Number  string `json:"number"`  // case number
	Day     string `json:"day"`
	Hash    string `json:"hash"` // SHA-256 of the sealed account, a proof that it was filed
}

// File stores a report of any visitor and returns the receipt. It does not store who filed it, and never stores plain text. It
// returns TooMany if there were too many reports within an hour, for the city or for all cities together.
func (s *Service) File(ctx context.Context, f Form) (*Receipt, error) {
	_, receipt, err := s.receive(ctx, &f, filed{admit: func() error {
		now := s.kit.Now()
		return errors.Join(flooded(s.limiters.ofCity.Take(f.City, 1, now)), flooded(s.limiters.ofAll.Take("", 1, now)))
	}})
	return receipt, err
}

// Enter files a report that a caseworker received on paper or by telephone, in the caseworker's own city. The receipt goes to the
// person who reported.
func (s *Service) Enter(ctx context.Context, f Form) (*Report, *Receipt, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, nil, err
	}
	f.City, f.Avoid, f.Email = who.City, nil, ""
	// There is no rate limit for caseworkers.
	r, receipt, err := s.receive(ctx, &f, filed{paper: true, admit: func() error { return nil }})
	if err != nil {
		return nil, nil, err
	}
	if err := s.custody.Audit.Append(ctx, r.City, "entered", r.Number, ""); err != nil {
		return nil, nil, err
	}
	return r, receipt, nil
}

// filed is how a report was filed.
type filed struct {
	paper bool
	admit func() error // the last check before the report is sealed
}

// receive checks a report, applies the rate limit, and seals it with a receipt.
func (s *Service) receive(ctx context.Context, f *Form, way filed) (*Report, *Receipt, error) {
	if err := s.checked(f); err != nil {
		return nil, nil, err
	}
	to, err := s.recipients(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	clean, err := cleaned(f.Files)
	if err != nil {
		return nil, nil, err
	}
	if err := way.admit(); err != nil {
		return nil, nil, err
	}
	receipt, err := seal.NewReceipt()
	if err != nil {
		return nil, nil, err
	}
	back, err := s.gate.Return(ctx, s.pepper, receipt)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.seal(ctx, f, sealing{to, back, clean, way.paper})
	if err != nil {
		return nil, nil, err
	}
	return r, &Receipt{receipt, r.Number, r.Day, r.Hash}, nil
}

func (s *Service) checked(f *Form) error {
	if wrong := f.Check(s.kit.Now(), func(city string) bool { _, known := s.kit.Taxonomy.City(city); return known }); wrong != nil {
		return wrong
	}
	return nil
}

// recipients are the readers and custodians to whom a report is sealed.
type recipients struct {
	*custody.Desk
	excluded []string // accounts of readers whom the reporter excluded
}

// recipients returns the desk of a report without the readers whom the reporter excluded. It returns a field problem in three
// cases: the desk is closed, no reader is left, or a name is given but there is no custodian.
func (s *Service) recipients(ctx context.Context, f *Form) (*recipients, error) {
	desk, err := s.custody.Desk(ctx, f.City, f.Channel)
	if err != nil {
		return nil, err
	}
	if !desk.Open {
		return nil, problem.Field("city", "report.desk_closed")
	}
	to := &recipients{Desk: desk}
	for _, h := range desk.Readers {
		if slices.Contains(f.Avoid, h.ID) {
			to.excluded = append(to.excluded, h.ID)
		}
	}
	desk.Exclude(to.excluded)
	if len(desk.Readers) == 0 {
		return nil, problem.Field("avoid", "report.nobody_left")
	}
	if f.Name != "" && len(desk.Custodians) == 0 {
		return nil, problem.Field("name", "report.no_custodian")
	}
	return to, nil
}
