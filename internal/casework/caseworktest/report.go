package caseworktest

import (
	"context"
	"fmt"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/record"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// AllOf asks for everything in a collection.
func AllOf() store.Query { return store.Query{Limit: 1000} }

// Form is a report of discrimination in Riga, with this text.
func Form(what string) report.Form {
	return report.Form{City: "riga", Ground: report.Words{"ethnic"}, Field: "work", What: what, Wish: "advice", Language: "en"}
}

// Filed files a report as a visitor.
func (h *House) Filed(f report.Form) *report.Receipt {
	h.t.Helper()
	r, err := h.File(h.t.Context(), f)
	h.Must(err)
	return r
}

// Named files a report with a name, and returns its id.
func (h *House) Named(f report.Form) string {
	h.t.Helper()
	f.Name, f.Contact = "Amina K.", "+371 2000"
	return h.IDOf(h.Filed(f).Number)
}

// Found is what a receipt opens.
func (h *House) Found(r *report.Receipt) *report.Inbox {
	h.t.Helper()
	in, err := h.Inbox(h.t.Context(), r.Receipt, "net")
	h.Must(err)
	return in
}

// First is the case that is due first for a caseworker.
func (h *House) First(ctx context.Context) *report.Report {
	h.t.Helper()
	all, _, err := h.Queue(ctx, "", "")
	h.Must(err)
	if len(all) == 0 {
		h.t.Fatal("the queue is empty")
	}
	return all[0]
}

// Queued are the numbers that a caseworker sees, page by page.
func (h *House) Queued(ctx context.Context, state report.State) (all []string, pages int) {
	h.t.Helper()
	for after := ""; ; pages++ {
		page, next, err := h.Queue(ctx, state, after)
		h.Must(err)
		for _, r := range page {
			all = append(all, r.Number)
		}
		if after = next; next == "" {
			return all, pages + 1
		}
	}
}

// IDOf finds a case of any city by its number.
func (h *House) IDOf(number string) string {
	h.t.Helper()
	r, err := h.Collection().First(h.t.Context(), "number", number)
	h.Must(err)
	return r.ID
}

// Kept is a case as it is stored.
func (h *House) Kept(ctx context.Context, id string) (*report.Report, error) {
	return h.Collection().Get(ctx, id)
}

// Stored puts a case of Riga into the store without sealing anything: for what is seen of it in the open.
func (h *House) Stored(n int, change func(*report.Report)) *report.Report {
	h.t.Helper()
	r := &report.Report{Meta: record.Meta{ID: fmt.Sprintf("report-%04d", n)}, Number: fmt.Sprintf("CASE-%04d", n), Lookup: fmt.Sprint("lookup", n), City: "riga",
		Channel: custody.Discrimination, Day: "2026-11-20", State: report.Received}
	if change != nil {
		change(r)
	}
	h.Put(r)
	return r
}

// Put stores a case as it is, and sets what is due.
func (h *House) Put(r *report.Report) {
	h.t.Helper()
	r.SetDue()
	h.Must(h.Collection().Put(h.t.Context(), r))
}

// Counted puts n closed cases of a city and day into the store, to be counted.
func (h *House) Counted(from, n int, city, day string, c report.Coding) {
	h.t.Helper()
	for i := range n {
		h.Stored(from+i, func(r *report.Report) {
			r.City, r.Day, r.State, r.Coding, r.Erase = city, day, report.Closed, c, "2028-01-01"
		})
	}
}

// Erased runs the daily erasure and returns the numbers that went, sorted.
func (h *House) Erased() []string {
	h.t.Helper()
	numbers, err := h.EraseDue(actor.AsSystem(h.t.Context()), false)
	h.Must(err)
	slices.Sort(numbers)
	return numbers
}

// Tombstones are what is left of erased cases.
func (h *House) Tombstones() []*report.Tombstone {
	h.t.Helper()
	all, err := store.Of[report.Tombstone](h.DB, store.Spec{Name: "report_stones", Quiet: true}).List(h.t.Context(), AllOf())
	h.Must(err)
	return all
}

func (h *House) files() *store.Collection[report.File] {
	return store.Of[report.File](h.DB, store.Spec{Name: "report_files", Quiet: true, Indexes: []store.Index{{Name: "report", Fields: []string{"report"}}}})
}

// FilesOf counts the attachments that are stored of a case.
func (h *House) FilesOf(id string) int {
	h.t.Helper()
	all, err := h.files().List(h.t.Context(), store.Query{Index: "report", Equal: []any{id}})
	h.Must(err)
	return len(all)
}

// Attach puts n attachments to a case that none will open.
func (h *House) Attach(id string, n int) {
	h.t.Helper()
	for i := range n {
		h.Must(h.files().Put(h.t.Context(), &report.File{Meta: record.Meta{ID: fmt.Sprintf("file-%s-%d", id, i)}, Report: id}))
	}
}
