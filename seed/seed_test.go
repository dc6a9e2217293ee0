package seed_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/directory"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/match"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/testdata"
	"citiesgrow/seed"
)

func TestADemonstration(t *testing.T) {
	h := open(t)
	began := time.Now()
	logins, err := seed.Run(t.Context(), h.House)
	must(t, err)
	took := time.Since(began)
	must(t, h.CatchUp(t.Context()))
	t.Logf("seeded in %s, followed in %s", took, time.Since(began)-took)
	t.Run("every city is lively", func(t *testing.T) { lively(t, h) })
	t.Run("every city helps and hires", func(t *testing.T) { helped(t, h) })
	t.Run("everything is marked", func(t *testing.T) { marked(t, h) })
	t.Run("every role signs in", func(t *testing.T) { roles(t, h, logins) })
	t.Run("every city has a match", func(t *testing.T) { matched(t, h) })
	t.Run("entrepreneurs find their work", func(t *testing.T) { found(t, h, logins) })
	t.Run("buyers have their tenders", func(t *testing.T) { posted(t, h, logins) })
	t.Run("a second start adds nothing", func(t *testing.T) {
		before, revisions := h.counts(t)
		again, err := seed.Run(t.Context(), h.House)
		must(t, err)
		after, now := h.counts(t)
		if !maps.Equal(before, after) || revisions != now || !slices.Equal(logins, again) {
			t.Errorf("before %v\nafter %v", before, after)
		}
	})
}

func lively(t *testing.T, h *house) {
	ctx, now := actor.AsSystem(t.Context()), h.Kit.Now()
	tenders, open, firms := map[string]int{}, map[string]int{}, map[string]int{}
	total, stages, trades := 0, map[tender.Status]int{}, map[string]bool{}
	for _, v := range all(t, h.Tenders.All(ctx)) {
		status := v.Status(now)
		stages[status]++
		total++
		tenders[v.City]++
		if status == tender.StatusOpen {
			open[v.City]++
			if !v.Deadline().After(now) {
				t.Errorf("%v is open and its deadline was %s", v.Tender.Title, v.Deadline())
			}
		}
		if status != tender.StatusDraft && len(v.CPV()) == 0 {
			t.Errorf("%v has no codes", v.Tender.Title)
		}
	}
	for _, p := range all(t, h.Suppliers.All(ctx)) {
		firms[p.City]++
		if len(p.CPV) == 0 {
			t.Errorf("nobody knows what %s does: %v", p.Name, p.Said)
		}
		for _, code := range p.CPV {
			trades[code[:4]] = true
		}
	}
	for _, c := range h.Kit.Taxonomy.Cities() {
		if tenders[c.ID] < 6 || open[c.ID] < 4 || firms[c.ID] < 3 {
			t.Errorf("%s has %d tenders, %d open, and %d firms", c.ID, tenders[c.ID], open[c.ID], firms[c.ID])
		}
	}
	for _, status := range tender.Statuses() {
		if stages[status] < 2 {
			t.Errorf("%d tenders are %s", stages[status], status)
		}
	}
	if total < 128 || len(trades) < 30 {
		t.Errorf("%d tenders, %d groups of trades", total, len(trades))
	}
	t.Logf("tenders %d %v, firms %v, groups of trades %d", total, stages, firms, len(trades))
}

// helped checks that each city has services, employers with offers, and an event, all marked as demonstration, and that the
// directory is exported as valid HSDS.
func helped(t *testing.T, h *house) {
	ctx := actor.AsSystem(t.Context())
	services := map[string]int{}
	for _, l := range all(t, h.Services.All(ctx)) {
		services[l.City]++
		if !l.Test {
			t.Errorf("service %s is not marked", l.Name)
		}
	}
	var export bytes.Buffer
	must(t, hsds.WriteAll(&export, directory.New(h.Kit, h.Services).Export(ctx)))
	var written any
	must(t, json.Unmarshal(export.Bytes(), &written))
	if err := testdata.HSDS(t, "service_package.json")(written); err != nil {
		t.Error(err)
	}
	for _, c := range h.Kit.Taxonomy.Cities() {
		organisations, err := h.Organisations.List(ctx, c.ID, "")
		must(t, err)
		hiring := 0
		for _, o := range organisations {
			offers, err := h.Vacancies.ListOpen(ctx, o.ID)
			must(t, err)
			if len(offers) > 0 {
				hiring++
			}
			if !o.Test {
				t.Errorf("organisation %s is not marked", o.Name)
			}
		}
		events, err := h.Events.List(ctx, c.ID, "")
		must(t, err)
		if services[c.ID] < 4 || hiring < 3 || len(events) < 1 {
			t.Errorf("%s has %d services, %d that hire or teach, %d events", c.ID, services[c.ID], hiring, len(events))
		}
	}
}

