// Package problem is the one way to say what a person can put right:
// a kind that the web turns into a status, a word key that i18n turns into a
// sentence, and the fields it concerns. Every error that is not a Problem is
// internal: it is logged where it is answered and never shown.
package problem

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Kind says what went wrong in terms a caller can act on.
type Kind string

const (
	Invalid      Kind = "invalid"      // what was sent cannot be understood or breaks a rule; see Fields
	Unauthorized Kind = "unauthorized" // nobody is signed in
	Forbidden    Kind = "forbidden"    // the user is signed in and may not
	NotFound     Kind = "not-found"    // no such thing, or none that this person may know of
	Method       Kind = "method"       // the thing is there, and does not do this
	Conflict     Kind = "conflict"     // another user changed it first, or it exists already
	Malformed    Kind = "malformed"    // what was sent is not even the right kind of text
	TooLarge     Kind = "too-large"    // more than is accepted
	Unsupported  Kind = "unsupported"  // a form of content that is not read here
	TooMany      Kind = "too-many"     // wait, then try again
	Unavailable  Kind = "unavailable"  // a part of the program does not answer just now
)

// Message is a word key with its arguments; i18n makes the sentence.
type Message struct {
	Key  string         `json:"key" bson:"key"`
	Args map[string]any `json:"args,omitempty" bson:"args,omitempty"`
}

// M is short for a Message; args are name, value pairs.
func M(key string, args ...any) Message {
	m := Message{Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if m.Args == nil {
			m.Args = map[string]any{}
		}
		m.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return m
}

// Problem is an error meant for the person who caused it.
type Problem struct {
	Kind    Kind
	Message Message
	Fields  map[string]Message // by the name of the input, as the form has it
	Current any                // with Conflict: what is stored now
	Retry   int                // with TooMany: seconds to wait
	Err     error              // what lies behind it, for the log
}

// New returns a problem of this kind, said by this word key; args are name, value pairs.
func New(kind Kind, key string, args ...any) *Problem {
	return &Problem{Kind: kind, Message: M(key, args...)}
}

// Stale returns the Conflict problem of a form that was read before the document was changed, said by
// this word key; current is the document as it is stored now.
func Stale(key string, current any) *Problem {
	p := New(Conflict, key)
	p.Current = current
	return p
}

// Field returns an Invalid problem about one input.
func Field(name, key string, args ...any) *Problem {
	p := New(Invalid, "problem.invalid")
	p.Add(name, M(key, args...))
	return p
}

// Add notes a complaint about an input; the first complaint about it stays.
func (p *Problem) Add(name string, m Message) {
	if p.Fields == nil {
		p.Fields = map[string]Message{}
	}
	if _, said := p.Fields[name]; !said {
		p.Fields[name] = m
	}
}

// OrNil returns the problem as an error when a field was complained about, and
// nil otherwise: the last line of every check.
func (p *Problem) OrNil() error {
	if p == nil || len(p.Fields) == 0 {
		return nil
	}
	return p
}

// Wrap keeps the cause for the log.
func (p *Problem) Wrap(err error) *Problem { p.Err = err; return p }

func (p *Problem) Error() string {
	s := string(p.Kind) + ": " + p.Message.Key
	for _, name := range slices.Sorted(maps.Keys(p.Fields)) {
		s += fmt.Sprintf(" %s=%s", name, p.Fields[name].Key)
	}
	if p.Err != nil {
		s += ": " + p.Err.Error()
	}
	return s
}

func (p *Problem) Unwrap() error { return p.Err }

// Of returns the problem in err, or nil when err is internal.
func Of(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return nil
}

// Is reports whether err is a problem of this kind.
func Is(err error, kind Kind) bool {
	p := Of(err)
	return p != nil && p.Kind == kind
}
