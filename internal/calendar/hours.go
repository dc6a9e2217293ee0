package calendar

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// Hours is a recurring time in which something is open, as HSDS tells it: a rule of RFC
// 5545 with the times of the clock on the wall.
type Hours struct {
	Freq       string   `bson:"freq" json:"freq"` // WEEKLY or MONTHLY
	Interval   int      `bson:"interval,omitempty" json:"interval,omitempty"`
	ByDay      []string `bson:"by_day,omitempty" json:"byDay,omitempty"` // "MO"; in a month also "1MO", "-1FR"
	ByMonthDay []int    `bson:"by_month_day,omitempty" json:"byMonthDay,omitempty"`
	From       string   `bson:"from,omitempty" json:"from,omitempty"` // first day, "2026-12-01"; empty: open
	Until      string   `bson:"until,omitempty" json:"until,omitempty"`
	Opens      string   `bson:"opens" json:"opens"` // "09:00"
	Closes     string   `bson:"closes" json:"closes"`
	Note       string   `bson:"note,omitempty" json:"note,omitempty"`
}

// ErrRule is returned for what is no rule of hours.
var ErrRule = errors.New("not a rule of opening hours")

var (
	dayRule = regexp.MustCompile(`^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$`)
	clock   = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// Check says what is wrong with the hours.
func (h Hours) Check() error {
	switch {
	case h.Freq != "WEEKLY" && h.Freq != "MONTHLY":
		return fmt.Errorf("%w: frequency %q", ErrRule, h.Freq)
	case h.Interval < 0 || h.Interval > 52:
		return fmt.Errorf("%w: interval %d", ErrRule, h.Interval)
	case len(h.ByDay)+len(h.ByMonthDay) == 0:
		return fmt.Errorf("%w: no days", ErrRule)
	case !clock.MatchString(h.Opens) || !clock.MatchString(h.Closes) || h.Opens >= h.Closes:
		return fmt.Errorf("%w: from %q to %q", ErrRule, h.Opens, h.Closes)
	}
	for _, d := range h.ByDay {
		if m := dayRule.FindStringSubmatch(d); m == nil || h.Freq == "WEEKLY" && m[1] != "" {
			return fmt.Errorf("%w: day %q", ErrRule, d)
		}
	}
	for _, d := range h.ByMonthDay {
		if d == 0 || d < -31 || d > 31 {
			return fmt.Errorf("%w: day %d of the month", ErrRule, d)
		}
	}
	for _, day := range []string{h.From, h.Until} {
		if _, err := time.Parse("2006-01-02", day); day != "" && err != nil {
			return fmt.Errorf("%w: day %q", ErrRule, day)
		}
	}
	return nil
}

// Rule is the RRULE: "FREQ=WEEKLY;BYDAY=MO,TU".
func (h Hours) Rule() string {
	parts := []string{"FREQ=" + h.Freq}
	if h.Interval > 1 {
		parts = append(parts, "INTERVAL="+strconv.Itoa(h.Interval))
	}
	if len(h.ByDay) > 0 {
		parts = append(parts, "BYDAY="+strings.Join(h.ByDay, ","))
	}
	if len(h.ByMonthDay) > 0 {
		var days []string
		for _, d := range h.ByMonthDay {
			days = append(days, strconv.Itoa(d))
		}
		parts = append(parts, "BYMONTHDAY="+strings.Join(days, ","))
	}
	return strings.Join(parts, ";")
}

// ParseRule reads an RRULE of weeks or months; the times are not in it.
func ParseRule(rule string) (Hours, error) {
	h := Hours{}
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(rule)), "RRULE:"), ";") {
		name, value, _ := strings.Cut(part, "=")
		var err error
		switch name {
		case "FREQ":
			h.Freq = value
		case "INTERVAL":
			h.Interval, err = strconv.Atoi(value)
		case "BYDAY":
			h.ByDay = strings.Split(value, ",")
		case "BYMONTHDAY":
			for d := range strings.SplitSeq(value, ",") {
				n, bad := strconv.Atoi(d)
				h.ByMonthDay, err = append(h.ByMonthDay, n), errors.Join(err, bad)
			}
		case "WKST":
		default:
			return Hours{}, fmt.Errorf("%w: %q", ErrRule, name)
		}
		if err != nil {
			return Hours{}, fmt.Errorf("%w: %q", ErrRule, part)
		}
	}
	timed := h
	timed.Opens, timed.Closes = "00:00", "23:59"
	return h, timed.Check()
}

// ahead is how far a next opening is looked for.
const ahead = 2 * 366 * 24 * time.Hour

// Next is the next opening that is not over after a moment, by the clock of the zone;
// not ok when there is none within two years.
func (h Hours) Next(after time.Time, zone string) (opens, closes time.Time, ok bool) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	rule, err := h.rule(after.In(place))
	if err != nil {
		return time.Time{}, time.Time{}, false
	}
	// Days are counted without a zone, so that no change of the clocks moves them.
	y, m, d := after.In(place).Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	for range 2 {
		day := rule.After(from, true)
		if day.IsZero() || day.Sub(from) > ahead || h.Until != "" && day.Format("2006-01-02") > h.Until {
			break
		}
		opens, closes = at(day, h.Opens, place), at(day, h.Closes, place)
		if closes.After(after) {
			return opens, closes, true
		}
		from = day.AddDate(0, 0, 1)
	}
	return time.Time{}, time.Time{}, false
}

func (h Hours) rule(after time.Time) (*rrule.RRule, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	option, err := rrule.StrToROption(h.Rule())
	if err != nil {
		return nil, err
	}
	start := time.Date(after.Year(), after.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch from, err := time.Parse("2006-01-02", h.From); {
	case err == nil:
		start = from
	case h.Interval > 1:
		start = time.Date(after.Year(), 1, 1, 0, 0, 0, 0, time.UTC) // so that every second week stays the same one
	}
	option.Dtstart = start
	return rrule.NewRRule(*option)
}

// at is a time of day in a zone; the day carries no zone of its own.
func at(day time.Time, clock string, place *time.Location) time.Time {
	t, _ := time.Parse("15:04", clock) // Check has seen it
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, place)
}

// NextOf is the soonest next opening of several hours.
func NextOf(all []Hours, after time.Time, zone string) (opens, closes time.Time, ok bool) {
	for _, h := range all {
		if o, c, found := h.Next(after, zone); found && (!ok || o.Before(opens)) {
			opens, closes, ok = o, c, true
		}
	}
	return opens, closes, ok
}

// Days lists the days of the week, Monday first.
func Days() []string { return slices.Clone([]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}) }

func minutes(e Event) string { return strconv.Itoa(int(e.Remind.Minutes())) }
