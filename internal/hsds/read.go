package hsds

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// largest bounds one object of a file, in bytes.
const largest = 4 << 20

// ErrFormat is returned for what is no HSDS file.
var ErrFormat = errors.New("not an HSDS file")

// Read walks the services of a JSON file: one service, an array of them, a page of the
// API ("contents"), organizations with services, or one of these a line. A service that
// cannot be read is an error of its own, and the rest goes on where the file allows it.
func Read(r io.Reader) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
		n := 0
		for {
			err := next(d, &n, func(one json.RawMessage) bool { return give(one, n, yield) })
			switch {
			case errors.Is(err, io.EOF) && n > 0:
				return
			case errors.Is(err, io.EOF):
				yield(nil, fmt.Errorf("%w: it is empty", ErrFormat))
				return
			case errors.Is(err, errStop):
				return
			case err != nil:
				yield(nil, fmt.Errorf("%w: after %d objects: %w", ErrFormat, n, err))
				return
			}
		}
	}
}

var errStop = errors.New("stop")

// next reads the next value of a file: an array is walked without being held.
func next(d *json.Decoder, n *int, each func(json.RawMessage) bool) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		return elements(d, n, each)
	case json.Delim('{'):
		return fields(d, n, each)
	}
	return fmt.Errorf("a plain value %.40v", token)
}

func elements(d *json.Decoder, n *int, each func(json.RawMessage) bool) error {
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if *n++; len(raw) > largest {
			return fmt.Errorf("object %d has %d bytes", *n, len(raw))
		}
		if !each(raw) {
			return errStop
		}
	}
	_, err := d.Token()
	return err
}

// fields reads an object. The list of a page is walked; of anything else the fields are
// gathered again.
func fields(d *json.Decoder, n *int, each func(json.RawMessage) bool) error {
	own := map[string]json.RawMessage{}
	size, listed := 0, false
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if _, told := own["name"]; !told && (name == "contents" || name == "services") {
			if open, err := d.Token(); err != nil {
				return err
			} else if open != json.Delim('[') {
				return fmt.Errorf("%q is no list", name)
			}
			listed = true
			if err := elements(d, n, each); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if size += len(raw); size > largest {
			return fmt.Errorf("an object of more than %d bytes", largest)
		}
		own[name] = raw
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if listed && own["name"] == nil {
		return nil
	}
	raw, err := json.Marshal(own)
	if err != nil {
		return err
	}
	if *n++; !each(raw) {
		return errStop
	}
	return nil
}

// give reads one object as a service, or as an organization with its services.
func give(raw json.RawMessage, n int, yield func(*Service, error) bool) bool {
	var org struct {
		Organization
		Status   Text            `json:"status"`
		Services json.RawMessage `json:"services"`
	}
	if json.Unmarshal(raw, &org) == nil && len(org.Services) > 0 && org.Status == "" {
		var inner []json.RawMessage
		if err := json.Unmarshal(org.Services, &inner); err != nil {
			return yield(nil, fmt.Errorf("organization %d: %w", n, err))
		}
		of := org.Organization
		of.Services = nil
		for _, one := range inner {
			var s Service
			if err := json.Unmarshal(one, &s); err != nil {
				if !yield(nil, fmt.Errorf("organization %d: %w", n, err)) {
					return false
				}
				continue
			}
			if s.Organization == nil {
				s.Organization = &of
			}
			if !yield(&s, nil) {
				return false
			}
		}
		return true
	}
	var s Service
	if err := json.Unmarshal(raw, &s); err != nil {
		return yield(nil, fmt.Errorf("object %d: %w", n, err))
	}
	return yield(&s, nil)
}
