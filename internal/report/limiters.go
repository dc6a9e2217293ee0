package report

import (
	"math"
	"time"

	"citiesgrow/internal/limit"
	"citiesgrow/internal/problem"
)

// limiters bound guesses and floods. A receipt cannot be guessed in any useful time, so wrong ones are
// only a matter of load: a network that typed five within the hour waits in a queue, in which a right
// receipt works as well; no network is locked out.
type limiters struct {
	wrong    *limit.Rate  // receipts, by network
	queue    *limit.Queue // of the networks that have typed too many
	ofCity   *limit.Rate  // reports, by city
	ofAll    *limit.Rate  // reports, of all cities together
	ofReport *limit.Rate  // files, by report
}

func newLimiters() limiters {
	return limiters{
		wrong:    limit.NewRate(5, time.Hour),
		queue:    limit.NewQueue(3, 2*time.Second),
		ofCity:   limit.NewRate(10, time.Hour),
		ofAll:    limit.NewRate(1000, time.Hour),
		ofReport: limit.NewRate(30, time.Hour),
	}
}

// flooded is the TooMany problem of a report or a file that has to wait so long; nil for no wait.
func flooded(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	p := problem.New(problem.TooMany, "report.flood")
	p.Retry = int(math.Ceil(wait.Seconds()))
	return p
}
