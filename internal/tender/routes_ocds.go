package tender

import (
	"bytes"
	"iter"

	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

type releasesInput struct {
	After string `query:"after" validate:"max=200"`
	Size  int    `query:"size" validate:"min=0,max=1000"`
}

// releases answers a schema-valid OCDS 1.1 release package of what was published, in the
// order of publication ids; the Link header leads to the next.
func (s *Service) releases(c *web.Ctx, in releasesInput) (*web.File, error) {
	page, next, err := s.notices.Find(c, store.Query{Limit: in.Size, After: in.After})
	if err != nil {
		return nil, err
	}
	if next != "" {
		c.Link("next", "/ocds/releases?after="+next)
	}
	var b bytes.Buffer
	if err := ocds.Write(&b, s.packageMeta(c, "/ocds/releases"), each(page)); err != nil {
		return nil, err
	}
	return &web.File{Name: "releases.json", Type: "application/json", Body: b.Bytes(), Inline: true}, nil
}

func each(page []*Notice) iter.Seq2[*ocds.Release, error] {
	return func(yield func(*ocds.Release, error) bool) {
		for _, n := range page {
			if n.Disputed == "" && !yield(n.dated(), nil) {
				return
			}
		}
	}
}

// dated is the release of a notice; one that names no date has that on which it was first
// recorded, as the standard defines the date of a release.
func (n *Notice) dated() *ocds.Release {
	if !n.Release.Date.IsZero() {
		return &n.Release
	}
	r := n.Release
	r.Date = n.Created
	return &r
}

func (s *Service) packageMeta(c *web.Ctx, path string) ocds.PackageMeta {
	return ocds.PackageMeta{URI: c.URL("/api/v1" + path), Published: c.Now, Publisher: "CitiesGrow"}
}

type ocidInput struct {
	OCID string `path:"ocid"`
}

// record answers everything published about one contracting process, and what it comes to.
func (s *Service) record(c *web.Ctx, in ocidInput) (*web.File, error) {
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
		all = append(all, n.dated())
	}
	last := all[len(all)-1]
	compiled := &ocds.Release{OCID: t.OCID, ID: t.OCID + "-compiled-" + last.Date.UTC().Format("20060102150405"), Date: last.Date,
		Tags: []string{"compiled"}, Language: t.Language,
		Buyer: t.Buyer, Parties: t.Parties, Tender: &t.Tender, Awards: t.Awards, Bids: t.Bids, Source: last.Source, Private: t.Private}
	var b bytes.Buffer
	if err := ocds.WriteRecord(&b, s.packageMeta(c, "/ocds/records/"+in.OCID), all, compiled); err != nil {
		return nil, err
	}
	return &web.File{Name: "record.json", Type: "application/json", Body: b.Bytes(), Inline: true}, nil
}
