package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/suppress"
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

// Only the confirmed, unlocked readers of the city's door open a report.
func TestNobodyElseOpensIt(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	stranger := h.as("zoe", actor.Caseworker, "ghent")
	h.key(stranger)
	fresh := h.as("new", actor.Caseworker, "riga")
	h.key(fresh)
	for name, c := range map[string]struct {
		id   string
		role actor.Role
		city string
		want problem.Kind
	}{"another city's caseworker": {"zoe", actor.Caseworker, "ghent", problem.NotFound}, "staff": {"s", actor.Staff, "riga", problem.Forbidden}, "admin": {"a", actor.Admin, "", problem.Forbidden},
		"the custodian": {"keeper", actor.Custodian, "riga", problem.Forbidden}, "who is not confirmed": {"new", actor.Caseworker, "riga", problem.Conflict}} {
		if _, err := h.Open(h.as(c.id, c.role, c.city), id, false); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := h.Queue(h.as(c.id, c.role, c.city), "", ""); c.role != actor.Caseworker && !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s sees the queue: %v", name, err)
		}
	}
	// Confirmed now, but the report was sealed before: it is let in by the custodian.
	h.must(h.Confirm(h.keeper, "new"))
	if _, err := h.Open(fresh, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("it opens without the secret: %v", err)
	}
	left, err := h.Share(h.keeper)
	h.must(err)
	if _, err := h.Open(fresh, id, false); err != nil || left != 0 {
		t.Errorf("let in, %d left: %v", left, err)
	}
	// Locked again, idle, in another session: closed.
	h.must(h.Lock(h.mia))
	if _, err := h.Open(h.mia, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("locked: %v", err)
	}
	elsewhere := report.WithSession(h.ali, "another session")
	if _, err := h.Open(elsewhere, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("in another session: %v", err)
	}
	h.now = h.now.Add(16 * time.Minute)
	if _, err := h.Open(h.ali, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("left alone: %v", err)
	}
	if err := h.Unlock(h.ali, "four calm heron"); problem.Of(err) == nil {
		t.Errorf("another passphrase: %v", err)
	}
	h.must(h.Unlock(h.ali, passphrase))
	if _, err := h.Open(h.ali, id, false); err != nil {
		t.Error(err)
	}
}

// A city where one key alone opens reports takes none: that key could be lost.
func TestADeskNeedsTwoKeys(t *testing.T) {
	h := open(t)
	f := told("x")
	f.City = "ghent"
	closed := func() bool {
		_, err := h.File(t.Context(), f)
		p := problem.Of(err)
		return p != nil && p.Fields["city"].Key == "report.desk_closed"
	}
	if !closed() {
		t.Error("nobody reads there")
	}
	wide := h.as("wide", actor.Custodian, "ghent")
	h.key(wide)
	if !closed() {
		t.Error("a custodian reads nothing")
	}
	reader := h.as("zoe", actor.Caseworker, "ghent")
	h.key(reader)
	if !closed() {
		t.Error("a key that nobody confirmed")
	}
	h.must(h.Confirm(wide, "zoe"))
	if closed() {
		t.Error("a reader and a custodian")
	}
	f.Door, f.Ground = report.Irregularity, report.Words{"corruption"}
	if !closed() {
		t.Error("the other door has no reader")
	}
}

// A lost passphrase loses no report: a new key is confirmed and let in, the old one opens
// nothing new.
func TestALostPassphrase(t *testing.T) {
	h := open(t)
	r := h.filed(told("before"))
	id := h.first(h.mia).ID
	_, err := h.MakeKey(h.mia, report.KeyForm{Name: "mia", Passphrase: "five quick otters", Again: "five quick otters"})
	h.must(err)
	if _, err := h.Open(h.mia, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("a key that waits: %v", err)
	}
	h.must(h.Confirm(h.keeper, "mia"))
	_, err = h.Share(h.keeper)
	h.must(err)
	if c, err := h.Open(h.mia, id, false); err != nil || c.Account.What != "before" {
		t.Errorf("%v", err)
	}
	if in := h.found(r); in.Account.What != "before" {
		t.Error("the receipt no longer opens it")
	}
	h.must(h.Retire(h.keeper, "mia"))
	if _, err := h.Open(h.mia, id, false); err == nil {
		t.Error("a retired key opens it")
	}
	if err := h.Confirm(h.keeper, "keeper"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a custodian confirms themselves: %v", err)
	}
}

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

