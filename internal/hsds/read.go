package hsds

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"citiesgrow/internal/charset"
)

// Bounds of what is held in memory.
const (
	largest = 4 << 20  // bytes of one object
	held    = 64 << 20 // bytes of an organization with all its services
)

// Read walks the services of a JSON file in any encoding that charset reads: one service, an
// array of them, a page of the API ("contents"), organizations with services, or one of these
// a line. A service that cannot be read is a Refusal of its own, and the rest goes on; where
// the file is not JSON any more, a Refusal says that the rest was not read.
func Read(r io.Reader) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		in := &gauge{r: charset.NewReader(r)}
		w := &walk{d: json.NewDecoder(bufio.NewReaderSize(in, 1<<16)), in: in, yield: yield, known: map[Text]*Organization{}}
		for values := 0; ; values++ {
			err := w.next()
			switch {
			case errors.Is(err, io.EOF) && values > 0, errors.Is(err, errStop):
				return
			case errors.Is(err, io.EOF):
				w.refuse(0, fmt.Errorf("%w: it is empty", ErrFormat))
				return
			case err != nil:
				w.ended(err)
				return
			}
		}
	}
}

var (
	errStop   = errors.New("stop")
	errLarge  = fmt.Errorf("an object of more than %d MB is not read", held>>20)
	errScalar = errors.New("a plain value, not a service")
)

// gauge refuses an object that would fill the memory.
type gauge struct {
	r    io.Reader
	used int
}

func (g *gauge) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if g.used += n; g.used > held+1<<20 {
		return 0, errLarge
	}
	return n, err
}

// walk is one file under way.
type walk struct {
	d     *json.Decoder
	in    *gauge
	n     int                    // objects so far
	known map[Text]*Organization // of the page
	yield func(*Service, error) bool
}

// refuse hands on that something was not read.
func (w *walk) refuse(index int, err error) bool {
	r := *refusal(err)
	r.Index = index
	return w.yield(nil, &r)
}

// ended says that and why the rest of the file was not read.
func (w *walk) ended(err error) {
	r := *refusal(err)
	if errors.Is(err, errScalar) {
		r.Reason, r.Err = fmt.Sprintf("%v: %s", ErrFormat, r.Reason), errors.Join(ErrFormat, err)
	}
	if w.n > 0 {
		r.Reason += fmt.Sprintf("; what stands behind object %d was not read", w.n)
	} else if !errors.Is(r.Err, ErrFormat) {
		r.Err = errors.Join(ErrFormat, r.Err)
	}
	w.yield(nil, &r)
}

// next reads the next value of a file: an array is walked without being held.
func (w *walk) next() error {
	w.in.used = 0
	token, err := w.d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		return w.elements(w.give)
	case json.Delim('{'):
		return w.fields()
	}
	return errScalar
}

// elements walks the rest of an array.
func (w *walk) elements(each func(json.RawMessage) error) error {
	for w.d.More() {
		var raw json.RawMessage
		w.in.used = 0
		if err := w.d.Decode(&raw); err != nil {
			return cutOff(err)
		}
		if err := each(raw); err != nil {
			return err
		}
	}
	_, err := w.d.Token()
	return cutOff(err)
}

// cutOff makes the end of a file inside a value a failure.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// fields reads an object. The list of a page is walked; what may be of an organization is
// gathered until its end, since keys come in any order.
func (w *walk) fields() error {
	own := map[string]json.RawMessage{}
	size, listed := 0, false
	for w.d.More() {
		token, err := w.d.Token()
		if err != nil {
			return cutOff(err)
		}
		name, _ := token.(string)
		if name != "contents" {
			var raw json.RawMessage
			if err := w.d.Decode(&raw); err != nil {
				return cutOff(err)
			}
			if size += len(raw); size > held {
				return errLarge
			}
			own[name] = raw
			continue
		}
		listed = true
		open, err := w.d.Token()
		switch {
		case err != nil:
			return cutOff(err)
		case open == nil: // an empty page
		case open == json.Delim('['):
			if err := w.elements(w.give); err != nil {
				return err
			}
		default:
			return &Refusal{Reason: fmt.Sprintf("%q is no list", name), Err: ErrFormat}
		}
	}
	if _, err := w.d.Token(); err != nil {
		return cutOff(err)
	}
	if listed {
		return nil
	}
	if own["name"] == nil && own["id"] == nil {
		var err error
		if listed, err = w.page(own); err != nil {
			return err
		}
	}
	if listed || own["total_items"] != nil && own["name"] == nil {
		return nil
	}
	raw, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return w.give(raw)
}
