// Package library holds what one city learnt, written so that others can use it: toolkits, video
// clips and good practices. Everybody may search and read it; the staff of a city write of their own
// city, and a clip is let in only with captions and a transcript.
package library

import (
	"regexp"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// Item is one entry of the library.
type Item struct {
	record.Meta `bson:",inline"`
	Kind        string    `bson:"kind" json:"kind"` // one of Kinds
	Title       string    `bson:"title" json:"title"`
	Text        string    `bson:"text" json:"description"`
	Language    string    `bson:"language" json:"language"` // of title, text and transcript
	Themes      []string  `bson:"themes" json:"themes"`
	City        string    `bson:"city,omitempty" json:"city"`              // whose it is; empty: the programme's
	Address     string    `bson:"address,omitempty" json:"address"`        // of the toolkit or the clip
	Captions    string    `bson:"captions,omitempty" json:"-"`             // of a clip, WebVTT
	Transcript  string    `bson:"transcript,omitempty" json:"transcript"`  // of a clip: for people who cannot hear or see it
	Action      string    `bson:"action,omitempty" json:"action"`          // of an action plan, that a practice comes from
	Hidden      time.Time `bson:"hidden,omitempty" json:"hidden,omitzero"` // when it was taken out
	Test        bool      `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Kinds lists those of items.
func Kinds() []string { return []string{"toolkit", "clip", "practice"} }

var items = store.Spec{Name: "library", Indexes: []store.Index{{Name: "city", Fields: []string{"city"}}}}

// Form is what a city's staff write about an item.
type Form struct {
	Revision   int64    `json:"revision" validate:"min=0"` // the one that was read; a new item has none
	Kind       string   `json:"kind" validate:"omitempty,oneof=toolkit clip practice"`
	Title      string   `json:"title" validate:"max=200"`
	Text       string   `json:"description" validate:"max=5000"`
	Language   string   `json:"language" validate:"max=8"`
	Themes     []string `json:"themes" validate:"max=4,dive,oneof=a b c d"`
	City       string   `json:"city" validate:"max=40"`
	Address    string   `json:"address" validate:"max=500"`
	Captions   string   `json:"captions" validate:"max=200000"`
	Transcript string   `json:"transcript" validate:"max=100000"`
	Action     string   `json:"action" validate:"max=60"`
	Hidden     string   `json:"hidden" validate:"omitempty,oneof=yes no"`
}

// cue is the line of a caption's time in WebVTT (W3C, 4.1).
var cue = regexp.MustCompile(`(?m)^(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}`)

// isVTT reports whether a text is captions.
func isVTT(s string) bool {
	s = strings.TrimPrefix(s, "\ufeff")
	first, _, _ := strings.Cut(s, "\n")
	first = strings.TrimRight(first, "\r")
	return (first == "WEBVTT" || strings.HasPrefix(first, "WEBVTT ") || strings.HasPrefix(first, "WEBVTT\t")) && cue.MatchString(s)
}

// Apply reads the form over an item; nothing of it counts when an error is returned. An item without a
// language gets that of its reader.
func (f *Form) Apply(i *Item, r *form.Reader, language string, now time.Time) error {
	r.Filled("title", f.Title, "description", f.Text)
	r.Need("kind", f.Kind != "")
	r.Choice("kind", Kinds(), f.Kind)
	r.Need("themes", len(f.Themes) > 0)
	r.Choice("themes", taxonomy.Themes(), f.Themes...)
	r.City("city", f.City)
	r.Languages("language", f.Language)
	r.Address("address", f.Address)
	r.Need("address", f.Address != "" || f.Kind == "practice")
	i.Kind, i.Title, i.Text, i.Themes, i.City, i.Address, i.Action = f.Kind, f.Title, f.Text, f.Themes, f.City, f.Address, f.Action
	i.Captions, i.Transcript = "", ""
	if f.Kind == "clip" {
		if !isVTT(f.Captions) {
			r.Wrong("captions", "library.captions_wrong")
		}
		if strings.TrimSpace(f.Transcript) == "" {
			r.Wrong("transcript", "library.transcript_missing")
		}
		i.Captions, i.Transcript = f.Captions, f.Transcript
	}
	if i.Language = f.Language; i.Language == "" {
		i.Language = language
	}
	switch hide := f.Hidden == "yes"; {
	case !hide:
		i.Hidden = time.Time{}
	case i.Hidden.IsZero():
		i.Hidden = now.UTC()
	}
	return r.Err()
}
