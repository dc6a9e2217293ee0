package decode

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"time"

	"citiesgrow/internal/notice/ocds/loosejson"
)

// packed is the JSON of a release, compressed with DEFLATE. The compressor is large and serves
// the whole stream.
func (s *stream) packed(v loosejson.Value) []byte {
	var out bytes.Buffer
	if s.packer == nil {
		s.packer, _ = flate.NewWriter(&out, flate.BestSpeed) // fails only for a level that does not exist
	} else {
		s.packer.Reset(&out)
	}
	if json.NewEncoder(s.packer).Encode(v.Data()) != nil || s.packer.Close() != nil {
		return nil
	}
	return out.Bytes()
}

// digest is a fingerprint of a release, whatever the order of its members.
func digest(v loosejson.Value) string {
	text, err := json.Marshal(v.Data()) // a map is written in the order of its keys
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// versioned turns a versioned release, which lists every value that a field has had, into the
// latest values. Its lists of values are those whose elements all have a date and a value.
func versioned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		fields := map[string]any{}
		for name, one := range v {
			fields[name] = versioned(one)
		}
		return fields
	case []any:
		if latest, ok := latestOf(v); ok {
			return latest
		}
		all := make([]any, 0, len(v))
		for _, one := range v {
			all = append(all, versioned(one))
		}
		return all
	}
	return v
}

func latestOf(list []any) (latest any, ok bool) {
	var at time.Time
	for i, one := range list {
		object, _ := one.(map[string]any)
		_, hasValue := object["value"]
		if object == nil || !hasValue || !loosejson.Of(object).Has("releaseDate") {
			return nil, false
		}
		if when := (loosejson.Of(object)).Moment(time.UTC, false, "releaseDate"); i == 0 || !when.Before(at) {
			latest, at = object["value"], when
		}
	}
	return latest, len(list) > 0
}

// versionedRelease reads the latest values of a versioned release, with the date of the last
// of them.
func versionedRelease(v loosejson.Value) loosejson.Value {
	fields, _ := versioned(v.Data()).(map[string]any)
	fields = maps.Clone(fields)
	if date := lastDate(v.Data()); !date.IsZero() && fields["date"] == nil {
		fields["date"] = date.Format(time.RFC3339)
	}
	return loosejson.Of(fields)
}

func lastDate(v any) time.Time {
	var last time.Time
	add := func(t time.Time) {
		if t.After(last) {
			last = t
		}
	}
	switch v := v.(type) {
	case map[string]any:
		add(loosejson.Of(v).Moment(time.UTC, false, "releaseDate"))
		for _, one := range v {
			add(lastDate(one))
		}
	case []any:
		for _, one := range v {
			add(lastDate(one))
		}
	}
	return last
}
