package main

import (
	"io"
	"slices"
	"testing"
)

func TestTheCommandLineIsRead(t *testing.T) {
	o, err := read([]string{"--docs", "1000, 2000", "--jobs=S,M", "--rounds", "3"}, io.Discard)
	if err != nil || !slices.Equal(o.Docs, []int{1000, 2000}) || !slices.Equal(o.Jobs, []string{"S", "M"}) || o.Rounds != 3 || o.Seed != 42 || len(o.Peers) != 0 {
		t.Errorf("%+v, %v", o, err)
	}
	for _, args := range [][]string{{"--docs", "many"}, {"more"}, {"--nothing"}} {
		if _, err := read(args, io.Discard); err == nil {
			t.Errorf("%q is read", args)
		}
	}
}
