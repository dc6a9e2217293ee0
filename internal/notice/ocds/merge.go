package ocds

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"time"
)

// Merging follows the standard's rules for compiled releases
// (https://standard.open-contracting.org/1.1/en/schema/merging/): a later value replaces an
// earlier one, null removes it, objects are merged member by member, lists of objects with
// ids are merged by id, all other lists are replaced as a whole. What a later release leaves
// out stays as it was. A list that is repeated in full therefore changes what it repeats and
// removes nothing; a publisher takes a lot back by its status. null within a list stands for
// nothing, and an element without an id is added to those with one.

// Merged is what the releases of one contracting process say together.
type Merged struct {
	fields map[string]any
	count  int
}

// Count is how many releases were added.
func (m *Merged) Count() int { return m.count }

// Add lays a release over the earlier ones. Releases are added in the order of their dates.
func (m *Merged) Add(r *Release) error {
	fields, err := r.fields()
	if err != nil {
		return fmt.Errorf("release %s: %w", r.ID, err)
	}
	if m.fields == nil {
		m.fields = map[string]any{}
	}
	m.count++
	tagged(fields, r.Tags)
	shortened := shorten(m.fields, fields)
	mergeObject(m.fields, fields)
	shortened()
	return nil
}

// Release reads the compiled release with the reader.
func (m *Merged) Release(rd Reader) (*Release, error) {
	return rd.release(value{m.fields}, packageInfo{})
}

// tagged writes what the tag of a release says into the fields that its publisher left out: a
// cancellation that names no status cancels the awards that it names, or, where it names
// neither a status nor a lot's, the whole.
func tagged(fields map[string]any, tags []string) {
	v := value{fields}
	if slices.Contains(tags, "awardCancellation") {
		for _, a := range v.list("awards") {
			if object := a.object(); object != nil && a.str("status") == "" {
				object["status"] = "cancelled"
			}
		}
	}
	tender := v.get("tender")
	if !slices.Contains(tags, "tenderCancellation") || tender.str("status") != "" ||
		slices.ContainsFunc(tender.list("lots"), func(l value) bool { return l.str("status") != "" }) {
		return
	}
	object := tender.object()
	if object == nil {
		object = map[string]any{}
		fields["tender"] = object
	}
	object["status"] = "cancelled"
}

// shorten keeps the standard's rule that tender.tenderPeriod is when tenders are accepted:
// where a release sets its end and says nothing of a lot, the end of a lot that was later, or
// that was the tender's, moves with it. The returned function does so after the merge.
func shorten(before, release map[string]any) func() {
	told := value{release}.get("tender")
	end := told.get("tenderPeriod").moment(time.UTC, true, "endDate")
	was := value{before}.get("tender").get("tenderPeriod").moment(time.UTC, true, "endDate")
	if end.IsZero() {
		return func() {}
	}
	own := map[string]bool{}
	for _, lot := range told.list("lots") {
		if lot.get("tenderPeriod").has("endDate") {
			own[lot.str("id")] = true
		}
	}
	return func() {
		for _, lot := range (value{before}).get("tender").list("lots") {
			at := lot.get("tenderPeriod").moment(time.UTC, true, "endDate")
			if !own[lot.str("id")] && !at.IsZero() && (at.Equal(was) || at.After(end)) {
				lot.object()["tenderPeriod"] = map[string]any{"endDate": told.get("tenderPeriod").object()["endDate"]}
			}
		}
	}
}

// whole are the lists that the standard's schema marks with wholeListMerge, besides lists of
// plain values.
var whole = []string{"tag", "additionalIdentifiers", "additionalClassifications", "submissionMethod", "changes", "roles", "statistics"}

func mergeObject(into, from map[string]any) {
	for key, v := range from {
		switch v := v.(type) {
		case nil:
			delete(into, key)
		case map[string]any:
			old, _ := into[key].(map[string]any)
			if old == nil {
				old = map[string]any{}
			}
			mergeObject(old, v)
			into[key] = old
		case []any:
			into[key] = mergeList(into[key], v, key)
		default:
			into[key] = v
		}
	}
}

func mergeList(old any, next []any, name string) []any {
	earlier, _ := old.([]any)
	next = withoutNulls(next)
	if slices.Contains(whole, name) || !slices.ContainsFunc(append(slices.Clone(earlier), next...), identified) {
		return next
	}
	merged := slices.Clone(earlier)
	for _, one := range next {
		object, _ := one.(map[string]any)
		i := slices.IndexFunc(merged, func(m any) bool { return identified(one) && sameID(m, object) || reflect.DeepEqual(m, one) })
		if i < 0 {
			merged = append(merged, one)
			continue
		}
		if identified(one) {
			mergeObject(merged[i].(map[string]any), object)
		}
	}
	return merged
}

// identified reports whether an element of a list is an object with an id.
func identified(one any) bool {
	object, _ := one.(map[string]any)
	return object != nil && value{object}.str("id") != ""
}

func sameID(a any, b map[string]any) bool {
	object, ok := a.(map[string]any)
	return ok && value{object}.str("id") == value{b}.str("id")
}

func withoutNulls(list []any) []any {
	kept := make([]any, 0, len(list))
	for _, one := range list {
		if one != nil {
			kept = append(kept, one)
		}
	}
	return kept
}

// fields is the release as JSON members: those of the file it was read from, else those that
// Write gives it.
func (r *Release) fields() (map[string]any, error) {
	text := r.Raw
	if len(text) == 0 {
		plain, err := json.Marshal(written(r, PackageMeta{}))
		if err != nil {
			return nil, err
		}
		return decodeFields(bytes.NewReader(plain))
	}
	return decodeFields(flate.NewReader(bytes.NewReader(text)))
}

func decodeFields(in io.Reader) (map[string]any, error) {
	d := json.NewDecoder(in)
	d.UseNumber()
	var fields map[string]any
	err := d.Decode(&fields)
	return fields, err
}

// packed is the JSON of a release, compressed with DEFLATE. The compressor is large and serves
// the whole stream.
func (s *stream) packed(v value) []byte {
	var out bytes.Buffer
	if s.packer == nil {
		s.packer, _ = flate.NewWriter(&out, flate.BestSpeed) // fails only for a level that does not exist
	} else {
		s.packer.Reset(&out)
	}
	if json.NewEncoder(s.packer).Encode(v.any) != nil || s.packer.Close() != nil {
		return nil
	}
	return out.Bytes()
}

// digest is a fingerprint of a release, whatever the order of its members.
func digest(v value) string {
	text, err := json.Marshal(v.any) // a map is written in the order of its keys
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
		if object == nil || !hasValue || !(value{object}).has("releaseDate") {
			return nil, false
		}
		if when := (value{object}).moment(time.UTC, false, "releaseDate"); i == 0 || !when.Before(at) {
			latest, at = object["value"], when
		}
	}
	return latest, len(list) > 0
}

// versionedRelease reads the latest values of a versioned release, with the date of the last
// of them.
func versionedRelease(v value) value {
	fields, _ := versioned(v.any).(map[string]any)
	fields = maps.Clone(fields)
	if date := lastDate(v.any); !date.IsZero() && fields["date"] == nil {
		fields["date"] = date.Format(time.RFC3339)
	}
	return value{fields}
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
		add(value{v}.moment(time.UTC, false, "releaseDate"))
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
