package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// treeCPU is what a process and its descendants have used: nanoseconds of every living
// task from schedstat, and in ticks of 10 ms what their ended children had. The threads by
// which Java compiles itself are left out: a server that has run for long has none to do.
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

// stat reads /proc/PID/stat; the name in parentheses may hold blanks.
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

// tree lists a process and all below it.
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

// treeMemory is the memory of a process and its descendants in bytes, shared pages counted once
// in parts (Pss), or whole (Rss) where parts are not told.
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

// ownMemory is this program's resident memory in bytes, now and at most.
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

// folderSize is the bytes of all files below a folder.
func folderSize(dir string) int64 {
	var sum int64
	_ = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil // a file that a merge has just removed counts nothing
		}
		if info, err := e.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
