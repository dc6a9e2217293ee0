package tender

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/encode"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

type releasesInput struct {
	After string `query:"after" validate:"max=200"`
	Size  int    `query:"size" validate:"min=0,max=1000"`
}

// releases answers a schema-valid OCDS 1.1 release package of what was published, in the
// order of publication ids; the Link header leads to the next. Where nothing was published there
// is no package: the standard knows no empty one.
func (s *Handlers) releases(c *web.Ctx, in releasesInput) (*web.File, error) {
	page, next, err := s.counting(c, store.Query{Limit: in.Size, After: in.After})
	if err != nil {
		return nil, err
	}
	if len(page) == 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if next != "" {
		more, _, err := s.counting(c, store.Query{Limit: 1, After: next})
		if err != nil {
			return nil, err
		}
		if len(more) > 0 {
			c.Link("next", "/ocds/releases?after="+next)
		}
	}
	var b bytes.Buffer
	if err := encode.Write(&b, s.packageMeta(c, "/ocds/releases"), each(page)); err != nil {
		return nil, err
	}
	return &web.File{Name: "releases.json", Type: "application/json", Body: b.Bytes(), Inline: true}, nil
}

// counting is the next page of notices, those left out that do not count. It is empty only at the end.
func (s *Handlers) counting(ctx context.Context, q store.Query) (page []*notice.Notice, next string, err error) {
	for {
		page, next, err = s.notices.Find(ctx, q)
		page = slices.DeleteFunc(page, func(n *notice.Notice) bool { return n.Disputed != "" })
		if err != nil || len(page) > 0 || next == "" {
			return page, next, err
		}
		q.After = next
	}
}

func each(page []*notice.Notice) iter.Seq2[*ocds.Release, error] {
	return func(yield func(*ocds.Release, error) bool) {
		for _, n := range page {
			if !yield(n.Dated(), nil) {
				return
			}
		}
	}
}

func (s *Handlers) packageMeta(c *web.Ctx, path string) encode.PackageMeta {
	return encode.PackageMeta{URI: c.URL("/api/v1" + path), Published: c.Now, Publisher: "CitiesGrow"}
}

type ocidInput struct {
	OCID string `path:"ocid"`
}

// record answers everything published about one contracting process, and what it comes to.
func (s *Handlers) record(c *web.Ctx, in ocidInput) (*web.File, error) {
	t, err := s.tenders.First(c, "ocid", in.OCID)
	if err != nil {
		return nil, err
	}
	past, err := s.noticesOf(c, t.ID)
	if err != nil {
		return nil, err
	}
	if len(past) == 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	var all []*ocds.Release
	for _, n := range past {
		all = append(all, n.Dated())
	}
	last := all[len(all)-1]
	compiled := &ocds.Release{OCID: t.OCID, ID: t.OCID + "-compiled-" + last.Date.UTC().Format("20060102150405"), Date: last.Date,
		Tags: []string{"compiled"}, Language: t.Language,
		Buyer: t.Buyer, Parties: t.Parties, Tender: &t.Tender, Awards: t.Awards, Bids: t.Bids, Source: last.Source, Private: t.Private}
	var b bytes.Buffer
	if err := encode.WriteRecord(&b, s.packageMeta(c, "/ocds/records/"+in.OCID), all, compiled); err != nil {
		return nil, err
	}
	return &web.File{Name: "record.json", Type: "application/json", Body: b.Bytes(), Inline: true}, nil
}