func marked(t *testing.T, h *house) {
	ctx := actor.AsSystem(t.Context())
	for _, p := range all(t, h.Suppliers.All(ctx)) {
		if !p.Test || p.Contact.Email != "" && !strings.HasSuffix(p.Contact.Email, ".example") {
			t.Errorf("firm %s is not marked, or can be written to: %q", p.Name, p.Contact.Email)
		}
	}
	for _, a := range all(t, store.Of[account.Account](h.Kit.DB, store.Spec{Name: "accounts"}).All(ctx)) {
		if !a.Test || !strings.HasSuffix(a.Email, ".example") {
			t.Errorf("account %s is not marked", a.Email)
		}
	}
	for _, v := range all(t, h.Tenders.All(ctx)) {
		if !v.Test {
			t.Errorf("tender %v is not marked", v.Working().Tender.Title)
		}
	}
}

func roles(t *testing.T, h *house, logins []seed.Login) {
	have := map[actor.Role]int{}
	for _, l := range logins {
		who := actor.From(h.as(t, l))
		if string(who.Role) != l.Role || who.City != l.City {
			t.Errorf("%s is %s in %s", l.Email, who.Role, who.City)
		}
		if who.Active {
			have[who.Role]++
		}
	}
	for _, r := range actor.Roles() {
		if have[r] == 0 {
			t.Errorf("no login of a %s", r)
		}
	}
	if have[actor.Entrepreneur] < 4 || have[actor.Buyer] < 4 || have[actor.Staff] < 3 {
		t.Errorf("logins %v", have)
	}
	waiting, err := h.Accounts.ListWaiting(actor.AsSystem(t.Context()))
	must(t, err)
	if len(waiting) != 1 || waiting[0].Role != actor.Buyer {
		t.Errorf("%d wait to be verified", len(waiting))
	}
}

func matched(t *testing.T, h *house) {
	matched := map[string]int{}
	for _, m := range all(t, store.Of[match.Match](h.Kit.DB, store.Spec{Name: "matches"}).All(actor.AsSystem(t.Context()))) {
		matched[m.City]++
	}
	for _, c := range h.Kit.Taxonomy.Cities() {
		if matched[c.ID] == 0 {
			t.Errorf("nobody matches a tender in %s", c.ID)
		}
	}
	t.Logf("matches %v", matched)
}

func found(t *testing.T, h *house, logins []seed.Login) {
	for _, l := range logins {
		if l.Role != string(actor.Entrepreneur) {
			continue
		}
		p, pairs, err := h.matches.ListOwn(h.as(t, l))
		must(t, err)
		t.Logf("%s (%s, %d %% told)", p.Name, l.City, p.Percent())
		for _, pair := range pairs[:min(5, len(pairs))] {
			title, _ := pair.Tender.Tender.Title.In("en")
			t.Logf("  %d %s: %s", pair.Match.Score, pair.Tender.City, title)
		}
		if len(pairs) < 2 || pairs[0].Tender.City != l.City {
			t.Errorf("%s has %d matches, the first not in %s", l.Email, len(pairs), l.City)
		}
		if l.City == "helsinki" && (len(pairs) < 3 || !strings.HasPrefix(pairs[0].Tender.Tender.CPV[0], "909")) {
			t.Errorf("the first of %d matches of the cleaning firm is %v", len(pairs), pairs[0].Tender.Tender.Title)
		}
	}
}

func posted(t *testing.T, h *house, logins []seed.Login) {
	drafts, published, interested := 0, 0, 0
	for _, l := range logins {
		if l.Role != string(actor.Buyer) || !actor.From(h.as(t, l)).Active {
			continue
		}
		as := h.as(t, l)
		mine, err := h.Tenders.ListOwn(as)
		must(t, err)
		for _, v := range mine {
			if v.Stage == "" {
				drafts++
				continue
			}
			published++
			firms, err := h.interests.List(as, v.ID)
			must(t, err)
			interested += len(firms)
		}
	}
	if drafts != 2 || published < 8 || interested == 0 {
		t.Errorf("%d drafts, %d published, %d firms interested", drafts, published, interested)
	}
}
