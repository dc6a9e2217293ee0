package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// small returns the options of a run with two sizes that takes a second or two.
func small(t *testing.T) Options {
	return Options{Docs: []int{300, 600}, Seed: 5, Rounds: 2, Slice: 30, Folder: t.TempDir(), Rush: 20 * time.Millisecond,
		Jobs: []string{"S", "SO", "SB", "M", "R", "D", "start"}}
}

func TestARunWritesTablesAndPlots(t *testing.T) {
	o := small(t)
	o.Plot = filepath.Join(t.TempDir(), "growth.svg")
	var out bytes.Buffer
	if err := Run(t.Context(), o, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, must := range []string{"## 300 notices", "## 600 notices", "### D: ", "### M: ", "| CitiesGrow, with reasons |", "| Limit, no reasons |",
		"## Growth", "### Start", "Making the index"} {
		if !strings.Contains(out.String(), must) {
			t.Errorf("the report lacks %q", must)
		}
	}
	wellFormedTables(t, out.String())
	svg, err := os.ReadFile(o.Plot)
	if err != nil {
		t.Fatal(err)
	}
	wellFormedSVG(t, svg)
	beside, err := os.ReadFile(strings.TrimSuffix(o.Plot, "svg") + "md")
	if err != nil || !strings.Contains(string(beside), "| M | CitiesGrow, with reasons |") {
		t.Errorf("the table beside the plots: %s %v", beside, err)
	}
	left, err := os.ReadDir(o.Folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func wellFormedTables(t *testing.T, markdown string) {
	t.Helper()
	columns := 0
	for line := range strings.Lines(markdown) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(line, "|")
		if columns > 0 && n != columns {
			t.Errorf("a row of %d columns in a table of %d: %s", n-1, columns-1, line)
		}
		columns = n
	}
}

func wellFormedSVG(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	lines := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, is := token.(xml.StartElement); is && e.Name.Local == "polyline" {
			lines++
			for _, a := range e.Attr {
				if a.Name.Local == "points" && len(strings.Fields(a.Value)) != 2 {
					t.Errorf("points %q, want two", a.Value)
				}
			}
		}
	}
	if lines != 12 {
		t.Errorf("%d lines, want two for each of six jobs", lines)
	}
	if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("<no value>")) {
		t.Error("the plot has holes")
	}
}

func TestAMachineCanReadTheReport(t *testing.T) {
	o := small(t)
	o.Docs, o.Jobs, o.JSON = []int{300}, []string{"M"}, true
	var out bytes.Buffer
	if err := Run(t.Context(), o, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var r Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	ours := r.Sizes[0].ours("M")
	if ours == nil || ours.CPU <= 0 || ours.Ratio != 1 || ours.Overlap < 0.95 || ours.Rush[8].Answers == 0 {
		t.Errorf("%+v", ours)
	}
}

func TestWhatCannotBeRunIsRefused(t *testing.T) {
	for _, o := range []Options{{Rounds: 1, Slice: 1}, {Docs: []int{5}, Rounds: 1, Slice: 1}, {Docs: []int{500}}, {Docs: []int{500}, Rounds: 1, Slice: 61},
		{Docs: []int{500}, Rounds: 1, Slice: 1, Jobs: []string{"X"}}, {Docs: []int{500}, Rounds: 1, Slice: 1, Peers: []string{"grep"}}} {
		if err := o.Check(); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}
