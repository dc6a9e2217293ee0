package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/bson"
)

// A key is the values of an index's fields, one after the other, written so
// that the bytes compare as the values do. Each value begins with its class;
// classes sort in this order, and a range never leaves its class.
const (
	classNull   = 0x05
	classNumber = 0x10
	classString = 0x20
	classBytes  = 0x30
	classBool   = 0x40
	classTime   = 0x50
)

// zeroTime is time.Time{} in BSON's milliseconds since 1970.
var zeroTime = time.Time{}.UnixMilli()

// Key returns the key under which the index holds the document, and whether it
// does. A list or a document at a field is an error.
func (ix Index) Key(doc bson.Raw) (key []byte, held bool, err error) {
	for _, field := range ix.Fields {
		value, err := doc.LookupErr(strings.Split(field, ".")...)
		if err != nil || empty(value) {
			key = append(key, classNull)
			continue
		}
		held = true
		if key, err = appendKey(key, value); err != nil {
			return nil, false, fmt.Errorf("index %s, field %s: %w", ix.Name, field, err)
		}
	}
	return key, held, nil
}

func empty(v bson.RawValue) bool {
	switch v.Type {
	case bson.TypeNull, bson.TypeUndefined:
		return true
	case bson.TypeString:
		return v.StringValue() == ""
	case bson.TypeDateTime:
		return v.DateTime() == zeroTime
	}
	return false
}

// keyOf encodes a Go value as the document would hold it; empty values give
// the class of nothing.
func keyOf(key []byte, value any) ([]byte, error) {
	if value == nil {
		return append(key, classNull), nil
	}
	kind, data, err := bson.MarshalValue(value)
	if err != nil {
		return nil, fmt.Errorf("a %T cannot be looked for: %w", value, err)
	}
	raw := bson.RawValue{Type: kind, Value: data}
	if empty(raw) {
		return append(key, classNull), nil
	}
	return appendKey(key, raw)
}

func appendKey(key []byte, v bson.RawValue) ([]byte, error) {
	switch v.Type {
	case bson.TypeInt32:
		return appendInt(key, int64(v.Int32())), nil
	case bson.TypeInt64:
		return appendInt(key, v.Int64()), nil
	case bson.TypeDouble:
		return appendFloat(key, v.Double()), nil
	case bson.TypeString:
		return appendBytes(append(key, classString), []byte(v.StringValue())), nil
	case bson.TypeBinary:
		_, data := v.Binary()
		return appendBytes(append(key, classBytes), data), nil
	case bson.TypeBoolean:
		if v.Boolean() {
			return append(key, classBool, 1), nil
		}
		return append(key, classBool, 0), nil
	case bson.TypeDateTime:
		return binary.BigEndian.AppendUint64(append(key, classTime), sortable(v.DateTime())), nil
	}
	return nil, fmt.Errorf("a value of type %s has no place in an order", v.Type)
}

// A number is its nearest float and then, since floats beyond 2^53 leave gaps,
// the whole number itself. That puts 2, 2.5 and 3 in one order.
func appendInt(key []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(appendFloatBits(append(key, classNumber), float64(n)), sortable(n))
}

func appendFloat(key []byte, f float64) []byte {
	whole := int64(0)
	switch {
	case f >= math.MaxInt64:
		whole = math.MaxInt64
	case f <= math.MinInt64:
		whole = math.MinInt64
	case f == f:
		whole = int64(f)
	}
	return binary.BigEndian.AppendUint64(appendFloatBits(append(key, classNumber), f), sortable(whole))
}

func appendFloatBits(key []byte, f float64) []byte {
	var bits uint64 // not a number sorts before all numbers
	if f == 0 {
		f = 0 // minus zero is zero
	}
	if f == f {
		bits = math.Float64bits(f)
		if bits>>63 == 1 {
			bits = ^bits
		} else {
			bits |= 1 << 63
		}
	}
	return binary.BigEndian.AppendUint64(key, bits)
}

func sortable(n int64) uint64 { return uint64(n) ^ 1<<63 }

// appendBytes ends the text with a NUL and doubles those within (00 FF), so
// that "a" sorts before "ab" whatever field comes next.
func appendBytes(key, data []byte) []byte {
	for _, b := range data {
		key = append(key, b)
		if b == 0 {
			key = append(key, 0xff)
		}
	}
	return append(key, 0)
}

// following returns the first key after all that begin with prefix, nil when
// there is none.
func following(prefix []byte) []byte {
	for end := len(prefix) - 1; end >= 0; end-- {
		if prefix[end] < 0xff {
			next := append([]byte(nil), prefix[:end+1]...)
			next[end]++
			return next
		}
	}
	return nil
}
