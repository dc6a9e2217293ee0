package eval

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ted"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// source says where a data folder contains real notices, and how to read them.
type source struct {
	pattern string
	read    func(path string) ([]*tender.Tender, error)
}

var (
	tedXML    = source{filepath.Join("ted", "xml", "*.xml"), func(path string) ([]*tender.Tender, error) { return readXML(path, ted.Read) }}
	tedLines  = source{filepath.Join("ted", "ted_notices*.jsonl"), readLines}
	eFormsXML = source{filepath.Join("eforms-real", "*.xml"), func(path string) ([]*tender.Tender, error) { return readXML(path, eforms.Read) }}
	british   = source{filepath.Join("ocds", "uk-*-release-package.json"), readOCDS}
)

// realNotices reads the notices of a data folder that have codes, each once.
func realNotices(folder string, sources ...source) ([]*tender.Tender, error) {
	var all []*tender.Tender
	for _, source := range sources {
		paths, err := filepath.Glob(filepath.Join(folder, source.pattern))
		if err != nil {
			return nil, err
		}
		for _, path := range paths {
			some, err := source.read(path)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			all = append(all, some...)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no notices in %s", folder)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(t *tender.Tender) bool {
		again := seen[t.ID]
		seen[t.ID] = true
		return again || len(t.CPV()) == 0
	}), nil
}

func readLines(path string) ([]*tender.Tender, error) {
	notices, err := lines[tedNotice](path)
	all := make([]*tender.Tender, len(notices))
	for i := range notices {
		all[i] = notices[i].tender()
	}
	return all, err
}

func readXML(path string, read func(io.Reader) (*ocds.Release, error)) ([]*tender.Tender, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := read(f)
	if err != nil || r.Tender == nil {
		return nil, err
	}
	return []*tender.Tender{tenderOf(r, r.Source.NoticeID)}, nil
}

func readOCDS(path string) ([]*tender.Tender, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []*tender.Tender
	for r, err := range decode.Read(f) {
		if err != nil {
			return nil, err
		}
		if r.Tender != nil {
			all = append(all, tenderOf(r, r.OCID))
		}
	}
	return all, nil
}

func tenderOf(r *ocds.Release, id string) *tender.Tender {
	t := &tender.Tender{Meta: record.Meta{ID: id}, Compiled: notice.Compiled{Stage: notice.Competing}}
	t.Language, t.Buyer, t.Tender = r.Language, r.Buyer, *r.Tender
	return t
}

func (n *tedNotice) tender() *tender.Tender {
	l := strings.ToLower(n.Language)
	t := &tender.Tender{Meta: record.Meta{ID: n.ID}, Compiled: notice.Compiled{Stage: notice.Competing}}
	t.Language, t.Buyer = l, ocds.Reference{Name: n.Buyer}
	t.Tender = ocds.Tender{Title: i18n.Text{l: n.Title}, Description: i18n.Text{l: n.Text}, CPV: n.CPV}
	for _, code := range n.NUTS {
		t.Tender.Places = append(t.Tender.Places, ocds.Place{NUTS: code})
	}
	return t
}

// seedOfPlaces is the seed for the distribution of the notices over the cities.
const seedOfPlaces = "citiesgrow"

// placed assigns each notice to one of the sixteen cities by its id and a seed, because real notices are distributed unevenly. It
// removes all places and dates of the notice and its lots; the notice is open and has no deadline.
func placed(notices []*tender.Tender, taxa *taxonomy.Taxonomy) {
	cities := taxa.Cities()
	for _, t := range notices {
		sum := fnv.New64a()
		sum.Write([]byte(seedOfPlaces + t.ID))
		city := cities[(sum.Sum64()>>7)%uint64(len(cities))]
		t.Stage, t.City, t.Cities = notice.Competing, city.ID, []string{city.ID}
		t.Tender.Places = []ocds.Place{{NUTS: city.NUTS[0], Country: city.Country}}
		t.Tender.Deadline = time.Time{}
		for i := range t.Tender.Lots {
			t.Tender.Lots[i].Deadline, t.Tender.Lots[i].Places = time.Time{}, nil
		}
	}
}

// opened returns an engine with some notices, all of them open.
func opened(ctx context.Context, notices []*tender.Tender, taxa *taxonomy.Taxonomy, moment time.Time) (*search.Engine, error) {
	engine, err := search.Open("", search.Options{Now: func() time.Time { return moment }})
	if err != nil {
		return nil, err
	}
	if err := engine.Start(tender.Kind); err != nil {
		return nil, err
	}
	for some := range slices.Chunk(notices, 2000) {
		docs := make([]search.Document, len(some))
		for i, t := range some {
			docs[i] = *t.Document(taxa)
			docs[i].Until = search.Always
		}
		if err := engine.Put(ctx, tender.Kind.Name, docs...); err != nil {
			return nil, err
		}
	}
	return engine, nil
}
