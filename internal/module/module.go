// Package module says what a module is and what it is given. A module is one folder under
// internal with a noun, its use cases and its handlers. It gives the program a value of type
// Module that lists what is stored, what can be found, the routes, and what follows the feed.
// Every field may be left out.
package module

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
	"citiesgrow/web"
)

// Module is one part of the program, as cmd/citiesgrow wires it.
type Module struct {
	Name        string
	Views       fs.FS // a folder views/*.html
	Collections []store.Spec
	Migrations  []store.Migration // of what earlier releases stored
	Kinds       []search.Kind
	Followers   []store.Follower // run in the order of modules.go
	Routes      []web.Route
	Nav         []web.NavItem
	Journeys    []Journey // what is counted of them
	Took        []Took    // who took part, for figures
	Jobs        []Job
	Check       func(ctx context.Context) ([]string, error) // what differs between what is kept and what was derived
}

// Job is work that a module does by itself: once when the process starts, then again and again.
type Job struct {
	Name   string // for the log: "erase reports that are due"
	Every  time.Duration
	AtStop bool // once more when the process stops
	Run    func(ctx context.Context) error
}

// Form is a reader of one form; see package form.
func (k Kit) Form() *form.Reader { return form.New(k.Taxonomy) }

// Kit is what every module is given. Nothing else is reached for.
type Kit struct {
	DB       store.DB
	Search   *search.Engine
	Taxonomy *taxonomy.Taxonomy
	Words    *i18n.Catalogue
	Now      func() time.Time
	Random   io.Reader
	Post     *mail.Outbox // how people are written to
	Log      *slog.Logger

	// Stretch hashes passwords, passphrases and receipts; nil is Argon2id. Tests of other things have a quick one.
	Stretch seal.Stretch
}
