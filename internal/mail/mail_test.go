package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/web"
)

// office is an outbox with a clock that is moved by hand.
type office struct {
	*mail.Outbox
	db   store.DB
	now  time.Time
	t    *testing.T
	sent *tray
}

// tray keeps what was sent, or refuses it.
type tray struct {
	mu     sync.Mutex
	got    []mail.Message
	refuse error
}

func (b *tray) Send(_ context.Context, m mail.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse == nil {
		b.got = append(b.got, m)
	}
	return b.refuse
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), t: t, sent: &tray{}}
	clock := func() time.Time { return o.now }
	db, err := embedded.Open(t.TempDir(), embedded.Options{Clock: clock})
	o.must(err)
	t.Cleanup(func() { db.Close() })
	o.must(db.Ensure(t.Context(), []store.Spec{mail.Letters}))
	o.db, o.Outbox = db, mail.NewOutbox(db, clock)
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) worker(s mail.Sender) *mail.Worker {
	words, err := i18n.Load(web.Locales())
	o.must(err)
	base, err := url.Parse("https://grow.example")
	o.must(err)
	return &mail.Worker{Outbox: o.Outbox, Sender: s, Words: words, Base: base, Log: slog.New(slog.DiscardHandler),
		Address: func(_ context.Context, account string) (string, string, bool, error) {
			return account + "@mail.invalid", map[string]string{"olena": "uk"}[account], account != "gone", nil
		}}
}

func (o *office) once(s mail.Sender) int {
	o.t.Helper()
	n, err := o.worker(s).Once(o.t.Context())
	o.must(err)
	return n
}

func letter(about, account string) mail.Letter {
	return mail.Letter{About: about, Account: account, Key: "slot.letter_ahead", Words: map[string]string{"Name": "Cover", "Where": "Room 4"},
		Moments: map[string]mail.Moment{"When": {At: time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC), Zone: "Europe/Riga"}}, Path: "/appointments",
		Calendar: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}
}

// A letter goes when it is due, once, in the reader's language.
func TestALetterGoesWhenItIsDue(t *testing.T) {
	o := open(t)
	l := letter("slot-1/ahead", "amina")
	l.Due = o.now.Add(time.Hour)
	o.must(o.Queue(t.Context(), l))
	if n := o.once(o.sent); n != 0 {
		t.Errorf("%d went before it was due", n)
	}
	o.now = o.now.Add(2 * time.Hour)
	if n := o.once(o.sent); n != 1 || o.once(o.sent) != 0 {
		t.Errorf("%d went", n)
	}
	o.must(o.Queue(t.Context(), l)) // the same is asked for again
	if n := o.once(o.sent); n != 0 {
		t.Errorf("it went again")
	}
	m := o.sent.got[0]
	for _, part := range []string{"Cover", "Room 4", "10:00", "1 December 2026", "https://grow.example/appointments"} {
		if !strings.Contains(m.Text, part) {
			t.Errorf("%q lacks %q", m.Text, part)
		}
	}
	if m.To != "amina@mail.invalid" || !strings.Contains(m.Subject, "Cover") || len(m.Calendar) == 0 || strings.Contains(m.Text+m.Subject, "⟦") {
		t.Errorf("%+v", m)
	}
}

func TestALetterThatIsNoLongerTrueIsDropped(t *testing.T) {
	o := open(t)
	o.must(o.Queue(t.Context(), letter("a", "amina")))
	changed := letter("a", "amina")
	changed.Words["Name"] = "Another name"
	o.must(o.Queue(t.Context(), changed))
	o.must(o.Queue(t.Context(), letter("b", "amina")))
	o.must(o.Drop(t.Context(), "b"))
	o.must(o.Drop(t.Context(), "never there"))
	o.must(o.Queue(t.Context(), letter("c", "gone")))
	if n := o.once(o.sent); n != 1 || !strings.Contains(o.sent.got[0].Subject, "Another name") {
		t.Errorf("%d went: %+v", n, o.sent.got)
	}
}

