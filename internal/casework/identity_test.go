package casework_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// A name is sealed apart: the caseworker sees it only when the custodian agrees to a reason.
func TestANameIsSealedApart(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.Name, f.Contact = "Amina K.", "+371 2000"
	h.Filed(f)
	id := h.First(h.Mia).ID
	c, err := h.Open(h.Mia, id, false)
	h.Must(err)
	if c.Who != nil {
		t.Fatal("the name is open")
	}
	_, err = h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her before the hearing."})
	h.Must(err)
	asked, err := h.ListRequests(h.Keeper)
	h.Must(err)
	if len(asked) != 1 || asked[0].Why != "To call her before the hearing." || asked[0].Who != "desk of mia" {
		t.Fatalf("%+v", asked)
	}
	if err := h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted"}); problem.Of(err) == nil || problem.Of(err).Fields["why"].Key == "" {
		t.Errorf("without a reason: %v", err)
	}
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "The hearing is on Monday."}))
	c, err = h.Open(h.Mia, id, false)
	h.Must(err)
	if c.Who == nil || c.Who.Name != "Amina K." || c.Known.WhyDecided != "The hearing is on Monday." {
		t.Errorf("%+v", c.Who)
	}
	if c, err = h.Open(h.Ali, id, false); err != nil || c.Who != nil {
		t.Errorf("a colleague sees it, too: %v", err)
	}
	log, _, err := h.Audit.List(h.Keeper, "")
	h.Must(err)
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

// After a custodian's no the name stays closed, and the caseworker may ask again; each decision is made once.
func TestANoKeepsTheNameClosed(t *testing.T) {
	h := caseworktest.New(t)
	id := h.Named(caseworktest.Form("x"))
	anonymous := h.IDOf(h.Filed(caseworktest.Form("x")).Number)
	if _, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: " "}); !slices.Equal(moduletest.Fields(err), []string{"why"}) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := h.AskIdentity(h.Mia, anonymous, casework.AskForm{Why: "x"}); problem.Of(err) == nil || problem.Of(err).Message.Key != "casework.no_identity" {
		t.Errorf("of somebody who gave no name: %v", err)
	}
	yes := casework.DecideForm{Decision: "granted", Why: "It is needed."}
	for _, form := range []casework.DecideForm{yes, {Decision: "refused", Why: "No."}} {
		if err := h.Decide(h.Keeper, id, form); !problem.Is(err, problem.NotFound) {
			t.Errorf("nobody asked: %v", err)
		}
	}
	if kept, err := h.Kept(t.Context(), id); err != nil || kept.Decision != "" {
		t.Errorf("it is decided before anybody asked: %q %v", kept.Decision, err)
	}
	_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her."})
	h.Must(err)
	for name, c := range map[string]struct {
		form casework.DecideForm
		want []string
	}{"nothing": {casework.DecideForm{}, []string{"decision", "why"}}, "no reason": {casework.DecideForm{Decision: "granted", Why: " "}, []string{"why"}},
		"no decision": {casework.DecideForm{Why: "x"}, []string{"decision"}}} {
		if err := h.Decide(h.Keeper, id, c.form); !slices.Equal(moduletest.Fields(err), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "refused", Why: "A letter does it."}))
	if err := h.Decide(h.Keeper, id, yes); !problem.Is(err, problem.NotFound) {
		t.Errorf("decided twice: %v", err)
	}
	c, err := h.Open(h.Mia, id, false)
	h.Must(err)
	if c.Who != nil || c.Decision != "refused" || c.Known.WhyDecided != "A letter does it." {
		t.Errorf("%+v %+v", c.Who, c.Known)
	}
	if w, err := h.Slots(t.Context(), id); err != nil || len(w.Identity) != 1 || w.Identity[0].Account != "keeper" {
		t.Errorf("after a no the name is closed for %+v, %v", w.Identity, err)
	}
	if asked, err := h.ListRequests(h.Keeper); err != nil || len(asked) != 0 {
		t.Errorf("it waits though it was decided: %v %v", asked, err)
	}
	_, err = h.AskIdentity(h.Mia, id, casework.AskForm{Why: "The letter came back."})
	h.Must(err)
	asked, err := h.ListRequests(h.Keeper)
	if err != nil || len(asked) != 1 || asked[0].Why != "The letter came back." {
		t.Fatalf("%+v %v", asked, err)
	}
	h.Must(h.Decide(h.Keeper, id, yes))
	if c, err = h.Open(h.Mia, id, false); err != nil || c.Who == nil || c.Who.Contact != "+371 2000" {
		t.Errorf("%+v %v", c.Who, err)
	}
	// A later no closes it again.
	_, err = h.AskIdentity(h.Mia, id, casework.AskForm{Why: "I lost the number."})
	h.Must(err)
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "refused", Why: "It is over."}))
	if c, err = h.Open(h.Mia, id, false); err != nil || c.Who != nil {
		t.Errorf("the name is still shown: %+v %v", c.Who, err)
	}
}

