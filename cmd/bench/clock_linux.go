package main

import (
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// The clocks of clock_gettime(2) that count CPU, to the nanosecond; getrusage(2) would
// be some milliseconds behind.
const (
	clockProcess = 2
	clockThread  = 3
)

// processCPU is what this program has used since it began, with its garbage collector.
func processCPU() time.Duration { return cpuClock(clockProcess) }

// spent is the CPU that a piece of work takes on its own thread.
func spent(work func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := cpuClock(clockThread)
	work()
	return cpuClock(clockThread) - before
}

func cpuClock(which uintptr) time.Duration {
	var t syscall.Timespec
	if _, _, failed := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, which, uintptr(unsafe.Pointer(&t)), 0); failed != 0 {
		return 0
	}
	return time.Duration(t.Nano())
}