// What cannot be sent is tried again with growing patience, then given up.
func TestALetterIsTriedAgain(t *testing.T) {
	o := open(t)
	o.sent.refuse = errors.New("the server is away")
	o.must(o.Queue(t.Context(), letter("a", "amina")))
	for _, wait := range []time.Duration{5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 12 * time.Hour} {
		if n := o.once(o.sent); n != 0 {
			t.Fatal("it went")
		}
		o.now = o.now.Add(wait - time.Minute)
		o.sent.refuse = nil
		if n := o.once(o.sent); n != 0 {
			t.Errorf("it was tried after less than %s", wait)
		}
		o.sent.refuse = errors.New("away")
		o.now = o.now.Add(2 * time.Minute)
	}
	o.once(o.sent)
	o.sent.refuse = nil
	o.now = o.now.Add(100 * time.Hour)
	if n := o.once(o.sent); n != 0 {
		t.Errorf("it was not given up")
	}
}

// Two nodes send each letter once.
func TestTwoWorkersSendEachLetterOnce(t *testing.T) {
	o := open(t)
	for n := range 60 {
		o.must(o.Queue(t.Context(), letter(time.Duration(n).String(), "amina")))
	}
	var wg sync.WaitGroup
	for range 3 {
		w := o.worker(o.sent)
		wg.Go(func() {
			if _, err := w.Once(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(o.sent.got) != 60 {
		t.Errorf("%d letters went", len(o.sent.got))
	}
}

// A process that dies while it sends leaves the letter to another.
func TestALetterOfADeadProcessGoesLater(t *testing.T) {
	o := open(t)
	o.must(o.Queue(t.Context(), letter("a", "amina")))
	ctx, stop := context.WithCancel(t.Context())
	dying := sender(func(context.Context, mail.Message) error { stop(); return errors.New("killed") })
	if _, err := o.worker(dying).Once(ctx); err == nil {
		t.Error("it did not die")
	}
	if n := o.once(o.sent); n != 0 {
		t.Error("another took it at once")
	}
	o.now = o.now.Add(11 * time.Minute)
	if n := o.once(o.sent); n != 1 {
		t.Error("nobody took it over")
	}
}

type sender func(context.Context, mail.Message) error

func (s sender) Send(ctx context.Context, m mail.Message) error { return s(ctx, m) }

// catcher is a mail server without SMTPUTF8 that records the commands sent to it.
type catcher struct {
	mu   sync.Mutex
	mail [][]byte
	to   []string
}

func (c *catcher) NewSession(*smtp.Conn) (smtp.Session, error) { return c, nil }
func (c *catcher) Reset()                                      {}
func (c *catcher) Logout() error                               { return nil }
func (c *catcher) Mail(string, *smtp.MailOptions) error        { return nil }
func (c *catcher) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if strings.ContainsFunc(to, func(r rune) bool { return r > 0x7e }) {
		return &smtp.SMTPError{Code: 553, Message: "letters beyond ASCII"}
	}
	c.to = append(c.to, to)
	return nil
}
func (c *catcher) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mail = append(c.mail, raw)
	return err
}

func TestMailOverTheWire(t *testing.T) {
	c := &catcher{}
	server := smtp.NewServer(c)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()
	s, err := mail.NewSMTP("smtp://"+l.Addr().String(), "CitiesGrow <no-reply@grow.example>")
	if err != nil {
		t.Fatal(err)
	}
	m := mail.Message{To: "amina@mail.org", Subject: "Ваша зустріч – موعد", Text: "Перший рядок\nдругий", Calendar: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}
	if err := s.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), mail.Message{To: "nobody@demo.example", Subject: "x", Text: "x"}); err != nil {
		t.Error(err)
	}
	for _, bad := range []mail.Message{{To: "a@b.org\r\nBcc: c@d.org", Subject: "x"}, {To: "a@b.org", Subject: "x\r\nBcc: c@d.org"},
		{To: "no address", Subject: "x"}} {
		if err := s.Send(t.Context(), bad); err == nil {
			t.Errorf("%+v is sent", bad)
		}
	}
	if len(c.mail) != 1 {
		t.Fatalf("%d mails", len(c.mail))
	}
	read, err := netmail.ReadMessage(bytes.NewReader(c.mail[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject"))
	host, _ := os.Hostname()
	if err != nil || subject != m.Subject || read.Header.Get("Auto-Submitted") != "auto-generated" ||
		read.Header.Get("User-Agent")+read.Header.Get("X-Mailer") != "" ||
		!strings.HasSuffix(read.Header.Get("Message-Id"), "@grow.example>") || host != "" && bytes.Contains(c.mail[0], []byte(host)) ||
		!bytes.Contains(c.mail[0], []byte("text/calendar")) {
		t.Errorf("%s", c.mail[0])
	}
}

func TestSettingsThatAreUnsafeAreRefused(t *testing.T) {
	for _, address := range []string{"", "host", "http://host", "smtp://", "::"} {
		if _, err := mail.NewSMTP(address, "a@b.org"); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
	if _, err := mail.NewSMTP("smtp://127.0.0.1:25", "nobody"); err == nil {
		t.Error("a sender without an address is taken")
	}
	// Another machine without TLS: nothing goes.
	c := &catcher{}
	server := smtp.NewServer(c)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s, err := mail.NewSMTP("smtps://127.0.0.1:"+port, "a@b.org")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), mail.Message{To: "a@b.org", Subject: "x", Text: "x"}); err == nil || len(c.mail) != 0 {
		t.Errorf("sent in the clear: %v", err)
	}
}

func TestAFolderForThoseWithoutAServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	f := mail.Folder{Path: dir, From: "no-reply@grow.example"}
	for range 3 {
		if err := f.Send(t.Context(), mail.Message{To: "a@demo.example", Subject: "Bonjour", Text: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%v, %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A letter reaches who wrote the domain in letters of their own, over a server that takes ASCII
// alone, and comes from such a domain.
func TestLettersReachInternationalDomains(t *testing.T) {
	c := &catcher{}
	server := smtp.NewServer(c)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	defer server.Close()
	s, err := mail.NewSMTP("smtp://"+l.Addr().String(), "CitiesGrow <no-reply@städte.org>")
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{"info@müller-gärtnerei.de": "info@xn--mller-grtnerei-cib19a.de",
		"info@MÜLLER.de": "info@xn--mller-kva.de", "a@пошта.укр": "a@xn--80a1acn3a.xn--j1amh", "a@plain.org": "a@plain.org"} {
		c.to, c.mail = nil, nil
		if err := s.Send(t.Context(), mail.Message{To: typed, Subject: "x", Text: "x"}); err != nil || len(c.to) != 1 || c.to[0] != want {
			t.Errorf("%s: %v, to %v, want %s", typed, err, c.to, want)
			continue
		}
		if !bytes.Contains(c.mail[0], []byte("@xn--stdte-hra.org>")) {
			t.Errorf("%s", c.mail[0])
		}
	}
	for _, bad := range []string{"a@", "a@-x-.org", "a@b..org"} {
		if err := s.Send(t.Context(), mail.Message{To: bad, Subject: "x"}); err == nil {
			t.Errorf("a letter to %q goes", bad)
		}
	}
}

// What calls an appointment off is attached as what calls it off.
func TestACalledOffAppointmentIsAttachedAsSuch(t *testing.T) {
	folder := t.TempDir()
	start := time.Date(2026, 12, 4, 8, 0, 0, 0, time.UTC)
	off := calendar.File(calendar.Event{UID: "a@x", Title: "Advice", Start: start, End: start, Changed: start, Sequence: 2, Cancelled: true})
	if err := (mail.Folder{Path: folder, From: "a@b.org"}).Send(t.Context(), mail.Message{To: "c@d.org", Subject: "x", Text: "x", Calendar: off}); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	raw, err := os.ReadFile(filepath.Join(folder, files[0].Name()))
	if err != nil || !bytes.Contains(raw, []byte("method=CANCEL")) {
		t.Errorf("%v %s", err, raw)
	}
}
