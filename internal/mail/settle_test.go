package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
)

// subjects are those that went so far.
func (o *office) subjects() (all []string) {
	for _, m := range o.sent.got {
		all = append(all, m.Subject)
	}
	return all
}

// The letters of a document are those that follow from it as it stands: what is no longer wanted is
// dropped while it waits, what is said otherwise is replaced, and what went is not repeated, however
// often they are settled.
func TestLettersFollowTheirDocument(t *testing.T) {
	o := open(t)
	welcome, ahead := letter("event-1/registered/amina", "amina"), letter("event-1/ahead/amina", "amina")
	ahead.Due = o.now.Add(48 * time.Hour)
	other := letter("event-2/ahead/amina", "amina")
	other.Due = ahead.Due
	for range 3 {
		o.must(o.Settle(t.Context(), "event-1", []mail.Letter{welcome, ahead}))
		o.must(o.Settle(t.Context(), "event-2", []mail.Letter{other}))
		o.once(o.sent)
	}
	if len(o.sent.got) != 1 {
		t.Fatalf("%d went, one is due: %v", len(o.sent.got), o.subjects())
	}
	o.must(o.Settle(t.Context(), "event-1", []mail.Letter{welcome})) // she leaves
	o.now = o.now.Add(72 * time.Hour)
	o.once(o.sent)
	if len(o.sent.got) != 2 {
		t.Errorf("%d went: the reminder of the other event is due, that of this one is not wanted", len(o.sent.got))
	}
	o.must(o.Settle(t.Context(), "event-1", []mail.Letter{welcome, ahead})) // and comes again: the reminder is due at once
	o.must(o.Settle(t.Context(), "event-1", nil))                           // and leaves before it went
	if n := o.once(o.sent); n != 0 {
		t.Errorf("%d went of a document that wants none", n)
	}
}

// A letter that a worker is sending is left alone, and so is one that waits for its next attempt.
func TestALetterOnItsWayIsNotTouched(t *testing.T) {
	o := open(t)
	l := letter("event-1/registered/amina", "amina")
	changed := letter("event-1/registered/amina", "amina")
	changed.Words["Name"] = "Another name"
	o.must(o.Settle(t.Context(), "event-1", []mail.Letter{l}))
	n := o.once(sending(func(_ context.Context, m mail.Message) error {
		o.must(o.Settle(t.Context(), "event-1", []mail.Letter{l}))
		o.must(o.Settle(t.Context(), "event-1", []mail.Letter{changed}))
		return o.sent.Send(t.Context(), m)
	}))
	o.now = o.now.Add(time.Hour)
	if n += o.once(o.sent); n != 1 || len(o.sent.got) != 1 {
		t.Errorf("it went %d times", len(o.sent.got))
	}
	o.must(o.Settle(t.Context(), "event-2", []mail.Letter{letter("event-2/registered/amina", "amina")}))
	o.sent.refuse = errors.New("full")
	o.once(o.sent)
	o.must(o.Settle(t.Context(), "event-2", []mail.Letter{letter("event-2/registered/amina", "amina")}))
	o.sent.refuse = nil
	if n := o.once(o.sent); n != 0 {
		t.Error("it did not wait for its next attempt")
	}
	changed.About = "event-2/registered/amina"
	o.must(o.Settle(t.Context(), "event-2", []mail.Letter{changed}))
	if n := o.once(o.sent); n != 1 {
		t.Error("what is said otherwise waits although the letter of before was refused")
	}
}

type sending func(context.Context, mail.Message) error

func (f sending) Send(ctx context.Context, m mail.Message) error { return f(ctx, m) }

// childEnv names the folder of the store in which a child of the test sends, and the mail server.
const (
	childEnv  = "CITIESGROW_MAIL_CHILD"
	serverEnv = "CITIESGROW_MAIL_SERVER"
	whenEnv   = "CITIESGROW_MAIL_KILLED"
)

// TestMain sends and is killed in a child process, and runs the tests otherwise.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		die(dir, os.Getenv(serverEnv), os.Getenv(whenEnv))
	}
	os.Exit(m.Run())
}

