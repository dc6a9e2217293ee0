// Package limit bounds what one account, network or city may do in a time: attempts with a growing
// wait (Backoff), a number an hour (Rate) and a queue of few (Queue). Everything is held in the memory
// of one process: a restart forgets it, nothing is written about who tried, and with several nodes
// each counts what reaches it.
package limit

import (
	"crypto/sha256"
	"math"
	"time"

	"citiesgrow/internal/problem"
)

// most is the number of keys from which the entries that no longer matter are deleted.
const most = 100_000

// key is a keyed thing as it is held in memory: a hash, so that no address or name lies there.
type key [sha256.Size]byte

func keyOf(text string) key { return sha256.Sum256([]byte(text)) }

// TooMany is the problem of a caller who has to wait; its Retry is the wait in whole seconds, at least one.
func TooMany(wait time.Duration) error {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	p := problem.New(problem.TooMany, "limit.wait", "Count", seconds)
	p.Retry = seconds
	return p
}
