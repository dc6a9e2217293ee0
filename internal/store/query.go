package store

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
)

// Query asks for documents in the order of one index.
type Query struct {
	Index string // which declared index answers; empty = by _id
	Equal []any  // values of the index's leading fields; by _id, the id itself
	// From and To are a half-open range [From, To) on the next field; nil, the
	// empty string and the zero time are open. With either of them, documents in which that field is empty are
	// left out; with neither, they come first.
	From, To any
	Desc     bool
	Limit    int    // 0 = 100, at most 1000
	After    string // continue-after token of the previous page
}

const (
	usualLimit = 100
	maxLimit   = 1000
)

// Span is a query in terms of keys: what adapters work with. Low and High are
// keys of Index, or ids when By is false.
type Span struct {
	Index Index
	By    bool   // by Index; otherwise by _id
	Low   []byte // included; nil = open
	High  []byte // left out; nil = open
	Desc  bool
	Limit int
	After *Position
}

// Position is where a page ended. Key is nil in a query by _id.
type Position struct {
	Key []byte
	ID  string
}

// Span works out what a query asks of this collection.
func (s Spec) Span(q Query) (Span, error) {
	span := Span{Desc: q.Desc, Limit: q.Limit}
	if span.Limit <= 0 {
		span.Limit = usualLimit
	}
	span.Limit = min(span.Limit, maxLimit)
	var err error
	if q.After != "" {
		if span.After, err = readPosition(q.After); err != nil {
			return Span{}, err
		}
	}
	if q.Index == "" {
		span.Low, span.High, err = idRange(q)
		return span, err
	}
	ix, ok := s.Index(q.Index)
	if !ok {
		return Span{}, fmt.Errorf("collection %s declares no index %q", s.Name, q.Index)
	}
	span.Index, span.By = ix, true
	if len(q.Equal) > len(ix.Fields) || (len(q.Equal) == len(ix.Fields) && (q.From != nil || q.To != nil)) {
		return Span{}, fmt.Errorf("index %s of %s has %d fields, more were asked for", ix.Name, s.Name, len(ix.Fields))
	}
	span.Low, span.High, err = keyRange(q)
	return span, err
}

func keyRange(q Query) (low, high []byte, err error) {
	var prefix []byte
	for _, value := range q.Equal {
		if prefix, err = keyOf(prefix, value); err != nil {
			return nil, nil, err
		}
	}
	from, err := keyOf(nil, q.From)
	if err != nil {
		return nil, nil, err
	}
	to, err := keyOf(nil, q.To)
	if err != nil {
		return nil, nil, err
	}
	// An open end stops where values of the other end's class stop.
	switch openFrom, openTo := from[0] == classNull, to[0] == classNull; {
	case openFrom && openTo:
		return slices.Concat([]byte{}, prefix), following(prefix), nil
	case openFrom:
		from = to[:1]
	case openTo:
		to = []byte{from[0] + 1}
	}
	return slices.Concat(prefix, from), slices.Concat(prefix, to), nil
}

func idRange(q Query) (low, high []byte, err error) {
	if len(q.Equal) > 1 || (len(q.Equal) == 1 && (q.From != nil || q.To != nil)) {
		return nil, nil, fmt.Errorf("a query by id has one value or a range")
	}
	for _, end := range []any{q.From, q.To} {
		if _, ok := end.(string); end != nil && !ok {
			return nil, nil, fmt.Errorf("ids are texts, not %T", end)
		}
	}
	if from, ok := q.From.(string); ok {
		low = []byte(from)
	}
	if to, ok := q.To.(string); ok {
		high = []byte(to)
	}
	if len(q.Equal) == 1 {
		id, ok := q.Equal[0].(string)
		if !ok {
			return nil, nil, fmt.Errorf("ids are texts, not %T", q.Equal[0])
		}
		low, high = []byte(id), []byte(id+"\x01")
	}
	return low, high, nil
}

// Token writes the position for the next page. It holds the key in the open:
// who gets it has seen the document it was made of.
func (p Position) Token() string {
	data := binary.AppendUvarint(nil, uint64(len(p.Key)))
	return base64.RawURLEncoding.EncodeToString(append(append(data, p.Key...), p.ID...))
}

func readPosition(token string) (*Position, error) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil, ErrAfter
	}
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, ErrAfter
	}
	key, id := data[n:n+int(size)], string(data[n+int(size):])
	if CheckID(id) != nil {
		return nil, ErrAfter
	}
	return &Position{Key: key, ID: id}, nil
}
