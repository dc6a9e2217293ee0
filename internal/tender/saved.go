package tender

import "time"

// Saved is the answer about a tender that was stored.
type Saved struct {
	ID       string `json:"id"`
	Revision int64  `json:"revision"`
	Status   Status `json:"status"`
	path     string
}

// Location is the page that a browser goes on to.
func (s Saved) Location() string { return s.path }

// Issued is the tender after a notice of it was published.
type Issued struct {
	Saved
	Notice string `json:"notice"` // its id, as GET /tenders/{id}/notices lists it
}

// Place is where a program reads the tender with the new notice in it.
func (i Issued) Place() string { return "/tenders/" + i.ID }

// SavedAt is the answer about a stored draft; path is where a browser goes on.
func SavedAt(t *Tender, now time.Time, path string) Saved {
	return Saved{ID: t.ID, Revision: t.Revision, Status: t.Status(now), path: path}
}

// IssuedAt is the answer about a tender whose newest notice was published here; path is where a browser
// goes on.
func IssuedAt(t *Tender, now time.Time, path string) Issued {
	return Issued{SavedAt(t, now, path), t.Notices[len(t.Notices)-1]}
}
