package main

import "time"

// Report is everything that a run found; times are in nanoseconds, sizes in bytes.
type Report struct {
	Seed    uint64 `json:"seed"`
	Rounds  int    `json:"rounds"`
	Slice   int    `json:"slice"`
	Machine string `json:"machine"`
	Sizes   []Size `json:"sizes"`
}

// Size is what was found at one size.
type Size struct {
	Docs     int                `json:"docs"`
	Building []Building         `json:"building"`
	Reading  time.Duration      `json:"reading_ns"` // CPU of finding the terms of one document
	Rows     []Row              `json:"rows"`
	Found    map[string]float64 `json:"found"` // by job: hits of a question, on average
	Memory   []Memory           `json:"memory"`
	Fresh    *Fresh             `json:"fresh,omitempty"`
	Start    time.Duration      `json:"start_ns,omitempty"` // of an engine whose index exists
}

// Building is the making of one index.
type Building struct {
	Engine string        `json:"engine"`
	Kind   string        `json:"kind"`
	Docs   int           `json:"docs"`
	CPU    time.Duration `json:"cpu_ns"`
	Size   int64         `json:"size"`
	Peak   int64         `json:"peak"` // resident memory; 0: not given
}

// PerSecond is documents for each second of CPU.
func (b Building) PerSecond() float64 {
	if b.CPU <= 0 {
		return 0
	}
	return float64(b.Docs) / b.CPU.Seconds()
}

// Row is one engine's way to do one job.
type Row struct {
	Job     string         `json:"job"`
	Engine  string         `json:"engine"`
	Way     string         `json:"way"`
	Asked   int            `json:"asked"`
	CPU     time.Duration  `json:"cpu_ns"` // for one question
	Ratio   float64        `json:"ratio"`  // of CPU to ours
	P50     time.Duration  `json:"p50_ns"`
	P95     time.Duration  `json:"p95_ns"`
	P99     time.Duration  `json:"p99_ns"`
	Same    int            `json:"same_total"`   // of the questions: as many found as exactly are
	Counted int            `json:"same_facets"`  // the same facet counts as ours
	Of      int            `json:"of"`           // different questions
	Totals  bool           `json:"tells_totals"` // it says how many it found
	Overlap float64        `json:"overlap"`      // of its best with the exact best; -1: does not apply
	Rush    map[int]rushed `json:"rush,omitempty"`
}

// Memory is what an engine holds after the questions.
type Memory struct {
	Engine string `json:"engine"`
	Bytes  int64  `json:"bytes"`
	What   string `json:"what"`
}

// ours is the row of our engine for a job.
func (f *Size) ours(job string) *Row {
	for i := range f.Rows {
		if f.Rows[i].Job == job && f.Rows[i].Engine == oursName {
			return &f.Rows[i]
		}
	}
	return nil
}

const (
	oursName  = "CitiesGrow"
	limitName = "Limit"
)
