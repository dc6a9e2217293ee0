// Package calendar speaks iCalendar: appointments as files a telephone takes (RFC 5545),
// and the recurring hours in which something is open (RRULE).
package calendar

import "time"

// Event is one appointment.
type Event struct {
	UID       string // the same for every version of it
	Title     string
	Text      string
	Place     string // an address, or where to call
	URL       string
	Start     time.Time
	End       time.Time     // zero: a moment, such as a deadline
	Days      bool          // whole days, from that of Start to that of End: no hours are given
	Changed   time.Time     // when this version was made
	Sequence  int           // of the version, growing
	Cancelled bool          // it will not take place
	Remind    time.Duration // before the start the telephone rings; 0: it does not
}
