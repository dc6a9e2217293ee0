package report_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// A name is sealed apart: the caseworker sees it only when the custodian agrees to a reason.
func TestANameIsSealedApart(t *testing.T) {
	h := open(t)
	f := told("x")
	f.Name, f.Contact = "Amina K.", "+371 2000"
	h.filed(f)
	id := h.first(h.mia).ID
	c, err := h.Open(h.mia, id, false)
	h.must(err)
	if c.Who != nil {
		t.Fatal("the name is open")
	}
	_, err = h.AskIdentity(h.mia, id, report.AskForm{Why: "To call her before the hearing."})
	h.must(err)
	asked, err := h.Requests(h.keeper)
	h.must(err)
	if len(asked) != 1 || asked[0].Why != "To call her before the hearing." || asked[0].Who != "desk of mia" {
		t.Fatalf("%+v", asked)
	}
	if err := h.Decide(h.keeper, id, report.DecideForm{Decision: "granted"}); problem.Of(err) == nil || problem.Of(err).Fields["why"].Key == "" {
		t.Errorf("without a reason: %v", err)
	}
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "granted", Why: "The hearing is on Monday."}))
	c, err = h.Open(h.mia, id, false)
	h.must(err)
	if c.Who == nil || c.Who.Name != "Amina K." || c.Desk.WhyDecided != "The hearing is on Monday." {
		t.Errorf("%+v", c.Who)
	}
	if c, err = h.Open(h.ali, id, false); err != nil || c.Who != nil {
		t.Errorf("a colleague sees it, too: %v", err)
	}
	log, _, err := h.Log(h.keeper, "")
	h.must(err)
	var acts []string
	for _, e := range log {
		acts = append(acts, e.Act)
	}
	for _, want := range []string{"asked for the identity", "identity granted", "saw the identity", "opened"} {
		if !slices.Contains(acts, want) {
			t.Errorf("the log lacks %q: %v", want, acts)
		}
	}
}

// named files a report with a name, and mia asks for it.
func (h *house) named(f report.Form) string {
	h.t.Helper()
	f.Name, f.Contact = "Amina K.", "+371 2000"
	number := h.filed(f).Number
	return h.idOf(number)
}

// A custodian's no keeps the name closed, and the caseworker may ask again; each decision is made once.
func TestANoKeepsTheNameClosed(t *testing.T) {
	h := open(t)
	id := h.named(told("x"))
	anonymous := h.idOf(h.filed(told("x")).Number)
	if _, err := h.AskIdentity(h.mia, id, report.AskForm{Why: " "}); !slices.Equal(moduletest.Fields(err), []string{"why"}) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := h.AskIdentity(h.mia, anonymous, report.AskForm{Why: "x"}); problem.Of(err) == nil || problem.Of(err).Message.Key != "report.no_identity" {
		t.Errorf("of somebody who gave no name: %v", err)
	}
	yes := report.DecideForm{Decision: "granted", Why: "It is needed."}
	for _, form := range []report.DecideForm{yes, {Decision: "refused", Why: "No."}} {
		if err := h.Decide(h.keeper, id, form); !problem.Is(err, problem.NotFound) {
			t.Errorf("nobody asked: %v", err)
		}
	}
	if kept, err := h.Kept(t.Context(), id); err != nil || kept.Decision != "" {
		t.Errorf("it is decided before anybody asked: %q %v", kept.Decision, err)
	}
	_, err := h.AskIdentity(h.mia, id, report.AskForm{Why: "To call her."})
	h.must(err)
	for name, c := range map[string]struct {
		form report.DecideForm
		want []string
	}{"nothing": {report.DecideForm{}, []string{"decision", "why"}}, "no reason": {report.DecideForm{Decision: "granted", Why: " "}, []string{"why"}},
		"no decision": {report.DecideForm{Why: "x"}, []string{"decision"}}} {
		if err := h.Decide(h.keeper, id, c.form); !slices.Equal(moduletest.Fields(err), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "refused", Why: "A letter does it."}))
	if err := h.Decide(h.keeper, id, yes); !problem.Is(err, problem.NotFound) {
		t.Errorf("decided twice: %v", err)
	}
	c, err := h.Open(h.mia, id, false)
	h.must(err)
	if c.Who != nil || c.Decision != "refused" || c.Desk.WhyDecided != "A letter does it." {
		t.Errorf("%+v %+v", c.Who, c.Desk)
	}
	if w, err := h.WrapsOf(t.Context(), id); err != nil || len(w.Identity) != 1 || w.Identity[0].Account != "keeper" {
		t.Errorf("after a no the name is closed for %+v, %v", w.Identity, err)
	}
	if asked, err := h.Requests(h.keeper); err != nil || len(asked) != 0 {
		t.Errorf("it waits though it was decided: %v %v", asked, err)
	}
	_, err = h.AskIdentity(h.mia, id, report.AskForm{Why: "The letter came back."})
	h.must(err)
	asked, err := h.Requests(h.keeper)
	if err != nil || len(asked) != 1 || asked[0].Why != "The letter came back." {
		t.Fatalf("%+v %v", asked, err)
	}
	h.must(h.Decide(h.keeper, id, yes))
	if c, err = h.Open(h.mia, id, false); err != nil || c.Who == nil || c.Who.Contact != "+371 2000" {
		t.Errorf("%+v %v", c.Who, err)
	}
	// A later no closes it again.
	_, err = h.AskIdentity(h.mia, id, report.AskForm{Why: "I lost the number."})
	h.must(err)
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "refused", Why: "It is over."}))
	if c, err = h.Open(h.mia, id, false); err != nil || c.Who != nil {
		t.Errorf("the name is still shown: %+v %v", c.Who, err)
	}
}