// The caseworker who asked sees the name, and no one for whom the custodian did not decide: not a colleague who
// asks next, not the custodian, not who is retired.
func TestTheNameIsForWhoAsked(t *testing.T) {
	h := caseworktest.New(t)
	id := h.Named(caseworktest.Form("x"))
	_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her."})
	h.Must(err)
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "Yes."}))
	sees := func(ctx context.Context) bool {
		c, err := h.Open(ctx, id, false)
		h.Must(err)
		return c.Who != nil
	}
	if !sees(h.Mia) || sees(h.Ali) {
		t.Errorf("mia sees it: %t, ali: %t", sees(h.Mia), sees(h.Ali))
	}
	_, err = h.AskIdentity(h.Ali, id, casework.AskForm{Why: "Me too."})
	h.Must(err)
	if sees(h.Ali) {
		t.Error("asking is enough")
	}
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "Yes."}))
	if !sees(h.Ali) {
		t.Error("ali was let in and does not see it")
	}
	h.Must(h.Retire(h.Keeper, "mia"))
	w, err := h.Slots(t.Context(), id)
	h.Must(err)
	for _, one := range slices.Concat(w.Readers, w.Identity) {
		if one.Account == "mia" {
			t.Error("a retired caseworker's wrap is left")
		}
	}
	if in := len(w.Identity); in != 2 {
		t.Errorf("the name is closed for %d", in)
	}
	h.Must(h.Lock(h.Ali))
	if _, err := h.Open(h.Ali, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("with a locked key: %v", err)
	}
}

// A custodian decides for their own city; one of all cities for each. A custodian who came after the report
// has no key slot in it and is refused, until a colleague lets them in.
func TestWhichCustodianDecides(t *testing.T) {
	h := caseworktest.New(t)
	id := h.Named(caseworktest.Form("x"))
	_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her."})
	h.Must(err)
	ghent, wide, late := h.As("ghent-keeper", actor.Custodian, "ghent"), h.As("wide", actor.Custodian, ""), h.As("late", actor.Custodian, "riga")
	for _, ctx := range []context.Context{ghent, wide, late} {
		h.Seat(ctx)
	}
	yes := casework.DecideForm{Decision: "granted", Why: "Yes."}
	if err := h.Decide(ghent, id, yes); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's custodian: %v", err)
	}
	for name, ctx := range map[string]context.Context{"a caseworker": h.Mia, "staff": h.As("s", actor.Staff, "riga"),
		"an administrator": h.As("a", actor.Admin, "")} {
		if err := h.Decide(ctx, id, yes); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s decides: %v", name, err)
		}
		if _, err := h.ListRequests(ctx); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s reads requests: %v", name, err)
		}
	}
	if asked, err := h.ListRequests(ghent); err != nil || len(asked) != 0 {
		t.Errorf("another city's custodian sees %v %v", asked, err)
	}
	for _, ctx := range []context.Context{wide, late} {
		name := actor.From(ctx).ID
		if asked, err := h.ListRequests(ctx); err != nil || len(asked) != 1 || asked[0].Why != "" {
			t.Errorf("%s sees %+v %v", name, asked, err)
		}
		if err := h.Decide(ctx, id, yes); problem.Of(err) == nil || problem.Of(err).Message.Key != "custody.not_for_you" {
			t.Errorf("%s decides without the key: %v", name, err)
		}
	}
	left, err := h.Share(h.Keeper)
	if err != nil || left != 0 {
		t.Fatalf("%d left, %v", left, err)
	}
	if asked, err := h.ListRequests(wide); err != nil || len(asked) != 1 || asked[0].Why != "To call her." || asked[0].City != "riga" {
		t.Errorf("%+v %v", asked, err)
	}
	h.Must(h.Decide(wide, id, yes))
	c, err := h.Open(h.Mia, id, false)
	if err != nil || c.Who == nil {
		t.Errorf("%+v %v", c, err)
	}
	h.Must(h.Lock(h.Keeper))
	if _, err := h.ListRequests(h.Keeper); !problem.Is(err, problem.Conflict) {
		t.Errorf("with a locked key: %v", err)
	}
}
