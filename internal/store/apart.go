package store

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"go.mongodb.org/mongo-driver/bson"
)

// apartMark begins a file of what is kept apart.
const apartMark = "citiesgrow apart 1\n"

// kept is one document in such a file.
type kept struct {
	Collection string   `bson:"collection"`
	ID         string   `bson:"id"`
	Doc        bson.Raw `bson:"doc"`
}

// WriteApart writes the collections that backups leave out, in a form that any store reads.
// Only the newest of these files is to be kept: what was erased since is in older ones.
func WriteApart(ctx context.Context, db DB, specs []Spec, w io.Writer) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(apartMark); err != nil {
		return err
	}
	for _, spec := range specs {
		if !spec.Apart {
			continue
		}
		q := Query{Limit: maxLimit}
		for {
			docs, next, err := db.Find(ctx, spec.Name, q)
			if err != nil {
				return fmt.Errorf("%s: %w", spec.Name, err)
			}
			for _, doc := range docs {
				id, _ := doc.Lookup("_id").StringValueOK()
				raw, err := bson.Marshal(kept{spec.Name, id, doc})
				if err != nil {
					return err
				}
				if _, err := out.Write(raw); err != nil {
					return err
				}
			}
			if q.After = next; next == "" {
				break
			}
		}
	}
	return out.Flush()
}

// errApart is returned for what WriteApart did not write.
var errApart = errors.New("this is no file of what is kept apart")

// ReadApart puts what WriteApart wrote into a store; what is there already stays.
func ReadApart(ctx context.Context, db DB, specs []Spec, r io.Reader) (n int, err error) {
	in := bufio.NewReader(r)
	mark := make([]byte, len(apartMark))
	if _, err := io.ReadFull(in, mark); err != nil || string(mark) != apartMark {
		return 0, errApart
	}
	known := map[string]bool{}
	for _, s := range specs {
		known[s.Name] = s.Apart
	}
	for {
		size, err := in.Peek(4)
		if errors.Is(err, io.EOF) && len(size) == 0 {
			return n, nil
		}
		if err != nil {
			return n, errApart
		}
		length := int(binary.LittleEndian.Uint32(size))
		if length < 5 || length > MaxDocument+1024 {
			return n, errApart
		}
		raw := make([]byte, length)
		if _, err := io.ReadFull(in, raw); err != nil {
			return n, errApart
		}
		var k kept
		if err := bson.Unmarshal(raw, &k); err != nil || !known[k.Collection] {
			return n, errApart
		}
		doc, err := firstRevision(k.Doc)
		if err != nil {
			return n, err
		}
		switch err := db.Put(ctx, k.Collection, Write{ID: k.ID, Doc: doc}); {
		case err == nil:
			n++
		case !errors.Is(err, ErrConflict):
			return n, fmt.Errorf("%s %s: %w", k.Collection, k.ID, err)
		}
	}
}

// firstRevision is a document as if it were new.
func firstRevision(doc bson.Raw) (bson.Raw, error) {
	var d bson.D
	if err := bson.Unmarshal(doc, &d); err != nil {
		return nil, err
	}
	for i := range d {
		if d[i].Key == "rev" {
			d[i].Value = int64(1)
		}
	}
	return bson.Marshal(d)
}
