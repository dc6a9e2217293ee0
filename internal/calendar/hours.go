package calendar

import (
	"time"
)

// Hours stand-in until the real ones are merged.
type Hours struct {
	Freq       string   `bson:"freq" json:"freq"`
	Interval   int      `bson:"interval,omitempty" json:"interval"`
	ByDay      []string `bson:"by_day,omitempty" json:"byDay"`
	ByMonthDay []int    `bson:"by_month_day,omitempty" json:"byMonthDay"`
	From       string   `bson:"from,omitempty" json:"from"`
	Until      string   `bson:"until,omitempty" json:"until"`
	Opens      string   `bson:"opens" json:"opens"`
	Closes     string   `bson:"closes" json:"closes"`
	Note       string   `bson:"note,omitempty" json:"note"`
}

func (h Hours) Rule() string { return "" }

func ParseRule(rule string) (Hours, error) { return Hours{}, nil }

func NextOf(all []Hours, after time.Time, zone string) (open, closes time.Time, ok bool) {
	return after, after, false
}

func File(events ...Event) []byte { return nil }
