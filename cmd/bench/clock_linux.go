package main

import (
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// The clocks of clock_gettime(2) count CPU time to the nanosecond. The result of getrusage(2) can be some milliseconds old.
const (
	clockProcess = 2
	clockThread  = 3
)

// processCPU returns the CPU time of this program since its start, including the garbage collector.
func processCPU() time.Duration { return cpuClock(clockProcess) }

// spent returns the CPU time of a function on its own thread.
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