// Who has to do with it does not read it: said by the reporter, or by themselves.
func TestConflictsOfInterest(t *testing.T) {
	h := open(t)
	f := told("About Ali.")
	f.Avoid = []string{"ali"}
	h.filed(f)
	id := h.first(h.mia).ID
	if _, err := h.Open(h.ali, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("%v", err)
	}
	if err := h.StepAside(h.mia, id); !problem.Is(err, problem.Conflict) {
		t.Errorf("the last reader goes: %v", err)
	}
	f.Avoid = []string{"ali", "mia"}
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["avoid"].Key == "" {
		t.Errorf("nobody is left: %v", err)
	}
	h.filed(told("About something else."))
	second := ""
	all, _, err := h.Queue(h.mia, "", "")
	h.must(err)
	for _, c := range all {
		if c.ID != id {
			second = c.ID
		}
	}
	h.must(h.StepAside(h.mia, second))
	if _, err := h.Open(h.mia, second, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	all, _, err = h.Queue(h.mia, "", "")
	if err != nil || len(all) != 1 {
		t.Errorf("%d in the queue (%v)", len(all), err)
	}
	_, err = h.Share(h.keeper)
	h.must(err)
	if _, err := h.Open(h.mia, second, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("let in again: %v", err)
	}
}

// A case ends with its outcome, is kept for its time, and goes; what is left counts.
func TestWhatIsOverIsErased(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	id := h.first(h.mia).ID
	if _, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised"}); problem.Of(err) == nil || problem.Of(err).Fields["text"].Key == "" {
		t.Errorf("the reporter hears nothing: %v", err)
	}
	_, err := h.Code(h.mia, id, report.CodingForm{Ground: "ethnic", Field: "work", Against: "employer"})
	h.must(err)
	c, err := h.Close(h.mia, id, report.CloseForm{Outcome: "advised", Text: "This is what you can do."})
	h.must(err)
	if c.Erase != "2028-11-22" || c.Due != "" || c.Feedback != "2026-11-22" {
		t.Errorf("%+v", c)
	}
	h.now = time.Date(2028, 11, 22, 3, 0, 0, 0, time.UTC)
	if due, err := h.Sweep(h.mia, false); err != nil || len(due) != 1 {
		t.Fatalf("due %v %v", due, err)
	}
	if in := h.found(r); in.State != report.Closed {
		t.Fatal("a caseworker's look erased it")
	}
	_, err = h.Reply(t.Context(), report.Reply{Receipt: r.Receipt, Text: "It happened again."}, "net")
	h.must(err)
	if due, err := h.Sweep(actor.AsSystem(t.Context()), false); err != nil || len(due) != 0 {
		t.Errorf("what has news is erased: %v %v", due, err)
	}
	h.must(h.Unlock(h.mia, passphrase))
	_, err = h.Close(h.mia, id, report.CloseForm{Outcome: "settled", Text: "Done."})
	h.must(err)
	kept, err := h.KeepLonger(h.mia, id, report.KeepForm{Until: "2031-01-01", Why: "The court asks."})
	h.must(err)
	h.now = time.Date(2030, 12, 31, 3, 0, 0, 0, time.UTC)
	if due, _ := h.Sweep(actor.AsSystem(t.Context()), false); len(due) != 0 {
		t.Errorf("kept until %s, and erased", kept.Erase)
	}
	h.now = time.Date(2031, 1, 1, 3, 0, 0, 0, time.UTC)
	for range 2 { // twice, as after a crash
		if _, err := h.Sweep(actor.AsSystem(t.Context()), false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Inbox(t.Context(), r.Receipt, "net"); problem.Of(err) == nil || problem.Of(err).Fields["receipt"].Key != "report.receipt_unknown" {
		t.Errorf("it is still there: %v", err)
	}
	if _, err := h.DB.Get(t.Context(), "report_wraps", id); err == nil {
		t.Error("its secrets are still there")
	}
}

// Parts, mergers, masks and other bodies.
func TestWorkOnACase(t *testing.T) {
	h := open(t)
	a, b := h.filed(told("Boss Berzins said it. Also the landlord.")), h.filed(told("Berzins again."))
	ids := map[string]string{}
	all, _, err := h.Queue(h.mia, "", "")
	h.must(err)
	for _, c := range all {
		ids[c.Number] = c.ID
	}
	one, two := ids[a.Number], ids[b.Number]
	for _, id := range []string{one, two} {
		_, err := h.Code(h.mia, id, report.CodingForm{Ground: "ethnic", Field: "work", Organisation: "Clean House, SIA"})
		h.must(err)
	}
	_, err = h.Mask(h.mia, one, report.MaskForm{Words: "Berzins\n"})
	h.must(err)
	c, err := h.Open(h.mia, one, false)
	h.must(err)
	if strings.Contains(c.Account.What, "Berzins") || len(c.Alike) != 1 || c.Alike[0].ID != two || c.About == "" || strings.Contains(c.About, "lean") {
		t.Errorf("%q, alike %v, tag %q", c.Account.What, c.Alike, c.About)
	}
	if c, err = h.Open(h.mia, one, true); err != nil || !strings.Contains(c.Account.What, "Berzins") {
		t.Errorf("%v", err)
	}
	part, err := h.Split(h.mia, one, report.SplitForm{What: "The landlord."})
	h.must(err)
	if c, err := h.Open(h.ali, part.ID, false); err != nil || c.Account.What != "The landlord." || c.From != one {
		t.Errorf("%v", err)
	}
	if _, err := h.Merge(h.mia, two, report.MergeForm{Number: "NONE-0000"}); problem.Of(err) == nil {
		t.Error("merged into nothing")
	}
	_, err = h.Merge(h.mia, two, report.MergeForm{Number: strings.ToLower(a.Number)})
	h.must(err)
	if in := h.found(b); in.State != report.Open {
		t.Errorf("to its reporter it is %s", in.State)
	}
	_, err = h.Reply(t.Context(), report.Reply{Receipt: b.Receipt, Text: "News."}, "net")
	h.must(err)
	if c, err := h.Open(h.mia, one, false); err != nil || c.Waiting == "" || len(c.Parts) != 1 {
		t.Errorf("the case that goes on has no news: %v", err)
	}
	if _, err := h.Transfer(h.mia, one, report.TransferForm{Body: "Tiesībsargs"}); problem.Of(err) == nil || problem.Of(err).Fields["body"].Key != "report.no_consent" {
		t.Errorf("without consent: %v", err)
	}
	_, err = h.Write(h.mia, one, report.MessageForm{Text: "May they have it?", Transfer: "Tiesībsargs"})
	h.must(err)
	in := h.found(a)
	q := in.Messages[len(in.Messages)-1]
	_, err = h.Reply(t.Context(), report.Reply{Receipt: a.Receipt, Answer: "yes", To: q.ID}, "net")
	h.must(err)
	moved, err := h.Transfer(h.mia, one, report.TransferForm{Body: "Tiesībsargs"})
	if err != nil || moved.State != report.Transferred || moved.Coding.Outcome != "passed_on" || moved.Erase == "" {
		t.Errorf("%+v %v", moved, err)
	}
	_, entered, err := h.Enter(h.ali, told("By telephone."))
	h.must(err)
	if in := h.found(entered); in.Account.What != "By telephone." {
		t.Error("the receipt of a paper report")
	}
}

// Whoever changes, removes or adds a line of the log is found out.
func TestTheLogCannotBeBent(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	for range 3 {
		_, err := h.Open(h.mia, id, false)
		h.must(err)
	}
	wrong, err := h.Check(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %v", wrong, err)
	}
	lines, _, err := h.Log(h.keeper, "")
	h.must(err)
	middle := lines[1]
	h.must(h.DB.Delete(t.Context(), "report_log", middle.ID, middle.Revision))
	if wrong, err = h.Check(t.Context()); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "missing") {
		t.Errorf("a line is gone: %v %v", wrong, err)
	}
}

// Many at once find their place in the log.
func TestTheLogUnderACrowd(t *testing.T) {
	h := open(t)
	h.filed(told("x"))
	id := h.first(h.mia).ID
	errs := make(chan error, 20)
	for n := range 20 {
		go func() {
			ctx := h.mia
			if n%2 == 0 {
				ctx = h.ali
			}
			_, err := h.Open(ctx, id, false)
			errs <- err
		}()
	}
	for range 20 {
		h.must(<-errs)
	}
	if wrong, err := h.Check(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", wrong, err)
	}
}

// A flood is refused kindly; a reporter of another city is not.
func TestAFlood(t *testing.T) {
	h := open(t)
	for range 10 {
		h.filed(told("x"))
	}
	_, err := h.File(t.Context(), told("the eleventh"))
	if p := problem.Of(err); p == nil || p.Kind != problem.TooMany || p.Retry <= 0 || p.Message.Key != "report.flood" {
		t.Errorf("%v", err)
	}
	wide, zoe := h.as("wide", actor.Custodian, "ghent"), h.as("zoe", actor.Caseworker, "ghent")
	h.key(wide)
	h.key(zoe)
	h.must(h.Confirm(wide, "zoe"))
	f := told("from Ghent")
	f.City = "ghent"
	h.filed(f)
	h.now = h.now.Add(time.Hour)
	h.filed(told("an hour later"))
}

// A wrong receipt tells nothing, costs its network the free way, and locks nobody out.
func TestWrongReceipts(t *testing.T) {
	h := open(t)
	r := h.filed(told("x"))
	for _, typed := range []string{"", "123", "0000 0000 0000 000x"} {
		if _, err := h.Inbox(t.Context(), typed, "attacker"); problem.Of(err).Fields["receipt"].Key != "report.receipt_digits" {
			t.Errorf("%q: %v", typed, err)
		}
	}
	refused, wrong := 0, 0
	done := make(chan error, 60)
	ask := func(n int) {
		_, err := h.Inbox(t.Context(), "00000000000000"+string(rune('0'+n/10))+string(rune('0'+n%10)), "attacker")
		done <- err
	}
	for n := range 7 {
		ask(n) // once these were judged, the way is narrow
	}
	for n := range 53 {
		go ask(7 + n)
	}
	for range 60 {
		switch p := problem.Of(<-done); {
		case p == nil:
			t.Error("a wrong receipt opens something")
		case p.Kind == problem.TooMany:
			refused++
		case p.Fields["receipt"].Key == "report.receipt_unknown":
			wrong++
		}
	}
	if refused < 20 || wrong < 5 {
		t.Errorf("%d refused, %d judged", refused, wrong)
	}
	if in, err := h.Inbox(t.Context(), r.Receipt, "attacker"); err != nil || in.Number != r.Number {
		t.Errorf("the right receipt from there: %v", err)
	}
	if in, err := h.Inbox(t.Context(), r.Receipt, "elsewhere"); err != nil || in.Number != r.Number {
		t.Errorf("the right receipt from elsewhere: %v", err)
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

// Counts under ten are hidden for everybody, and erased cases go on counting.
func TestFigures(t *testing.T) {
	h := open(t)
	for n := range 24 {
		if n%10 == 0 {
			h.now = h.now.Add(time.Hour)
		}
		h.filed(told("x"))
	}
	h.unlockAll()
	for coded := 0; coded < 24; {
		all, _, err := h.Queue(h.mia, report.Received, "")
		h.must(err)
		for _, c := range all {
			ground := "ethnic"
			if coded < 3 {
				ground = "religion"
			}
			coded++
			_, err := h.Code(h.mia, c.ID, report.CodingForm{Ground: ground, Field: "work"})
			h.must(err)
			_, err = h.Close(h.mia, c.ID, report.CloseForm{Outcome: "advised", Text: "Advice."})
			h.must(err)
		}
	}
	running, err := h.Figures(t.Context(), "2026-Q4", report.Discrimination)
	h.must(err)
	if running.Quarter != "2026-Q3" {
		t.Errorf("a quarter that runs is shown: %s", running.Quarter)
	}
	look := func() {
		t.Helper()
		f, err := h.Figures(t.Context(), "2026-Q4", report.Discrimination)
		h.must(err)
		if n, shown := f.Table.At(suppress.Total, suppress.Total, suppress.Total); !shown || n != 24 {
			t.Errorf("in all %d %t", n, shown)
		}
		if n, shown := f.Table.At(suppress.Total, "ethnic", suppress.Total); shown {
			t.Errorf("%d for origin are shown, so 3 for religion follow", n)
		}
		if n, shown := f.Ends.At(suppress.Others); !shown || n != 24 {
			t.Errorf("outcomes %d %t: all advised would tell that nobody was not", n, shown)
		}
		if csv, err := f.CSV(); err != nil || bytes.Contains(csv, []byte("religion")) || bytes.Contains(csv, []byte("riga")) || !bytes.Contains(csv, []byte(",24\n")) {
			t.Errorf("%s", csv)
		}
	}
	h.now = time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)
	look()
	h.now = time.Date(2028, 12, 1, 0, 0, 0, 0, time.UTC)
	_, err = h.Sweep(actor.AsSystem(t.Context()), false)
	h.must(err)
	look()
}