// The one who asked sees the name, and nobody for whom the custodian did not decide: not a colleague who
// asks next, not the custodian, not who is retired.
func TestTheNameIsForWhoAsked(t *testing.T) {
	h := open(t)
	id := h.named(told("x"))
	_, err := h.AskIdentity(h.mia, id, report.AskForm{Why: "To call her."})
	h.must(err)
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "granted", Why: "Yes."}))
	sees := func(ctx context.Context) bool {
		c, err := h.Open(ctx, id, false)
		h.must(err)
		return c.Who != nil
	}
	if !sees(h.mia) || sees(h.ali) {
		t.Errorf("mia sees it: %t, ali: %t", sees(h.mia), sees(h.ali))
	}
	_, err = h.AskIdentity(h.ali, id, report.AskForm{Why: "Me too."})
	h.must(err)
	if sees(h.ali) {
		t.Error("asking is enough")
	}
	h.must(h.Decide(h.keeper, id, report.DecideForm{Decision: "granted", Why: "Yes."}))
	if !sees(h.ali) {
		t.Error("ali was let in and does not see it")
	}
	h.must(h.Retire(h.keeper, "mia"))
	w, err := h.WrapsOf(t.Context(), id)
	h.must(err)
	for _, one := range slices.Concat(w.Readers, w.Identity) {
		if one.Account == "mia" {
			t.Error("a retired caseworker's wrap is left")
		}
	}
	if in := len(w.Identity); in != 2 {
		t.Errorf("the name is closed for %d", in)
	}
	h.must(h.Lock(h.ali))
	if _, err := h.Open(h.ali, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("with a locked key: %v", err)
	}
}

// A custodian decides for their own city; one of all cities for each. Who came after the report does not
// hold its key and is told so, until a colleague lets them in.
func TestWhichCustodianDecides(t *testing.T) {
	h := open(t)
	id := h.named(told("x"))
	_, err := h.AskIdentity(h.mia, id, report.AskForm{Why: "To call her."})
	h.must(err)
	ghent, wide, late := h.as("ghent-keeper", actor.Custodian, "ghent"), h.as("wide", actor.Custodian, ""), h.as("late", actor.Custodian, "riga")
	for _, ctx := range []context.Context{ghent, wide, late} {
		h.seat(ctx)
	}
	yes := report.DecideForm{Decision: "granted", Why: "Yes."}
	if err := h.Decide(ghent, id, yes); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's custodian: %v", err)
	}
	for name, ctx := range map[string]context.Context{"a caseworker": h.mia, "staff": h.as("s", actor.Staff, "riga"),
		"an administrator": h.as("a", actor.Admin, "")} {
		if err := h.Decide(ctx, id, yes); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s decides: %v", name, err)
		}
		if _, err := h.Requests(ctx); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s reads requests: %v", name, err)
		}
	}
	if asked, err := h.Requests(ghent); err != nil || len(asked) != 0 {
		t.Errorf("another city's custodian sees %v %v", asked, err)
	}
	for _, ctx := range []context.Context{wide, late} {
		name := actor.From(ctx).ID
		if asked, err := h.Requests(ctx); err != nil || len(asked) != 1 || asked[0].Why != "" {
			t.Errorf("%s sees %+v %v", name, asked, err)
		}
		if err := h.Decide(ctx, id, yes); problem.Of(err) == nil || problem.Of(err).Message.Key != "report.not_for_you" {
			t.Errorf("%s decides without the key: %v", name, err)
		}
	}
	left, err := h.Share(h.keeper)
	if err != nil || left != 0 {
		t.Fatalf("%d left, %v", left, err)
	}
	if asked, err := h.Requests(wide); err != nil || len(asked) != 1 || asked[0].Why != "To call her." || asked[0].City != "riga" {
		t.Errorf("%+v %v", asked, err)
	}
	h.must(h.Decide(wide, id, yes))
	c, err := h.Open(h.mia, id, false)
	if err != nil || c.Who == nil {
		t.Errorf("%+v %v", c, err)
	}
	h.must(h.Lock(h.keeper))
	if _, err := h.Requests(h.keeper); !problem.Is(err, problem.Conflict) {
		t.Errorf("with a locked key: %v", err)
	}
}
