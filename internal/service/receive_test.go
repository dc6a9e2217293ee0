package service_test

import (
	"context"
	"errors"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/search"
)

// sent is a service of another directory, as it stands in a version of its file.
func sent(version, name string) *service.Listing {
	return &service.Listing{UUID: "5d1f0a10-0000-4000-8000-000000000001", City: "riga", Name: name, Language: "lv", Status: service.Active,
		Origin: service.Origin{Hash: version}}
}

// A service of another directory is added once, changed when its file has changed, and belongs to the account
// that sent it first; no other account changes it, and the program changes none that was listed here.
func TestAServiceOfAnotherDirectoryIsReceived(t *testing.T) {
	h := open(t)
	one, two, system := h.Provider("one", "riga"), h.Provider("two", "riga"), actor.AsSystem(t.Context())
	var added *service.Listing
	for _, c := range []struct {
		as      context.Context
		listing *service.Listing
		want    service.Receipt
		err     error
		name    string // as it is stored then
	}{
		{one, sent("1", "First"), service.Added, nil, "First"},
		{one, sent("1", "Not read again"), service.Unchanged, nil, "First"},
		{two, sent("2", "Taken over"), "", service.ErrOtherAccount, "First"},
		{one, sent("2", "Second"), service.Updated, nil, "Second"},
		{system, sent("3", "Third"), service.Updated, nil, "Third"},
	} {
		got, err := h.Receive(c.as, c.listing)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v, want %q, %v", c.listing.Name, got, err, c.want, c.err)
		}
		l, err := h.GetByUUID(t.Context(), c.listing.UUID)
		h.Must(err)
		if added == nil {
			added = l
		}
		if l.Name != c.name || l.Account != "one" || l.ID != added.ID || !l.Created.Equal(added.Created) {
			t.Errorf("after %s: %+v", c.listing.Name, l)
		}
	}
	own := h.Listed(one, cover("Ours", 3))
	over := sent("1", "Taken over")
	over.UUID = own.UUID
	if _, err := h.Receive(system, over); !errors.Is(err, service.ErrListedHere) {
		t.Errorf("the program changes what was listed here: %v", err)
	}
	if l, err := h.Own(one, own.ID); err != nil || l.Name != "Ours" {
		t.Errorf("%+v, %v", l, err)
	}
	for name, c := range map[string]struct {
		as   context.Context
		want problem.Kind
	}{"an entrepreneur": {h.Owner("amina", "riga"), problem.Forbidden}, "a visitor": {t.Context(), problem.Unauthorized}} {
		if _, err := h.Receive(c.as, sent("9", "Of a stranger")); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An inactive service is found neither by its UUID nor by a search, also while the index still has it.
func TestAnInactiveServiceIsNotFound(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l, other := h.Listed(one, cover("Cover", 3)), h.Listed(one, cover("Cover, too", 3))
	f := service.FormOf(l)
	f.Status = service.Inactive
	_, err := h.Change(one, l.ID, f) // the index does not follow yet
	h.Must(err)
	if _, err := h.GetByUUID(one, l.UUID); !problem.Is(err, problem.NotFound) {
		t.Errorf("by its UUID: %v", err)
	}
	found, r, err := h.Search(one, search.Query{Words: "cover", Page: 1, Size: 10})
	h.Must(err)
	if r.Total != 2 || len(found) != 1 || found[0].ID != other.ID {
		t.Errorf("the index has %d, the page %d", r.Total, len(found))
	}
	page, err := h.List(one, service.Query{Words: "cover", Page: 1, Size: 10})
	h.Must(err)
	if len(page.Listings) != 1 || page.Listings[0].ID != other.ID {
		t.Errorf("%d are listed", len(page.Listings))
	}
}
