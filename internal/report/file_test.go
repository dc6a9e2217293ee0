package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/upload"
)

// A person files a report, the desk answers, and the person returns with only the receipt.
func TestAReportAndItsAnswer(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("They said my name is too foreign for the job.")
	f.When, f.Email, f.Language = "2026-11-10", "amina@x.example", "ar"
	f.Files = []upload.Sent{{Name: "letter.txt", Data: []byte("We regret.")}}
	r := h.Filed(f)
	if len(r.Receipt) != 16 || r.Day != "2026-11-22" || len(r.Hash) != 64 {
		t.Errorf("%+v", r)
	}
	c := h.First(h.Mia)
	if c.State != report.Received || c.Due != "2026-11-29" || c.Limit != "2027-02-10" {
		t.Errorf("in the queue: %s, due %s, limit %s", c.State, c.Due, c.Limit)
	}
	read, err := h.Open(h.Mia, c.ID, false)
	h.Must(err)
	if read.Account.What != f.What || len(read.Files) != 1 || read.Files[0].Name != "letter.txt" {
		t.Errorf("%+v %+v", read.Account, read.Files)
	}
	_, err = h.Write(h.Mia, c.ID, casework.MessageForm{Text: "Thank you. Which firm was it?"})
	h.Must(err)
	if !slices.Equal(h.Pings, []string{"amina@x.example ar report.letter"}) {
		t.Errorf("pings %v", h.Pings)
	}
	in := h.Found(r)
	if in.Account.What != f.What || len(in.Messages) != 1 || in.Messages[0].Text != "Thank you. Which firm was it?" || in.Messages[0].From != "desk" ||
		in.State != report.Open || in.Hash != r.Hash {
		t.Errorf("%+v", in)
	}
	spoken := r.Receipt[:4] + " " + r.Receipt[4:8] + "-" + r.Receipt[8:]
	in, err = h.Reply(t.Context(), report.Reply{Receipt: spoken, Text: "Clean House.", Files: []upload.Sent{{Name: "more.txt", Data: []byte("x")}}}, "net")
	h.Must(err)
	if len(in.Messages) != 2 || len(in.Files) != 2 {
		t.Errorf("%+v", in)
	}
	one, err := h.Attachment(t.Context(), r.Receipt, in.Files[0].ID, "net")
	if err != nil || one.Name != "letter.txt" {
		t.Errorf("%+v %v", one, err)
	}
	if c := h.First(h.Ali); c.Waiting != "2026-11-22" || c.Acknowledge != "2026-11-22" || c.Due != "2026-11-22" {
		t.Errorf("the desk does not see the news: %+v", c)
	}
	_, err = h.Note(h.Ali, c.ID, casework.NoteForm{Text: "Known firm."})
	h.Must(err)
	read, err = h.Open(h.Mia, c.ID, false)
	h.Must(err)
	if len(read.Noted) != 1 || read.Noted[0].Text != "Known firm." || read.Noted[0].Name != "desk of ali" {
		t.Errorf("%+v", read.Noted)
	}
	if in := h.Found(r); len(in.Messages) != 2 {
		t.Error("the reporter sees the note")
	}
}

