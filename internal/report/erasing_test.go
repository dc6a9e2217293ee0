package report_test

import (
	"context"
	"sync/atomic"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// quicker is a store in which the erasure of a case starts just before a reply reads the case.
type quicker struct {
	store.DB
	begins atomic.Bool
}

// Get first removes the receipt of the case, as the erasure does.
func (q *quicker) Get(ctx context.Context, collection, id string) (bson.Raw, error) {
	raw, err := q.DB.Get(ctx, collection, id)
	if err != nil || collection != "reports" || !q.begins.CompareAndSwap(true, false) {
		return raw, err
	}
	var doc, left bson.D
	if err := bson.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	was := raw.Lookup("rev").AsInt64()
	for _, e := range doc {
		switch e.Key {
		case "lookup":
			continue
		case "rev":
			e.Value = was + 1
		}
		left = append(left, e)
	}
	next, err := bson.Marshal(left)
	if err != nil {
		return nil, err
	}
	if err := q.DB.Put(ctx, collection, store.Write{ID: id, Expected: was, Doc: next}); err != nil {
		return nil, err
	}
	return q.DB.Get(ctx, collection, id)
}

// A reply during an erasure is rejected, and nothing is added to the erased case.
func TestAReplyIntoAnErasureIsRefused(t *testing.T) {
	db := &quicker{}
	h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	r := h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	db.begins.Store(true)
	_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "It goes on."}, "net")
	if p := problem.Of(err); p == nil || p.Fields["receipt"].Key != "report.receipt_unknown" {
		t.Errorf("%v", err)
	}
	kept, err := h.Kept(t.Context(), id)
	if err != nil || len(kept.Messages) != 0 || kept.Waiting != "" || kept.Lookup != "" || db.begins.Load() {
		t.Errorf("%+v %v", kept, err)
	}
	if _, err := h.Inbox(t.Context(), r.Receipt, "net"); problem.Of(err) == nil {
		t.Error("the receipt still opens it")
	}
}
