package main

import "time"

// Report holds all results of a run; times are in nanoseconds, sizes in bytes.
type Report struct {
	Seed    uint64 `json:"seed"`
	Rounds  int    `json:"rounds"`
	Slice   int    `json:"slice"`
	Machine string `json:"machine"`
	Sizes   []Size `json:"sizes"`
}

// Size holds the results for one size.
type Size struct {
	Docs     int                `json:"docs"`
	Building []Building         `json:"building"`
	Reading  time.Duration      `json:"reading_ns"` // CPU time of analysing one document
	Rows     []Row              `json:"rows"`
	Found    map[string]float64 `json:"found"` // by job: mean number of hits of a query
	Memory   []Memory           `json:"memory"`
	Fresh    *Fresh             `json:"fresh,omitempty"`
	Start    time.Duration      `json:"start_ns,omitempty"` // time to open an existing index
}

// Building is the cost of building one index.
type Building struct {
	Engine string        `json:"engine"`
	Kind   string        `json:"kind"`
	Docs   int           `json:"docs"`
	CPU    time.Duration `json:"cpu_ns"`
	Size   int64         `json:"size"`
	Peak   int64         `json:"peak"` // resident memory; 0: unknown
}

// PerSecond returns the documents per second of CPU time.
func (b Building) PerSecond() float64 {
	if b.CPU <= 0 {
		return 0
	}
	return float64(b.Docs) / b.CPU.Seconds()
}

// Row is the result of one way of one engine to run a job.
type Row struct {
	Job     string         `json:"job"`
	Engine  string         `json:"engine"`
	Way     string         `json:"way"`
	Asked   int            `json:"asked"`
	CPU     time.Duration  `json:"cpu_ns"` // for one query
	Ratio   float64        `json:"ratio"`  // CPU time divided by that of the engine under test
	P50     time.Duration  `json:"p50_ns"`
	P95     time.Duration  `json:"p95_ns"`
	P99     time.Duration  `json:"p99_ns"`
	Same    int            `json:"same_total"`   // number of queries with the exact number of hits
	Counted int            `json:"same_facets"`  // number of queries with the same facet counts as the engine under test
	Of      int            `json:"of"`           // number of different queries
	Totals  bool           `json:"tells_totals"` // the engine returns the number of hits
	Overlap float64        `json:"overlap"`      // share of the exact best hits that it returns; -1: not applicable
	Rush    map[int]rushed `json:"rush,omitempty"`
}

// Memory is the memory of an engine after the queries.
type Memory struct {
	Engine string `json:"engine"`
	Bytes  int64  `json:"bytes"`
	What   string `json:"what"`
}

// ours returns the row of the engine under test for a job.
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
