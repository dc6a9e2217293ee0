package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// treeCPU returns the CPU time of a process and its descendants: nanoseconds of every running task from schedstat, plus the time
// of their ended children in ticks of 10 ms. Java's compiler threads are left out, because a server that has run for long has
// nothing left to compile.
func treeCPU(root int) (time.Duration, error) {
	pids, err := tree(root)
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, pid := range pids {
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
		for _, t := range tasks {
			if name, _ := os.ReadFile(filepath.Join(filepath.Dir(t), "comm")); strings.Contains(string(name), "CompilerThre") {
				continue
			}
			raw, err := os.ReadFile(t)
			if err != nil {
				continue // it has just ended
			}
			if fields := strings.Fields(string(raw)); len(fields) > 0 {
				n, _ := strconv.ParseInt(fields[0], 10, 64)
				sum += time.Duration(n)
			}
		}
		if s := stat(pid); s != nil {
			sum += (s.childUser + s.childSystem) * 10 * time.Millisecond
		}
	}
	return sum, nil
}

type procStat struct {
	parent                 int
	childUser, childSystem time.Duration // in ticks
}

// stat reads /proc/PID/stat. The name in parentheses may contain spaces.
func stat(pid int) *procStat {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	f := strings.Fields(string(raw)[strings.LastIndexByte(string(raw), ')')+1:])
	if len(f) < 15 {
		return nil
	}
	n := func(i int) int {
		v, _ := strconv.Atoi(f[i])
		return v
	}
	return &procStat{parent: n(1), childUser: time.Duration(n(13)), childSystem: time.Duration(n(14))}
}

// tree lists a process and all its descendants.
func tree(root int) ([]int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("read the processes: %w", err)
	}
	children := map[int][]int{}
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			if s := stat(pid); s != nil {
				children[s.parent] = append(children[s.parent], pid)
			}
		}
	}
	all := []int{root}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all, nil
}

// treeMemory returns the memory of a process and its descendants in bytes. Shared pages are divided between processes (Pss);
// where that is not available, they are counted in full (Rss).
func treeMemory(root int) int64 {
	pids, _ := tree(root)
	var sum int64
	for _, pid := range pids {
		if n := memoryLine(fmt.Sprintf("/proc/%d/smaps_rollup", pid), "Pss:"); n > 0 {
			sum += n
		} else {
			sum += memoryLine(fmt.Sprintf("/proc/%d/status", pid), "VmRSS:")
		}
	}
	return sum
}

// ownMemory returns this program's resident memory in bytes, now and at its peak.
func ownMemory() (now, peak int64) {
	return memoryLine("/proc/self/status", "VmRSS:"), memoryLine("/proc/self/status", "VmHWM:")
}

func memoryLine(file, name string) int64 {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] == name {
			n, _ := strconv.ParseInt(f[1], 10, 64)
			return n << 10
		}
	}
	return 0
}

// folderSize returns the size of all files below a folder in bytes.
func folderSize(dir string) int64 {
	var sum int64
	_ = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil // a merge may have removed the file in the meantime
		}
		if info, err := e.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
