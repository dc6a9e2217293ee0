package casework_test

import (
	"regexp"
	"strings"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
)

// written is what stands in a field of a page that takes a longer text.
func written(t *testing.T, page, id string) string {
	t.Helper()
	found := regexp.MustCompile(`<textarea id="` + id + `"[^>]*>([^<]*)`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no field %s", id)
	}
	return strings.TrimSpace(found[1])
}

// What was typed is shown again in the form that was refused, with the complaint at its field, and in no other
// form of the case: a note for colleagues does not become a message to the reporter, and the other forms show
// what is stored.
func TestARefusedFormLeavesTheOthersAsStored(t *testing.T) {
	h := caseworktest.New(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	_, err := h.Triage(h.Ali, id, casework.TriageForm{Triage: "refer", Urgent: "yes", Limit: "2026-12-24"})
	h.Must(err)
	_, err = h.Code(h.Ali, id, casework.CodingForm{Ground: "age", Outcome: "advised", Summary: "A line of Ali."})
	h.Must(err)
	site := h.House.Site(h.Modules()...)
	stored := []string{`value="refer" checked`, `name="urgent" value="yes" checked`, `value="2026-12-24"`, `value="age" selected`, `value="A line of Ali."`}
	for _, c := range []struct {
		act, link, field string // the field of the text on the page
		typed            []string
	}{
		{"notes", "note", "note", []string{"text", "Call her brother. " + strings.Repeat("x", 10_000)}},
		{"closing", "ended", "done", []string{"text", "We asked them to stop.", "outcome", "won"}},
		{"messages", "feedback", "text", []string{"text", "We looked into it.", "feedback", "perhaps"}},
		{"parts", "what", "what", []string{"what", "The second matter. " + strings.Repeat("x", 20_000)}},
	} {
		r := site.Post(h.Mia, "/cases/"+id+"/"+c.act, c.typed...)
		page := strings.Join(strings.Fields(r.Body), " ")
		if r.Status != 422 || !strings.Contains(page, `<a href="#`+c.link+`">`) {
			t.Errorf("%s: %d, the summary does not lead to %s", c.act, r.Status, c.link)
		}
		for _, field := range []string{"text", "note", "done", "what"} {
			want := ""
			if field == c.field {
				want = c.typed[1]
			}
			if got := written(t, page, field); got != want {
				t.Errorf("%s: %s shows %.40q, want %.40q", c.act, field, got, want)
			}
		}
		for _, want := range stored {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %s", c.act, want)
			}
		}
	}
}

// A refused decision is shown again at its own request.
func TestARefusedDecisionStaysAtItsRequest(t *testing.T) {
	h := caseworktest.New(t)
	for range 2 {
		form := caseworktest.Form("x")
		form.Name, form.Contact = "Sofia", "sofia@example.org"
		h.Filed(form)
	}
	var ids []string
	found, _, err := h.Queue(h.Mia, "", "")
	h.Must(err)
	for _, r := range found {
		_, err := h.AskIdentity(h.Mia, r.ID, casework.AskForm{Why: "To call back."})
		h.Must(err)
		ids = append(ids, r.ID)
	}
	r := h.House.Site(h.Modules()...).Post(h.Keeper, "/custody/requests/"+ids[0]+"/decision", "why", "It is needed.")
	if r.Status != 422 || !strings.Contains(r.Body, `href="#decision-`+ids[0]+`"`) {
		t.Errorf("%d: the summary does not lead to the request", r.Status)
	}
	if first, second := written(t, r.Body, "why-"+ids[0]), written(t, r.Body, "why-"+ids[1]); first != "It is needed." || second != "" {
		t.Errorf("the requests show %q and %q", first, second)
	}
}
