// Package encode writes releases and records as OCDS 1.1 JSON, valid against the schema of the standard and its extensions.
package encode

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"citiesgrow/internal/notice/ocds"
)

// PackageMeta is what a package says once about all that is in it.
type PackageMeta struct {
	URI          string    // that identifies the package; where it can be had
	Published    time.Time // of its latest content
	Publisher    string    // name
	PublisherURI string
	License      string // URI
	Policy       string // URI of the publication policy
}

// extensions are those of the standard's registry whose fields Write uses.
var extensions = []string{
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json",
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_requirements_extension/master/extension.json",
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_partyDetails_scale_extension/master/extension.json",
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_organizationClassification_extension/master/extension.json",
}

// ErrNothing is returned when there is nothing to write: the standard knows no empty
// package.
var ErrNothing = errors.New("a package needs at least one release")

// fields is a JSON object; its names come out in alphabetical order, so that the
// same release is always the same text.
type fields map[string]any

// set puts a value that says something.
func (f fields) set(name string, v any) {
	switch v := v.(type) {
	case string:
		if v == "" {
			return
		}
	case int:
		if v == 0 {
			return
		}
	case float64:
		if v == 0 {
			return
		}
	case bool:
		if !v {
			return
		}
	case *bool:
		if v == nil {
			return
		}
	case time.Time:
		if v.IsZero() {
			return
		}
		f[name] = stamp(v)
		return
	case []string:
		if len(v) == 0 {
			return
		}
	case []fields:
		if len(v) == 0 {
			return
		}
	case fields:
		if len(v) == 0 {
			return
		}
	case nil:
		return
	}
	f[name] = v
}

// text puts a text and its translations: the field itself is in the release's
// language, and missing where that has no words.
func (f fields) text(name string, t map[string]string, language string) {
	for _, tongue := range slices.Sorted(maps.Keys(t)) {
		if words := t[tongue]; words != "" && tongue != language && tongue != "" {
			f[name+"_"+tongue] = words
		}
	}
	f.set(name, cmp.Or(t[language], t[""]))
}

// stamp writes a moment as RFC 3339, with milliseconds where there are any.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z07:00") }

// Write writes a release package in OCDS 1.1, release by release. It returns
// ErrNothing, having written nothing, when there are no releases, and the first
// error that they yield.
func Write(w io.Writer, meta PackageMeta, releases iter.Seq2[*ocds.Release, error]) error {
	out := bufio.NewWriter(w)
	first := true
	for r, err := range releases {
		if err != nil {
			return err
		}
		if first {
			if err := head(out, meta, "releases"); err != nil {
				return err
			}
		} else {
			out.WriteString(",")
		}
		first = false
		if err := put(out, Release(r, meta)); err != nil {
			return fmt.Errorf("release %s: %w", r.ID, err)
		}
	}
	if first {
		return ErrNothing
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

// WriteRecord writes a record package with the record of one process: its releases,
// the first first, and what they add up to; compiled may be nil.
func WriteRecord(w io.Writer, meta PackageMeta, releases []*ocds.Release, compiled *ocds.Release) error {
	if len(releases) == 0 {
		return ErrNothing
	}
	record := fields{"ocid": releases[0].OCID}
	var all []fields
	for _, r := range releases {
		all = append(all, Release(r, meta))
	}
	record["releases"] = all
	if compiled != nil {
		whole := Release(compiled, meta)
		whole["tag"] = []string{"compiled"}
		record["compiledRelease"] = whole
	}
	out := bufio.NewWriter(w)
	if err := head(out, meta, "records"); err != nil {
		return err
	}
	if err := put(out, record); err != nil {
		return fmt.Errorf("record %s: %w", releases[0].OCID, err)
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

// head writes a package up to the list that it holds.
func head(out *bufio.Writer, meta PackageMeta, list string) error {
	publisher := fields{"name": meta.Publisher}
	publisher.set("uri", meta.PublisherURI)
	f := fields{"uri": meta.URI, "version": "1.1", "publishedDate": stamp(meta.Published), "publisher": publisher, "extensions": extensions}
	f.set("license", meta.License)
	f.set("publicationPolicy", meta.Policy)
	text, err := marshal(f)
	if err != nil {
		return fmt.Errorf("package: %w", err)
	}
	out.Write(bytes.TrimSuffix(text, []byte("}")))
	fmt.Fprintf(out, ",%q:[", list)
	return nil
}

func put(out *bufio.Writer, f fields) error {
	text, err := marshal(f)
	if err != nil {
		return err
	}
	out.WriteString("\n")
	_, err = out.Write(text)
	return err
}

func marshal(f fields) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(f); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}
