package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
)

// Open and closed notices are two partitions of one table, each with its own indexes, so
// that a question about open ones reads nothing else.
const schema = `
CREATE TABLE tenders (id text, open boolean, deadline bigint, ends bigint, published bigint, value bigint,
	band text, city text, cpv text[], language text, theme text, terms tsvector) PARTITION BY LIST (open);
CREATE TABLE tenders_open PARTITION OF tenders FOR VALUES IN (true);
CREATE TABLE tenders_closed PARTITION OF tenders FOR VALUES IN (false);
CREATE TABLE suppliers (id text, open boolean, staff bigint, city text[], cpv text[], language text[], terms tsvector);
`

var indexes = map[string][]string{
	"tenders": {"USING gin (terms)", "USING gin (cpv)", "(city)", "(value)", "(deadline)"},
	// Suppliers are asked by their terms alone.
	"suppliers": {"USING gin (terms)"},
}

// load fills a table; there is nothing to do for "open", which is a partition.
func (p *peer) load(ctx context.Context, name, file string) error {
	if name == "open" {
		return p.loaded(ctx, "tenders_open")
	}
	if _, err := p.pool.Exec(ctx, schema); err != nil && !strings.Contains(err.Error(), "already exists") {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	rows, w := io.Pipe()
	go func() { w.CloseWithError(copyRows(bufio.NewReaderSize(f, 1<<20), w, name == "tenders")) }()
	if _, err := conn.Conn().PgConn().CopyFrom(ctx, rows, "COPY "+name+" FROM STDIN"); err != nil {
		return fmt.Errorf("copy into %s: %w", name, err)
	}
	for _, ix := range indexes[name] {
		if _, err := conn.Exec(ctx, "CREATE INDEX ON "+name+" "+ix); err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
	}
	for _, then := range []string{"VACUUM ANALYZE " + name, "CHECKPOINT"} {
		if _, err := conn.Exec(ctx, then); err != nil {
			return fmt.Errorf("%s: %w", then, err)
		}
	}
	return p.loaded(ctx, name)
}

func (p *peer) loaded(ctx context.Context, name string) error {
	var n, size int64
	// A table without partitions has no tree.
	err := p.pool.QueryRow(ctx, `SELECT (SELECT count(*) FROM `+name+`),
		coalesce((SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::text::regclass) WHERE isleaf),
			pg_total_relation_size($1::text::regclass))::bigint`, name).Scan(&n, &size)
	if err != nil {
		return fmt.Errorf("size of %s: %w", name, err)
	}
	fmt.Fprintf(p.out, "loaded\t%d\t%d\n", n, size)
	return nil
}

// copyRows turns lines of the corpus into rows of COPY. Numbers and keys come in the order of
// their names, as the columns do.
func copyRows(in *bufio.Reader, out io.Writer, tender bool) error {
	w := bufio.NewWriterSize(out, 1<<16)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			return w.Flush()
		}
		if err != nil {
			return err
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		fmt.Fprintf(w, "%s\t%s", f[0], f[1])
		for _, pair := range strings.Split(f[2], " ") {
			_, n, _ := strings.Cut(pair, "=")
			fmt.Fprintf(w, "\t%s", n)
		}
		for _, pair := range strings.Split(f[3], " ") {
			name, values, _ := strings.Cut(pair, "=")
			if name == "cpv" || !tender {
				values = "{" + values + "}"
			}
			fmt.Fprintf(w, "\t%s", values)
		}
		fmt.Fprintf(w, "\t%s\n", vector(f[4]))
	}
}

// vector gives a term as many positions as it weighs: that is all that a tsvector can
// keep, up to 255 of them.
func vector(terms string) string {
	var b strings.Builder
	f := strings.Fields(terms)
	position := 0
	for i := 0; i+1 < len(f); i += 2 {
		n := 0
		for _, digit := range f[i+1] {
			n = n*10 + int(digit-'0')
		}
		fmt.Fprintf(&b, "'%s':", f[i])
		for j := range min(n, 255) {
			if position++; j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprint(&b, min(position, 16383))
		}
		b.WriteByte(' ')
	}
	return b.String()
}
