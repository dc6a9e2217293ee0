package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Spec is a collection as its module declares it.
type Spec struct {
	Name    string // lower case letters, digits and _: "tenders"
	Indexes []Index
	// Quiet collections hold what is confidential: they never enter the feed,
	// their documents are stamped with the day and not the moment, and
	// nothing that is stored reveals in which order they were written.
	Quiet bool
	// What is kept apart is not in a backup of the rest: it goes to a file of its own, of
	// which only the newest is kept, so that what is erased here is erased everywhere.
	Apart bool
}

// Index finds documents by the values at Fields, BSON paths such as
// "source.notice_id", in ascending order. A value that is absent, null, the
// empty string or the zero time is empty; a document whose fields are all
// empty is not in the index, so a unique index allows many without a value.
// Texts are ordered by their bytes, which is by code point; whole and broken
// numbers are ordered among each other.
type Index struct {
	Name   string
	Fields []string
	Unique bool
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,47}$`)

// Check says what is wrong with a declaration.
func (s Spec) Check() error {
	if !plainName.MatchString(s.Name) {
		return fmt.Errorf("collection %q: a name is lower case letters, digits and _", s.Name)
	}
	seen := map[string]bool{}
	for _, ix := range s.Indexes {
		if !plainName.MatchString(ix.Name) || seen[ix.Name] {
			return fmt.Errorf("collection %s: index name %q is not plain, or used twice", s.Name, ix.Name)
		}
		seen[ix.Name] = true
		if len(ix.Fields) == 0 || slices.Contains(ix.Fields, "") {
			return fmt.Errorf("collection %s: index %s has no fields", s.Name, ix.Name)
		}
	}
	return nil
}

// Index returns the index of this name.
func (s Spec) Index(name string) (Index, bool) {
	at := slices.IndexFunc(s.Indexes, func(ix Index) bool { return ix.Name == name })
	if at < 0 {
		return Index{}, false
	}
	return s.Indexes[at], true
}

// keyVersion changes when keys are encoded in another way, so that indexes
// that were stored the old way are built again.
const keyVersion = "1"

// Signature changes when what is stored for the index must be built again.
func (ix Index) Signature() string {
	return fmt.Sprintf("%s:%s:%t", keyVersion, strings.Join(ix.Fields, ","), ix.Unique)
}

// CheckID reports whether a text can be an id: not empty, at most MaxID bytes of
// UTF-8, no control characters.
func CheckID(id string) error {
	if id == "" || len(id) > MaxID || !utf8.ValidString(id) ||
		strings.ContainsFunc(id, func(r rune) bool { return r < 0x20 || r == 0x7f }) {
		return fmt.Errorf("%.40q cannot be an id", id)
	}
	return nil
}
