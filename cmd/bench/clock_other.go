//go:build !linux

package main

import "time"

// Only Linux reports the CPU time of processes and threads in this way. On other systems wall time replaces it, so only p50, p95
// and p99 are meaningful.
var begun = time.Now()

func processCPU() time.Duration { return time.Since(begun) }

func spent(work func()) time.Duration {
	start := time.Now()
	work()
	return time.Since(start)
}
