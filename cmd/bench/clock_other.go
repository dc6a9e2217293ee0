//go:build !linux

package main

import "time"

// Elsewhere than on Linux nothing reports the CPU of a program or a thread the same way:
// times by the clock stand for it, so only p50, p95 and p99 mean something.
var begun = time.Now()

func processCPU() time.Duration { return time.Since(begun) }

func spent(work func()) time.Duration {
	start := time.Now()
	work()
	return time.Since(start)
}