var stopped = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// die sends what is due and kills its own process, before or after the mail server took it.
func die(dir, server, when string) {
	kill := func() { syscall.Kill(os.Getpid(), syscall.SIGKILL); select {} }
	clock := func() time.Time { return stopped }
	db, err := embedded.Open(dir, embedded.Options{Clock: clock})
	if err != nil {
		panic(err)
	}
	if err := db.Ensure(context.Background(), []store.Spec{mail.Letters}); err != nil {
		panic(err)
	}
	s, err := mail.NewSMTP("smtp://"+server, "CitiesGrow <no-reply@grow.example>")
	if err != nil {
		panic(err)
	}
	o := &office{Outbox: mail.NewOutbox(db, clock), t: &testing.T{}}
	_, err = o.worker(sending(func(ctx context.Context, m mail.Message) error {
		if when == "before" {
			kill()
		}
		if err := s.Send(ctx, m); err != nil {
			panic(err)
		}
		kill()
		return nil
	})).Once(context.Background())
	panic(err)
}

var messageID = regexp.MustCompile(`(?i)\nMessage-ID: (\S+)`)

// A process that is killed while it sends loses no letter. One goes twice only when the process ends
// after the mail server took it and before that is stored, and then with one Message-ID.
func TestKilledWhileSending(t *testing.T) {
	l1 := letter("event-1/registered/amina", "")
	l1.Email, l1.Language = "amina@mail.org", "en" // a name that exists: the sender keeps back what goes to a reserved one
	for when, copies := range map[string]int{"before": 1, "after": 2} {
		t.Run(when, func(t *testing.T) {
			c := &catcher{}
			server := smtp.NewServer(c)
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			go server.Serve(l)
			defer server.Close()
			dir, now := t.TempDir(), stopped
			open := func() (*office, store.DB) {
				db, err := embedded.Open(dir, embedded.Options{Clock: func() time.Time { return now }})
				if err != nil {
					t.Fatal(err)
				}
				o := &office{t: t, db: db, Outbox: mail.NewOutbox(db, func() time.Time { return now })}
				o.must(db.Ensure(t.Context(), []store.Spec{mail.Letters}))
				return o, db
			}
			o, db := open()
			o.must(o.Settle(t.Context(), "event-1", []mail.Letter{l1}))
			o.must(db.Close())
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), childEnv+"="+dir, serverEnv+"="+l.Addr().String(), whenEnv+"="+when)
			out, err := child.CombinedOutput()
			var ended *exec.ExitError
			if !errors.As(err, &ended) || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("the child ended by itself: %v %s", err, out)
			}
			o, db = open()
			defer db.Close()
			s, err := mail.NewSMTP("smtp://"+l.Addr().String(), "CitiesGrow <no-reply@grow.example>")
			o.must(err)
			if n := o.once(s); n != 0 {
				t.Errorf("another worker took it while the first may still be sending")
			}
			now = now.Add(10 * time.Minute)
			o.must(o.Settle(t.Context(), "event-1", []mail.Letter{l1}))
			if n := o.once(s); n != 1 {
				t.Errorf("%d went after the claim was over", n)
			}
			now = now.Add(24 * time.Hour)
			o.once(s)
			if len(c.mail) != copies {
				t.Fatalf("the mail server took %d, want %d", len(c.mail), copies)
			}
			ids := map[string]bool{}
			for _, raw := range c.mail {
				ids[messageID.FindStringSubmatch(string(raw))[1]] = true
			}
			if len(ids) != 1 {
				t.Errorf("the copies have the ids %v", ids)
			}
		})
	}
}

// What it costs to settle the letters of an event with 500 guests when one more registers.
func BenchmarkSettle(b *testing.B) {
	db, err := embedded.Open(b.TempDir(), embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.Ensure(b.Context(), []store.Spec{mail.Letters}); err != nil {
		b.Fatal(err)
	}
	outbox := mail.NewOutbox(db, func() time.Time { return stopped })
	var wanted []mail.Letter
	guests := 0
	add := func() {
		guests++
		guest := fmt.Sprint("guest-", guests)
		wanted = append(wanted, letter("event-1/registered/"+guest, guest))
	}
	for range 500 {
		add()
	}
	if err := outbox.Settle(b.Context(), "event-1", wanted); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		add()
		if err := outbox.Settle(b.Context(), "event-1", wanted); err != nil {
			b.Fatal(err)
		}
		wanted = wanted[:500]
	}
}
