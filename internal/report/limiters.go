package report

import (
	"math"
	"time"

	"citiesgrow/internal/limit"
	"citiesgrow/internal/problem"
)

// limiters are the rate limits. Receipts are too long to be guessed, so wrong ones are only a question of load. A network that
// sent five wrong receipts within an hour waits in a queue; a right receipt still works there. No network is locked out.
type limiters struct {
	wrong    *limit.Rate  // wrong receipts, by network
	queue    *limit.Queue // for networks with too many wrong receipts
	ofCity   *limit.Rate  // reports, by city
	ofAll    *limit.Rate  // reports of all cities together
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

// flooded returns a TooMany problem with the time to wait; nil if there is no wait.
func flooded(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	p := problem.New(problem.TooMany, "report.flood")
	p.Retry = int(math.Ceil(wait.Seconds()))
	return p
}
