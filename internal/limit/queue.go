package limit

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// Queue lets callers through one at a time. Few may wait, and not for long; the others are asked to
// come again.
type Queue struct {
	places   int64
	patience time.Duration
	waiting  atomic.Int64
	one      *semaphore.Weighted
}

// NewQueue returns a queue in which so many callers may wait, each up to patience.
func NewQueue(places int, patience time.Duration) *Queue {
	return &Queue{places: int64(places), patience: patience, one: semaphore.NewWeighted(1)}
}

// again is when a caller may come again who found no place.
const again = 5 * time.Second

// Enter returns when it is the caller's turn; leave must then be called. It returns a TooMany
// problem where no place is free or the wait was too long, and the context's error where it ended.
func (q *Queue) Enter(ctx context.Context) (leave func(), err error) {
	if q.waiting.Add(1) > q.places {
		q.waiting.Add(-1)
		return nil, TooMany(again)
	}
	defer q.waiting.Add(-1)
	patient, cancel := context.WithTimeout(ctx, q.patience)
	defer cancel()
	if err := q.one.Acquire(patient, 1); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, TooMany(again)
	}
	return func() { q.one.Release(1) }, nil
}
