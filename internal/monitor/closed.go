package monitor

import (
	"cmp"
	"context"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Closed is a quarter as it was when it was closed. It is never changed, and holds of
// persons only what may be shown: the store has nothing more.
type Closed struct {
	record.Meta `bson:",inline"`          // the id is the quarter
	By          string                    `bson:"by" json:"-"` // account
	ByName      string                    `bson:"by_name" json:"closedBy"`
	At          time.Time                 `bson:"at" json:"closed,omitzero"`
	Open        map[string]journey.Totals `bson:"open" json:"-"` // by city: what does not count persons
	People      []Row                     `bson:"people" json:"-"`
	Merged      []Merged                  `bson:"merged" json:"-"`
}

// Row is one figure that may be shown. An empty city, sex or age means all of them,
// suppress.Others those that were too few to stand alone.
type Row struct {
	Figure string `bson:"figure" json:"figure"`
	Theme  string `bson:"theme" json:"theme"`
	City   string `bson:"city,omitempty" json:"city"`
	Sex    string `bson:"sex,omitempty" json:"sex"`
	Age    string `bson:"age,omitempty" json:"age"`
	Unit   string `bson:"unit,omitempty" json:"currency,omitempty"`

	Outcome string `bson:"-" json:"outcome,omitempty"` // of reports
	Count   int64  `bson:"count" json:"count"`
	Sum     int64  `bson:"sum,omitempty" json:"-"` // days, or money in its smallest unit
}

// Merged lists which values a row of others stands for.
type Merged struct {
	Figure    string   `bson:"figure" json:"figure"`
	Theme     string   `bson:"theme" json:"theme"`
	Dimension string   `bson:"dimension" json:"dimension"` // city, sex or age
	Values    []string `bson:"values" json:"values"`
}

// closed reports whether the quarter is closed.
func (c *Closed) closed() bool { return !c.At.IsZero() }

// Closed returns what was stored when a quarter was closed; an empty one where it is not closed.
func (s *Service) Closed(ctx context.Context, q Quarter) (*Closed, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	c, err := s.closed.Get(ctx, string(cmp.Or(q, "none")))
	if problem.Is(err, problem.NotFound) {
		return &Closed{}, nil
	}
	return c, err
}
