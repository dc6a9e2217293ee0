package report_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
	"citiesgrow/internal/upload"
)

// Every sealed part of a report opens only with its secret and its context. Stored reports were sealed with these contexts, so
// they must never change.
func TestEachBoxHasItsContext(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("What happened.")
	f.Email, f.Files = "amina@x.example", []upload.Sent{{Name: "letter.txt", Data: []byte("We regret.")}}
	id := h.Named(f)
	_, err := h.Write(h.Mia, id, casework.MessageForm{Text: "Hello."})
	h.Must(err)
	_, err = h.Note(h.Mia, id, casework.NoteForm{Text: "A note."})
	h.Must(err)
	_, err = h.Code(h.Mia, id, casework.CodingForm{Summary: "A line."})
	h.Must(err)
	r, err := h.Kept(t.Context(), id)
	h.Must(err)
	x, err := h.Secrets(h.Mia, "caseworker", id)
	h.Must(err)
	identity, err := h.IdentitySecret(h.Keeper, "custodian", id)
	h.Must(err)
	files, err := store.Of[report.File](h.DB, store.Spec{Name: "report_files", Quiet: true}).List(t.Context(), caseworktest.AllOf())
	h.Must(err)
	for context, c := range map[string]struct{ secret, box []byte }{
		"report " + id + " account":                     {x.Shared, r.Content},
		"report " + id + " ping":                        {x.Shared, r.Ping},
		"report " + id + " identity":                    {identity, r.Identity},
		"report " + id + " message " + r.Messages[0].ID: {x.Shared, r.Messages[0].Box},
		"report " + id + " note " + r.Notes[0].ID:       {x.Internal, r.Notes[0].Box},
		"report " + id + " desk":                        {x.Internal, r.Internal},
		"report " + id + " file " + files[0].ID:         {x.Shared, files[0].Box},
	} {
		if _, err := seal.Open(c.secret, context, c.box); err != nil {
			t.Errorf("%s: %v", context, err)
		}
		for _, secret := range [][]byte{x.Shared, x.Internal, identity} {
			if _, err := seal.Open(secret, context, c.box); !slices.Equal(secret, c.secret) && !errors.Is(err, seal.ErrClosed) {
				t.Errorf("%s opens under another secret", context)
			}
		}
		if _, err := seal.Open(c.secret, "report other"+context[len("report "+id):], c.box); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("%s opens in another report", context)
		}
	}
	raw, err := seal.Open(x.Shared, "report "+id+" file "+files[0].ID, files[0].Box)
	h.Must(err)
	n := binary.BigEndian.Uint32(raw)
	var head map[string]string
	h.Must(json.Unmarshal(raw[4:4+n], &head))
	if head["name"] != "letter.txt" || head["from"] != "reporter" || string(raw[4+n:]) != "We regret." {
		t.Errorf("%v %q", head, raw[4+n:])
	}
}

// Files are listed by day and name, each with its size. An unknown file is not found.
func TestFilesAreListed(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.Files = []upload.Sent{{Name: "b.txt", Data: []byte("two")}, {Name: "a.txt", Data: []byte("one!")}}
	in := h.Found(h.Filed(f))
	var names []string
	for _, one := range in.Files {
		names = append(names, one.Name)
		if one.From != "reporter" || one.Day != "2026-11-22" || one.Size != len(one.Data()) {
			t.Errorf("%+v", one)
		}
	}
	if !slices.Equal(names, []string{"a.txt", "b.txt"}) {
		t.Errorf("%v", names)
	}
	if one, err := report.FindFile(in.Files, in.Files[1].ID); err != nil || string(one.Data()) != "two" {
		t.Errorf("%+v %v", one, err)
	}
	if _, err := report.FindFile(in.Files, "file-none"); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
}
