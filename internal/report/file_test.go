package report_test

import (
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/upload"
)

// Somebody tells, the desk answers, they come back with the receipt and nothing else.
func TestAReportAndItsAnswer(t *testing.T) {
	h := open(t)
	f := told("They said my name is too foreign for the job.")
	f.When, f.Email, f.Language = "2026-11-10", "amina@x.example", "ar"
	f.Files = []upload.Sent{{Name: "letter.txt", Data: []byte("We regret.")}}
	r := h.filed(f)
	if len(r.Receipt) != 16 || r.Day != "2026-11-22" || len(r.Hash) != 64 {
		t.Errorf("%+v", r)
	}
	c := h.first(h.mia)
	if c.State != report.Received || c.Due != "2026-11-29" || c.Limit != "2027-02-10" {
		t.Errorf("in the queue: %s, due %s, limit %s", c.State, c.Due, c.Limit)
	}
	read, err := h.Open(h.mia, c.ID, false)
	h.must(err)
	if read.Account.What != f.What || len(read.Files) != 1 || read.Files[0].Name != "letter.txt" {
		t.Errorf("%+v %+v", read.Account, read.Files)
	}
	_, err = h.Write(h.mia, c.ID, report.MessageForm{Text: "Thank you. Which firm was it?"})
	h.must(err)
	if !slices.Equal(h.pings, []string{"amina@x.example ar report.letter"}) {
		t.Errorf("pings %v", h.pings)
	}
	in := h.found(r)
	if in.Account.What != f.What || len(in.Messages) != 1 || in.Messages[0].Text != "Thank you. Which firm was it?" || in.Messages[0].From != "desk" || in.State != report.Open || in.Hash != r.Hash {
		t.Errorf("%+v", in)
	}
	spoken := r.Receipt[:4] + " " + r.Receipt[4:8] + "-" + r.Receipt[8:]
	in, err = h.Reply(t.Context(), report.Reply{Receipt: spoken, Text: "Clean House.", Files: []upload.Sent{{Name: "more.txt", Data: []byte("x")}}}, "net")
	h.must(err)
	if len(in.Messages) != 2 || len(in.Files) != 2 {
		t.Errorf("%+v", in)
	}
	one, err := h.Attachment(t.Context(), r.Receipt, in.Files[0].ID, "net")
	if err != nil || one.Name != "letter.txt" {
		t.Errorf("%+v %v", one, err)
	}
	if c := h.first(h.ali); c.Waiting != "2026-11-22" || c.Acknowledge != "2026-11-22" || c.Due != "2026-11-22" {
		t.Errorf("the desk does not see the news: %+v", c)
	}
	_, err = h.Note(h.ali, c.ID, report.NoteForm{Text: "Known firm."})
	h.must(err)
	read, err = h.Open(h.mia, c.ID, false)
	h.must(err)
	if len(read.Noted) != 1 || read.Noted[0].Text != "Known firm." || read.Noted[0].Name != "desk of ali" {
		t.Errorf("%+v", read.Noted)
	}
	if in := h.found(r); len(in.Messages) != 2 {
		t.Error("the reporter sees the note")
	}
}

// What is missing or cannot be is said beside the field; what laws call the grounds is
// understood.
func TestWhatIsTold(t *testing.T) {
	h := open(t)
	_, err := h.File(t.Context(), report.Form{City: "atlantis", Ground: report.Words{"hair"}, When: "tomorrow", Name: "Amina"})
	p := problem.Of(err)
	for _, field := range []string{"city", "ground", "field", "what", "wish", "when", "contact"} {
		if p == nil || p.Fields[field].Key == "" {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	f := told("x")
	f.Ground, f.Field = report.Words{"Racial or ethnic origin", "sexual-orientation", "other"}, "goods_and_services"
	in := h.found(h.filed(f))
	if !slices.Equal(in.Account.Grounds, []string{"ethnic", "orientation", "other_ground"}) || in.Account.Field != "services" {
		t.Errorf("%+v", in.Account)
	}
	f.When = "2027-01-01"
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["when"].Key != "report.when_future" {
		t.Errorf("%v", err)
	}
	f = told("x")
	f.Files = []upload.Sent{{Name: "page.html", Data: []byte("<script>")}}
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["files"].Key != "report.file_type" {
		t.Errorf("%v", err)
	}
}

// Ids, numbers and receipts tell nothing about when.
func TestIDsTellNothing(t *testing.T) {
	h := open(t)
	var ids, numbers []string
	for n := range 40 {
		if n%10 == 0 {
			h.now = h.now.Add(time.Hour)
		}
		h.filed(told("x"))
	}
	raw, _, err := h.DB.Find(t.Context(), "reports", allOf())
	h.must(err)
	for _, doc := range raw {
		ids = append(ids, doc.Lookup("_id").StringValue())
		numbers = append(numbers, doc.Lookup("number").StringValue())
		if created := doc.Lookup("created").Time(); !created.Equal(created.Truncate(24 * time.Hour)) {
			t.Fatalf("a time finer than a day: %s", created)
		}
	}
	if len(ids) != 40 || len(ids[0]) < len("report-")+26 {
		t.Fatalf("%d ids like %s", len(ids), ids[0])
	}
	slices.Sort(numbers)
	if len(slices.Compact(numbers)) != 40 {
		t.Error("a number is given twice")
	}
}
