// Package tendertest gives tests the modules of tenders on a real store and index: tenders, their
// notices, drafts, outcomes, interests and questions, with their pages.
package tendertest

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/outcome"
	"citiesgrow/internal/process"
	"citiesgrow/internal/question"
	"citiesgrow/internal/share"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// Market is the use cases of tenders on one kit.
type Market struct {
	*moduletest.House
	Tenders   *tender.Service
	Interests *interest.Service
	Questions *question.Service
	Processes *process.Service
	Drafts    *draft.Service
	Outcomes  *outcome.Service
	Shares    *share.Service

	System context.Context // of the program itself
	Clock  time.Time       // of a market of New: what the time is; a test moves it
	t      testing.TB
}

// New starts the modules on a kit of their own.
func New(t testing.TB) *Market {
	t.Helper()
	h := moduletest.New(t)
	var m *Market
	h.Kit.Now = func() time.Time { return m.Clock }
	m = On(t, h)
	m.Start(m.Modules()...)
	return m
}

// On makes the use cases on a kit that other modules use too; the test starts all of them.
func On(t testing.TB, h *moduletest.House) *Market {
	t.Helper()
	m := &Market{House: h, System: actor.AsSystem(t.Context()), Clock: moduletest.Now, t: t}
	m.Tenders = tender.New(h.Kit)
	m.Interests = interest.New(h.Kit, m.Tenders)
	m.Questions = question.New(h.Kit, m.Tenders)
	m.Processes = process.New(h.Kit, m.Interests)
	m.Drafts = draft.New(h.Kit, m.Tenders, m.Processes, m.Interests)
	m.Outcomes = outcome.New(h.Kit, m.Tenders, m.Processes, m.Interests)
	m.Shares = share.New(h.Kit, m.Tenders)
	return m
}

// Modules are the modules in the order of their followers; no reader has a firm.
func (m *Market) Modules() []module.Module { return m.ModulesWith(NoFirm{}, NoFirm{}) }

// ModulesWith are the modules, with what a matcher shows on their pages.
func (m *Market) ModulesWith(matcher tender.Matcher, reacher draft.Reacher) []module.Module {
	pages := m.Tenders.Handlers(matcher, m.Interests, m.Questions)
	return []module.Module{m.Processes.Module(), pages.Module(), m.Interests.Module(), m.Questions.Module(pages.Show),
		m.Drafts.Module(reacher), m.Outcomes.Module(), m.Shares.Module()}
}

// Pages serves the pages and the API of the modules.
func (m *Market) Pages() *moduletest.Site {
	m.t.Helper()
	return m.Site(m.Modules()...)
}

// NoFirm is a matcher for readers without a firm, and the reach of a draft that no firm is compared with.
type NoFirm struct{}

// Reasons has no reasons.
func (NoFirm) Reasons(*web.Ctx, []*tender.Tender) (map[string]tender.Fit, error) {
	return map[string]tender.Fit{}, nil
}

// Firm is no firm.
func (NoFirm) Firm(*web.Ctx) (tender.Firm, error) { return tender.Firm{}, nil }

// Gap is no gap.
func (NoFirm) Gap(*web.Ctx, *tender.Tender) (*web.Gap, bool, error) { return nil, false, nil }

// Reach is that of no firms.
func (NoFirm) Reach(*web.Ctx, *notice.Content) (*web.Reach, error) { return &web.Reach{}, nil }

// Drafted creates a draft.
func (m *Market) Drafted(as context.Context, f draft.Form) *tender.Tender {
	m.t.Helper()
	got, err := m.Drafts.Create(as, f)
	m.Must(err)
	return got
}

// Published creates a draft and publishes it.
func (m *Market) Published(as context.Context, f draft.Form) *tender.Tender {
	m.t.Helper()
	got, err := m.Drafts.Publish(as, m.Drafted(as, f).ID, 0)
	m.Must(err)
	return got
}

// Received receives releases and returns the tender of the last one.
func (m *Market) Received(all ...*ocds.Release) *tender.Tender {
	m.t.Helper()
	id := ""
	for _, r := range all {
		got, err := m.Processes.Receive(m.System, r)
		m.Must(err)
		id = got.TenderID
	}
	got, err := m.Tenders.Get(m.System, id)
	m.Must(err)
	return got
}

// Follows lets a firm follow a tender, or declare interest in it.
func (m *Market) Follows(who actor.Actor, id string, declared bool) *interest.Interest {
	m.t.Helper()
	i, err := m.Interests.Follow(actor.With(m.System, who), interest.Interest{TenderID: id, Supplier: "supplier-" + who.Name, Name: who.Name,
		Declared: declared})
	m.Must(err)
	return i
}

// Counted reads what a document of a collection is counted as, by figure and unit.
func (m *Market) Counted(collection, id string) map[string]module.Step {
	m.t.Helper()
	for _, one := range m.Modules() {
		for _, j := range one.Journeys {
			if j.Collection != collection {
				continue
			}
			steps, err := j.Read(m.System, id)
			m.Must(err)
			all := map[string]module.Step{}
			for _, s := range steps {
				all[s.Figure+s.Unit] = s
			}
			return all
		}
	}
	m.t.Fatalf("nothing is counted of %s", collection)
	return nil
}