// Missing and invalid values give an error at their field. Names of grounds that laws use are accepted.
func TestWhatIsTold(t *testing.T) {
	h := caseworktest.New(t)
	_, err := h.File(t.Context(), report.Form{City: "atlantis", Ground: report.Words{"hair"}, When: "tomorrow", Name: "Amina"})
	p := problem.Of(err)
	for _, field := range []string{"city", "ground", "field", "what", "wish", "when", "contact"} {
		if p == nil || p.Fields[field].Key == "" {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	f := caseworktest.Form("x")
	f.Ground, f.Field = report.Words{"Racial or ethnic origin", "sexual-orientation", "other"}, "goods_and_services"
	in := h.Found(h.Filed(f))
	if !slices.Equal(in.Account.Grounds, []string{"ethnic", "orientation", "other_ground"}) || in.Account.Field != "services" {
		t.Errorf("%+v", in.Account)
	}
	f.When = "2027-01-01"
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["when"].Key != "report.when_future" {
		t.Errorf("%v", err)
	}
	f = caseworktest.Form("x")
	f.Files = []upload.Sent{{Name: "page.html", Data: []byte("<script>")}}
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["files"].Key != "report.file_type" {
		t.Errorf("%v", err)
	}
}

// Ids and numbers of reports do not show when they were filed.
func TestIDsTellNothing(t *testing.T) {
	h := caseworktest.New(t)
	var ids, numbers []string
	for n := range 40 {
		if n%10 == 0 {
			h.Time = h.Time.Add(time.Hour)
		}
		h.Filed(caseworktest.Form("x"))
	}
	raw, _, err := h.DB.Find(t.Context(), "reports", caseworktest.AllOf())
	h.Must(err)
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

// Each channel has its own grounds, and "other" means the last one of them. An irregularity has the field procurement, because
// its form does not ask for one. Only discrimination has a legal time limit.
func TestEachChannelAsksItsOwn(t *testing.T) {
	h := caseworktest.New(t)
	h.Seat(h.Mia, custody.Discrimination, custody.Irregularity)
	for name, c := range map[string]struct {
		form   report.Form
		ground []string
		field  string
		limit  string
	}{
		"discrimination": {report.Form{Ground: report.Words{"age", "Other"}, Field: "other", When: "2026-11-10"}, []string{"age", "other_ground"}, "other_field",
			"2027-02-10"},
		"an irregularity": {report.Form{Channel: custody.Irregularity, Ground: report.Words{"corruption", "other"}, When: "2026-11-10"},
			[]string{"corruption", "other_breach"}, "procurement", ""},
		"without a day": {report.Form{Ground: report.Words{"age"}, Field: "work"}, []string{"age"}, "work", ""},
		"today":         {report.Form{Ground: report.Words{"age"}, Field: "work", When: "2026-11-22"}, []string{"age"}, "work", "2027-02-22"},
	} {
		c.form.City, c.form.What, c.form.Wish = "riga", "x", "act"
		r := h.Filed(c.form)
		in := h.Found(r)
		kept, err := h.Kept(t.Context(), h.IDOf(r.Number))
		h.Must(err)
		if !slices.Equal(in.Account.Grounds, c.ground) || in.Account.Field != c.field || kept.Limit != c.limit || in.Account.For != "self" || !in.Account.Reply {
			t.Errorf("%s: %+v, limit %q", name, in.Account, kept.Limit)
		}
	}
	for name, c := range map[string]struct {
		change func(*report.Form)
		want   string
	}{
		"a breach of the other door": {func(f *report.Form) { f.Ground = report.Words{"corruption"} }, "ground"},
		"one ground of two":          {func(f *report.Form) { f.Ground = report.Words{"age", "hair"} }, "ground"},
		"blank":                      {func(f *report.Form) { f.What = " \n" }, "what"},
		"a field of nothing":         {func(f *report.Form) { f.Field = "" }, "field"},
		"a name alone":               {func(f *report.Form) { f.Name = "Amina" }, "contact"},
		"a contact alone":            {func(f *report.Form) { f.Contact = "+371" }, "contact"},
		"tomorrow":                   {func(f *report.Form) { f.When = "2026-11-24" }, "when"},
		"every reader":               {func(f *report.Form) { f.Avoid = []string{"ali", "mia"} }, "avoid"},
		"a desk without readers":     {func(f *report.Form) { f.City = "utrecht" }, "city"},
	} {
		f := caseworktest.Form("x")
		c.change(&f)
		if _, err := h.File(t.Context(), f); !slices.Equal(moduletest.Fields(err), []string{c.want}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, _, err := h.DB.Find(t.Context(), "reports", caseworktest.AllOf()); err != nil || len(all) != 4 {
		t.Errorf("%d reports are stored, %v", len(all), err)
	}
}

// A file that is too large, contains a script, or has another type is rejected with its name, and nothing of the report is
// stored.
func TestFilesThatAreNotTaken(t *testing.T) {
	h := caseworktest.New(t)
	large := bytes.Repeat([]byte("a"), 4<<20)
	for name, c := range map[string]struct {
		files []upload.Sent
		key   string
	}{
		"over five megabytes": {[]upload.Sent{{Name: "a.txt", Data: bytes.Repeat([]byte("a"), 5<<20+1)}}, "report.file_too_large"},
		"seven together":      {[]upload.Sent{{Name: "a.txt", Data: large}, {Name: "b.txt", Data: large}}, "report.files_too_large"},
		"a page":              {[]upload.Sent{{Name: "ok.txt", Data: []byte("x")}, {Name: "a.html", Data: []byte("<p>")}}, "report.file_type"},
		"another name":        {[]upload.Sent{{Name: "a.png", Data: []byte("%PDF-1.4")}}, "report.file_type"},
		"a script in a PDF":   {[]upload.Sent{{Name: "a.pdf", Data: []byte("%PDF-1.4 /JavaScript")}}, "report.file_type"},
	} {
		f := caseworktest.Form("x")
		f.Files = c.files
		_, err := h.File(t.Context(), f)
		if p := problem.Of(err); p == nil || p.Fields["files"].Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, collection := range []string{"reports", "report_files", "report_wraps"} {
		if all, _, err := h.DB.Find(t.Context(), collection, caseworktest.AllOf()); err != nil || len(all) != 0 {
			t.Errorf("%s has %d, %v", collection, len(all), err)
		}
	}
	f := caseworktest.Form("x")
	f.Files = []upload.Sent{{Name: "a.txt", Data: bytes.Repeat([]byte("a"), 5<<20)}}
	if in := h.Found(h.Filed(f)); len(in.Files) != 1 || in.Files[0].Size != 5<<20 || in.Files[0].From != "reporter" {
		t.Errorf("%+v", in.Files)
	}
}

// The store contains no plain text of a report, its reporter, the receipt or the passphrase. The proof is the digest of the
// stored content.
func TestNothingIsStoredInTheClear(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("CANARY-WHAT")
	f.Where, f.Who, f.Evidence, f.Name, f.Contact, f.Email = "CANARY-WHERE", "CANARY-WHO", "CANARY-EVIDENCE", "CANARY-NAME", "CANARY-CONTACT", "canary@x.example"
	f.Files = []upload.Sent{{Name: "CANARY-FILE.txt", Data: []byte("CANARY-CONTENT")}}
	r := h.Filed(f)
	id := h.First(h.Mia).ID
	_, err := h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "CANARY-REPLY"}, "CANARY-NETWORK")
	h.Must(err)
	_, err = h.Code(h.Mia, id, casework.CodingForm{Organisation: "CANARY-FIRM", Summary: "CANARY-SUMMARY"})
	h.Must(err)
	_, err = h.Mask(h.Mia, id, casework.MaskForm{Words: "CANARY-MASK"})
	h.Must(err)
	_, err = h.Note(h.Mia, id, casework.NoteForm{Text: "CANARY-NOTE"})
	h.Must(err)
	_, err = h.AskIdentity(h.Mia, id, casework.AskForm{Why: "CANARY-WHY"})
	h.Must(err)
	h.Must(h.Decide(h.Keeper, id, casework.DecideForm{Decision: "refused", Why: "CANARY-BECAUSE"}))
	seen := 0
	for _, collection := range []string{"report_holders", "reports", "report_wraps", "report_files", "report_stones", "report_log"} {
		all, _, err := h.DB.Find(t.Context(), collection, caseworktest.AllOf())
		h.Must(err)
		for _, doc := range all {
			seen++
			for _, needle := range []string{"CANARY", "canary", r.Receipt, caseworktest.Passphrase} {
				if bytes.Contains(doc, []byte(needle)) {
					t.Errorf("%q is in %s", needle, collection)
				}
			}
		}
	}
	if seen < 6 {
		t.Errorf("%d documents were looked at", seen)
	}
	kept, err := h.Kept(t.Context(), id)
	h.Must(err)
	if sum := sha256.Sum256(kept.Content); hex.EncodeToString(sum[:]) != r.Hash || kept.Hash != r.Hash {
		t.Errorf("the proof %s is of something else", r.Hash)
	}
	if kept.Test {
		t.Error("a real report is marked as a demonstration")
	}
	demo := actor.With(t.Context(), actor.Actor{ID: "demo", Role: actor.Entrepreneur, Active: true, Test: true})
	second, err := h.File(demo, caseworktest.Form("x"))
	h.Must(err)
	if kept, err = h.Kept(t.Context(), h.IDOf(second.Number)); err != nil || !kept.Test {
		t.Errorf("a demonstration's report is not marked: %v", err)
	}
}
