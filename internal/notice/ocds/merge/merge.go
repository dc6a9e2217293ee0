// Package merge compiles the releases of one contracting process into one, by the standard's rules for compiled releases
// (https://standard.open-contracting.org/1.1/en/schema/merging/): a later value replaces an
// earlier one, null removes it, objects are merged member by member, lists of objects with
// ids are merged by id, all other lists are replaced as a whole. What a later release leaves
// out stays as it was. A list that is repeated in full therefore changes what it repeats and
// removes nothing; a publisher takes a lot back by its status. null within a list stands for
// nothing, and an element without an id is added to those with one.
package merge

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ocds/encode"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// Process is what the releases of one contracting process say together.
type Process struct {
	fields map[string]any
	count  int
}

// Count is how many releases were added.
func (m *Process) Count() int { return m.count }

// Add lays a release over the earlier ones. Releases are added in the order of their dates.
func (m *Process) Add(r *ocds.Release) error {
	fields, err := fieldsOf(r)
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
func (m *Process) Release(rd decode.Reader) (*ocds.Release, error) {
	return rd.Decode(m.fields)
}

// tagged writes what the tag of a release says into the fields that its publisher left out: a
// cancellation that names no status cancels the awards that it names, or, where it names
// neither a status nor a lot's, the whole.
func tagged(fields map[string]any, tags []string) {
	v := loosejson.Of(fields)
	if slices.Contains(tags, "awardCancellation") {
		for _, a := range v.List("awards") {
			if object := a.Object(); object != nil && a.String("status") == "" {
				object["status"] = "cancelled"
			}
		}
	}
	tender := v.Get("tender")
	if !slices.Contains(tags, "tenderCancellation") || tender.String("status") != "" ||
		slices.ContainsFunc(tender.List("lots"), func(l loosejson.Value) bool { return l.String("status") != "" }) {
		return
	}
	object := tender.Object()
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
	told := loosejson.Of(release).Get("tender")
	end := told.Get("tenderPeriod").Moment(time.UTC, true, "endDate")
	was := loosejson.Of(before).Get("tender").Get("tenderPeriod").Moment(time.UTC, true, "endDate")
	if end.IsZero() {
		return func() {}
	}
	own := map[string]bool{}
	for _, lot := range told.List("lots") {
		if lot.Get("tenderPeriod").Has("endDate") {
			own[lot.String("id")] = true
		}
	}
	return func() {
		for _, lot := range loosejson.Of(before).Get("tender").List("lots") {
			at := lot.Get("tenderPeriod").Moment(time.UTC, true, "endDate")
			if !own[lot.String("id")] && !at.IsZero() && (at.Equal(was) || at.After(end)) {
				lot.Object()["tenderPeriod"] = map[string]any{"endDate": told.Get("tenderPeriod").Object()["endDate"]}
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
	return object != nil && loosejson.Of(object).String("id") != ""
}

func sameID(a any, b map[string]any) bool {
	object, ok := a.(map[string]any)
	return ok && loosejson.Of(object).String("id") == loosejson.Of(b).String("id")
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

// fieldsOf is the release as JSON members: those of the file it was read from, else those that
// Write gives it.
func fieldsOf(r *ocds.Release) (map[string]any, error) {
	text := r.Raw
	if len(text) == 0 {
		plain, err := json.Marshal(encode.Release(r, encode.PackageMeta{}))
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
