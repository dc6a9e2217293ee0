package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
)

const herons = "four calm herons"

// desk sets up a desk in Riga: a custodian and a caseworker with confirmed, unlocked keys.
func (h *house) desk(t *testing.T) (mia, keeper *person) {
	t.Helper()
	made := func(role actor.Role, name string) *person {
		p := h.staffMade(account.Registration{Email: name + "@desk.example", Password: "three quiet horses walk", Name: name, City: "riga",
			Organisation: "City", Role: role})
		p.post("/cases/key", url.Values{"name": {"Desk " + name}, "passphrase": {herons}, "again": {herons}, "doors": {"discrimination"}})
		return p
	}
	keeper = made(actor.Custodian, "keeper")
	mia = made(actor.Caseworker, "mia")
	confirm := regexp.MustCompile(`/custody/holders/[^/"]+/confirmation`).FindString(keeper.sees("/custody", "Desk mia"))
	keeper.post(confirm, nil)
	return mia, keeper
}

// reporter is a browser without script and without cookies. It sends headers that identify it.
type reporter struct {
	t     *testing.T
	h     *house
	marks http.Header
	page  string
}

func (r *reporter) ask(method, path string, form url.Values, files map[string]string) *http.Response {
	r.t.Helper()
	var body bytes.Buffer
	kind := ""
	if method == "POST" {
		w := multipart.NewWriter(&body)
		for name, values := range form {
			for _, v := range values {
				w.WriteField(name, v)
			}
		}
		for name, content := range files {
			f, _ := w.CreateFormFile("files", name)
			f.Write([]byte(content))
		}
		w.Close()
		kind = w.FormDataContentType()
	}
	if files == nil && method == "POST" && path != "/reports/new" {
		body.Reset()
		body.WriteString(form.Encode())
		kind = "application/x-www-form-urlencoded"
	}
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.h.base+path, &body)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header = r.marks.Clone()
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	var text bytes.Buffer
	text.ReadFrom(res.Body)
	r.page = moduletest.Unlaid(text.String())
	if cookies := res.Header.Values("Set-Cookie"); len(cookies) > 0 {
		r.t.Errorf("%s %s sets %v", method, path, cookies)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"} {
		if got := res.Header.Get(name); got != want {
			r.t.Errorf("%s %s: %s is %q", method, path, name, got)
		}
	}
	if strings.Contains(r.page, "<html") && !strings.Contains(r.page, "<title>CitiesGrow</title>") {
		r.t.Errorf("%s %s tells in its title what it is", method, path)
	}
	return res
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([a-z_]+)" value="([^"]*)">`)

// next fills in the form of a page and sends it.
func (r *reporter) next(answers url.Values, files map[string]string) {
	r.t.Helper()
	form := url.Values{}
	for _, m := range hiddenInput.FindAllStringSubmatch(r.page, -1) {
		form.Add(m[1], html.UnescapeString(m[2]))
	}
	for name, values := range answers {
		form[name] = values
	}
	if res := r.ask("POST", "/reports/new", form, files); res.StatusCode != http.StatusOK {
		r.t.Fatalf("%v: %d %s", answers, res.StatusCode, r.page)
	}
}

func (r *reporter) sees(pieces ...string) {
	r.t.Helper()
	for _, p := range pieces {
		if !strings.Contains(r.page, p) {
			r.t.Fatalf("the page lacks %q: %s", p, r.page)
		}
	}
}

// journal records what a log writes.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) { j.mu.Lock(); defer j.mu.Unlock(); return j.b.Write(p) }
func (j *journal) String() string              { j.mu.Lock(); defer j.mu.Unlock(); return j.b.String() }

// grepFolder lists the files of a folder that contain one of the needles.
func grepFolder(t *testing.T, dir string, needles ...string) (hits []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, n := range needles {
			if bytes.Contains(raw, []byte(n)) {
				hits = append(hits, fmt.Sprintf("%q in %s", n, filepath.Base(path)))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// A person files a report on a phone, without script, in Ukrainian, while signed in in the same browser. The desk handles it, and
// the person returns. Then all stored bytes are searched. The report, the answers, the receipt and the data of the browser are
// nowhere in plain text. No line of the log shows when the report was filed.
func TestAReportLeavesNoTrace(t *testing.T) {
	data, log := t.TempDir(), &journal{}
	h := houseOn(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), data, slog.NewTextHandler(log, nil))
	mia, keeper := h.desk(t)
	amina := h.registered(actor.Entrepreneur, "amina")
	base, _ := url.Parse(h.base)
	cookie := amina.client.Jar.Cookies(base)[0]
	r := &reporter{t: t, h: h, marks: http.Header{"User-Agent": {"MARKED-AGENT/1.0"}, "Referer": {"http://marked-referrer.example/"},
		"X-Real-Ip": {"203.0.113.77"}, "Accept-Language": {"uk"},
		"Cookie": {cookie.Name + "=" + cookie.Value}}}
	before := log.String()
	r.ask("GET", "/reports/new", nil, nil)
	r.sees(`lang="uk"`, "data-leave")
	r.next(url.Values{"door": {"discrimination"}, "city": {"riga"}}, nil)
	r.sees("Desk mia", "Darba likums", "Tiesībsargs", "112")
	r.next(url.Values{"speak": {"en"}}, nil) // the answers stay when the language changes
	r.sees(`lang="en"`, "Only these people can open your report")
	r.next(nil, nil)
	r.next(url.Values{"ground": {"ethnic", "language"}, "field": {"work"}}, nil)
	said := url.Values{"what": {"CANARY-TOLD: they laughed at my name."}, "who": {"CANARY-FIRM"}, "when": {"2026-11-01"}}
	r.next(said, nil)
	r.next(url.Values{"wish": {"advice"}, "for": {"self"}, "reply": {"yes"}}, nil)
	r.next(url.Values{"name": {"CANARY-NAME"}, "contact": {"canary@contact.example"}}, nil)
	r.sees("CANARY-TOLD", "CANARY-FIRM", "Origin, or what people call race")
	r.next(url.Values{"to": {"told"}}, nil) // the person changes an answer
	r.sees("they laughed at my name")
	r.next(said, nil)
	r.next(url.Values{"wish": {"advice"}, "for": {"self"}, "reply": {"yes"}}, nil)
	r.next(url.Values{"name": {"CANARY-NAME"}, "contact": {"canary@contact.example"}}, nil)
	r.next(nil, map[string]string{"CANARY-FILE.txt": "CANARY-CONTENT"})
	receipt := regexp.MustCompile(`name="receipt" value="(\d{16})"`).FindStringSubmatch(r.page)[1]
	spoken := regexp.MustCompile(`<strong>([\d ]{19})</strong>`).FindStringSubmatch(r.page)[1]
	form := url.Values{"step": {"sent"}, "receipt": {receipt}, "written": {"yes"}, "typed": {"0000"}, "language": {"en"}}
	if res := r.ask("POST", "/reports/new", form, nil); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("another code is taken: %d", res.StatusCode)
	}
	form.Set("typed", spoken)
	r.ask("POST", "/reports/new", form, nil)
	r.sees("All done")
	r.ask("POST", "/reports/proof", url.Values{"receipt": {receipt}, "language": {"en"}}, nil)
	r.sees("SHA-256", "Riga")
	if strings.Contains(r.page, "CANARY") {
		t.Error("the proof says what was told")
	}

	id := regexp.MustCompile(`/cases/report-[a-z0-9]+`).FindString(mia.sees("/cases", "Confirm receipt"))
	mia.sees(id, "CANARY-TOLD", "CANARY-FILE.txt", "29 November 2026", "1 February 2027")
	mia.post(id+"/messages", url.Values{"text": {"CANARY-ANSWER: come on Monday."}})
	mia.post(id+"/notes", url.Values{"text": {"CANARY-NOTE"}})
	mia.post(id+"/coding", url.Values{"ground": {"ethnic"}, "field": {"work"}, "organisation": {"CANARY-FIRM"}, "summary": {"CANARY-SUMMARY"}})
	mia.post(id+"/identity", url.Values{"why": {"CANARY-WHY"}})
	decide := regexp.MustCompile(`/custody/requests/[^/"]+/decision`).FindString(keeper.sees("/custody", "CANARY-WHY"))
	keeper.post(decide, url.Values{"decision": {"granted"}, "why": {"CANARY-BECAUSE"}})
	mia.sees(id, "CANARY-NAME", "CANARY-BECAUSE")
	keeper.sees("/custody/log", "saw the identity")

	r.ask("POST", "/reports/inbox", url.Values{"receipt": {spoken}, "language": {"en"}}, nil)
	r.sees("CANARY-ANSWER", "CANARY-TOLD")
	if strings.Contains(r.page, "CANARY-NOTE") || strings.Contains(r.page, "CANARY-NAME") {
		t.Error("the inbox shows the desk's own")
	}
	r.ask("POST", "/reports/inbox/messages", url.Values{"receipt": {receipt}, "text": {"CANARY-REPLY"}, "language": {"en"}}, nil)
	r.sees("CANARY-REPLY")
	file := regexp.MustCompile(`name="file" value="(file-[a-z0-9]+)"`).FindStringSubmatch(r.page)[1]
	res := r.ask("POST", "/reports/inbox/files", url.Values{"receipt": {receipt}, "file": {file}}, nil)
	if r.page != "CANARY-CONTENT" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") ||
		res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%q %v", r.page, res.Header)
	}
	if after := strings.TrimPrefix(log.String(), before); strings.Contains(after, "/reports") {
		t.Errorf("the log tells when: %s", after)
	}
	h.catchUp()
	var backup, apart bytes.Buffer
	if err := h.app.kit.DB.(*embedded.DB).Backup(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	if err := store.WriteApart(t.Context(), h.app.kit.DB, h.app.specs(), &apart); err != nil {
		t.Fatal(err)
	}
	h.stop()
	needles := []string{"CANARY", "canary", receipt, spoken, "203.0.113", "MARKED-AGENT", "marked-referrer", herons, "they laughed"}
	hits := grepFolder(t, data, needles...)
	for _, n := range needles {
		for where, text := range map[string]string{"the log": log.String(), "the backup": backup.String(), "what is kept apart": apart.String()} {
			if strings.Contains(text, n) {
				hits = append(hits, n+" in "+where)
			}
		}
	}
	slices.Sort(hits)
	if len(hits) > 0 {
		t.Errorf("it is not gone: %v", hits)
	}
	if backup.Len() == 0 || apart.Len() == 0 || !strings.Contains(backup.String(), "report-") {
		t.Error("nothing was searched")
	}
}

// An API client files a report as the description says.
func TestAProgramReports(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	h.desk(t)
	anybody := h.person("en")
	send := func(path, body string) (int, map[string]any) {
		res, text := anybody.do("POST", path, strings.NewReader(body), "application/json")
		var out map[string]any
		_ = json.Unmarshal([]byte(text), &out)
		return res.StatusCode, out
	}
	status, out := send("/api/v1/reports", `{"city":"riga","ground":"religion","field":"work","what":"They sent me away.","wish":"record"}`)
	receipt, _ := out["receipt"].(string)
	if status != http.StatusCreated || !regexp.MustCompile(`^\d{16}$`).MatchString(receipt) {
		t.Fatalf("%d %v", status, out)
	}
	status, out = send("/api/v1/reports/inbox", `{"receipt":"`+receipt+`"}`)
	told, _ := out["report"].(map[string]any)
	if status != http.StatusOK || told["what"] != "They sent me away." || out["messages"] == nil {
		t.Errorf("%d %v", status, out)
	}
	unknown, a := send("/api/v1/reports/inbox", `{"receipt":"0000000000000000"}`)
	status, b := send("/api/v1/reports/inbox", `{"receipt":"9999999999999999"}`)
	delete(a, "instance")
	delete(b, "instance")
	if unknown != http.StatusUnprocessableEntity || status != unknown || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%d %v, %d %v", unknown, a, status, b)
	}
	status, out = send("/api/v1/reports", `{"city":"riga"}`)
	fields, _ := out["fields"].(map[string]any)
	if status != http.StatusUnprocessableEntity || fields["ground"] == nil || fields["what"] == nil || fields["wish"] == nil {
		t.Errorf("%d %v", status, out)
	}
	if status, _ := send("/api/v1/reports",
		`{"city":"ghent","ground":"religion","field":"work","what":"x","wish":"record"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("a closed desk: %d", status)
	}
}

// succeeds runs a command on a data folder and expects success.
func succeeds(t *testing.T, data string, args ...string) {
	t.Helper()
	var out, err bytes.Buffer
	if code := run(t.Context(), append(args, "--data", data), strings.NewReader(""), &out, &err); code != 0 {
		t.Fatalf("%v: exit %d %s%s", args, code, &out, &err)
	}
}

// A backup together with its keys makes a report readable with its receipt. A report that was erased after yesterday's backup
// stays unreadable, because the keys come from today's backup. Only the latest keys are stored.
func TestErasedIsErasedInOldBackupsToo(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "yesterday")
	at := func(now time.Time, data string) *house { return houseOn(t, now, data, slog.DiscardHandler) }
	filed := func(h *house, what string) string {
		r, err := h.app.reports.File(t.Context(), report.Form{City: "riga", Ground: report.Words{"ethnic"}, Field: "work", What: what, Wish: "record"})
		if err != nil {
			t.Fatal(err)
		}
		return r.Receipt
	}
	h := at(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), data)
	mia, _ := h.desk(t)
	over, goes := filed(h, "this is over"), filed(h, "this goes on")
	for _, id := range regexp.MustCompile(`href="(/cases/report-[a-z0-9]+)"`).FindAllStringSubmatch(mia.sees("/cases"), -1) {
		if strings.Contains(mia.sees(id[1]), "this is over") {
			mia.post(id[1]+"/closing", url.Values{"outcome": {"recorded"}})
		}
	}
	h.stop()
	succeeds(t, data, "backup", file)
	h = at(time.Date(2027, 6, 1, 9, 0, 0, 0, time.UTC), data)
	if _, err := h.app.cases.EraseDue(actor.AsSystem(t.Context()), false); err != nil {
		t.Fatal(err)
	}
	h.stop()
	today := filepath.Join(t.TempDir(), "today")
	succeeds(t, data, "backup", today)
	if err := os.Rename(today+apartEnding, file+apartEnding); err != nil {
		t.Fatal(err)
	}
	again := t.TempDir()
	if err := os.Link(filepath.Join(data, "pepper"), filepath.Join(again, "pepper")); err != nil {
		t.Fatal(err)
	}
	succeeds(t, again, "restore", file)
	h = at(time.Date(2027, 6, 1, 9, 0, 0, 0, time.UTC), again)
	if in, err := h.app.reports.Inbox(t.Context(), goes, "net"); err != nil || in.Account.What != "this goes on" {
		t.Errorf("what goes on is lost: %v", err)
	}
	if in, err := h.app.reports.Inbox(t.Context(), over, "net"); err == nil {
		t.Errorf("what was erased is back: %v", in.Account)
	}
	succeeds(t, data, "check")
}
