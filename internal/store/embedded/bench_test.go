package embedded

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"citiesgrow/internal/record"
)

// body makes a document of about 1.5 kB.
var body = strings.Repeat("a tender as it stands now ", 56)

func BenchmarkPut(b *testing.B) {
	_, kept := notes(b, b.TempDir())
	for i := 0; b.Loop(); i++ {
		must(b, kept.Put(b.Context(), &note{Meta: record.Meta{ID: fmt.Sprint("note-", i)}, Text: body}))
	}
}

func BenchmarkGet(b *testing.B) {
	_, kept := notes(b, b.TempDir())
	for i := range 1000 {
		must(b, kept.Put(b.Context(), &note{Meta: record.Meta{ID: fmt.Sprint("note-", i)}, Text: body}))
	}
	for i := 0; b.Loop(); i++ {
		_, err := kept.Get(b.Context(), fmt.Sprint("note-", i%1000))
		must(b, err)
	}
}

func BenchmarkPutParallel(b *testing.B) {
	_, kept := notes(b, b.TempDir())
	var count atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			v := &note{Meta: record.Meta{ID: fmt.Sprint("note-", count.Add(1))}, Text: body}
			if err := kept.Put(b.Context(), v); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
