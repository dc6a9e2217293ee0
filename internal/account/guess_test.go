package account

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/limit"
	"citiesgrow/internal/problem"

	"golang.org/x/crypto/argon2"
)

func TestWrongPasswordAndUnknownAddressAreAlike(t *testing.T) {
	h := open(t)
	h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	var work []string // the cost of each hash that was computed
	h.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte {
		work = append(work, fmt.Sprint(len(password), len(salt), time, memory, threads, keyLen))
		return argon2.IDKey(password, salt, time, memory, threads, keyLen)
	}
	try := func(email string, n int) (answer, cost string) {
		work = nil
		_, _, _, err := h.SignIn(t.Context(), email, "not the password at all", fmt.Sprint(email, n))
		p := problem.Of(err)
		if p == nil {
			t.Fatalf("%s: %v", email, err)
		}
		return fmt.Sprint(p.Kind, p.Message, p.Fields, p.Retry), fmt.Sprint(work)
	}
	for n := range 5 {
		known, cost := try("amina@firm.example", n)
		for _, other := range []string{"nobody@firm.example", "no address"} {
			unknown, otherCost := try(other, n)
			if unknown != known {
				t.Errorf("%s is answered with %q, a known address with %q", other, unknown, known)
			}
			if otherCost != cost || cost == "[]" {
				t.Errorf("%s costs %s, a known address %s", other, otherCost, cost)
			}
		}
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	h := open(t)
	h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	h.add(t, "omar@firm.example", actor.Entrepreneur, "riga")
	guess := func() error {
		_, _, _, err := h.SignIn(t.Context(), "amina@firm.example", "a wrong password", "198.51.100.0/24")
		return err
	}
	for range 5 {
		wantKind(t, "the first guesses", guess(), problem.Invalid)
	}
	for _, wait := range []int{1, 2, 4, 8} {
		err := guess()
		wantKind(t, "the next guess", err, problem.TooMany)
		if p := problem.Of(err); p != nil && (p.Retry != wait || p.Message.Args["Count"] != wait) {
			t.Errorf("wait %d seconds, told %v, want %d", p.Retry, p.Message, wait)
		}
		if _, _, _, err := h.SignIn(t.Context(), "amina@firm.example", password, "203.0.113.0/24"); !problem.Is(err, problem.TooMany) {
			t.Errorf("the right password is tried while guesses wait: %v", err)
		}
		h.in(t, "omar@firm.example") // other people are not affected
		h.pass(time.Duration(wait) * time.Second)
		wantKind(t, "after the wait", guess(), problem.Invalid)
	}
	h.pass(20 * time.Minute)
	h.in(t, "amina@firm.example")
	for range 5 {
		wantKind(t, "after success it begins anew", guess(), problem.Invalid)
	}
}

// Many guesses at once are no cheaper than many in turn.
func TestGuessesAtOnce(t *testing.T) {
	h := open(t)
	h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	var tried atomic.Int32
	var crowd sync.WaitGroup
	for n := range 40 {
		crowd.Go(func() {
			_, _, _, err := h.SignIn(t.Context(), "amina@firm.example", "a wrong password", fmt.Sprint("network ", n))
			if problem.Is(err, problem.Invalid) {
				tried.Add(1)
			}
		})
	}
	crowd.Wait()
	if n := tried.Load(); n < 1 || n > 5 {
		t.Errorf("%d of 40 guesses at once were tried, 5 are free", n)
	}
}

func TestOneNetworkManyAddresses(t *testing.T) {
	h := open(t)
	h.byPlace = limit.NewBackoff(6, time.Minute) // 60 in the product; the rule is the same
	h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	for n := range 6 {
		_, _, _, err := h.SignIn(t.Context(), fmt.Sprintf("guess-%d@firm.example", n), "a wrong password", "198.51.100.0/24")
		wantKind(t, "a guess at another address", err, problem.Invalid)
	}
	_, _, _, err := h.SignIn(t.Context(), "one-more@firm.example", "a wrong password", "198.51.100.0/24")
	wantKind(t, "one more from this network", err, problem.TooMany)
	h.in(t, "amina@firm.example")
}

func TestRegistrationsOfOneNetwork(t *testing.T) {
	h := open(t)
	h.joining = limit.NewBackoff(2, time.Minute) // 200 in the product
	for n := range 3 {
		err := h.Register(t.Context(), registration(fmt.Sprintf("a%d@firm.example", n), actor.Entrepreneur))
		if n == 2 {
			wantKind(t, "the third", err, problem.TooMany)
		} else if err != nil {
			t.Error(err)
		}
	}
	other := registration("b@firm.example", actor.Entrepreneur)
	other.Network = "192.0.2.0/24"
	if err := h.Register(t.Context(), other); err != nil {
		t.Errorf("another network: %v", err)
	}
}

// A flood of sign-ins leaves the machine to others: only two passwords are hashed at a time.
func TestFloodOfSignInsLeavesRoom(t *testing.T) {
	h := open(t)
	a := h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	token := h.in(t, a.Email)
	var crowd sync.WaitGroup
	var running, most atomic.Int32
	release := make(chan struct{})
	h.hasher.derive = func(password, salt []byte, time, memory uint32, threads uint8, keyLen uint32) []byte {
		n := running.Add(1)
		defer running.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		<-release
		return argon2.IDKey(password, salt, time, memory, threads, keyLen)
	}
	for n := range 30 {
		crowd.Go(func() {
			_, _, _, err := h.SignIn(t.Context(), fmt.Sprintf("guess-%d@firm.example", n), "a wrong password", fmt.Sprint(n))
			wantKind(t, "a guess", err, problem.Invalid)
		})
	}
	for running.Load() < 2 {
		runtime.Gosched()
	}
	for range 10 { // pages of a signed-in user do not wait for the guesses
		if h.who(t, token).Nobody() {
			t.Fatal("a session ended in the flood")
		}
	}
	close(release)
	crowd.Wait()
	if n := most.Load(); n != 2 {
		t.Errorf("up to %d passwords were hashed at once, want 2", n)
	}
}

func TestWaitingForTheHasherEnds(t *testing.T) {
	h := open(t)
	h.hasher.free <- struct{}{}
	h.hasher.free <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, _, _, err := h.SignIn(ctx, "amina@firm.example", password, "x")
	if err == nil || problem.Of(err) != nil {
		t.Errorf("a request whose time is over: %v", err)
	}
	<-h.hasher.free
	<-h.hasher.free
	for range 7 { // what could not be tried does not count against the person
		_, _, _, _ = h.SignIn(ctx, "late@firm.example", password, "x")
	}
	_, _, _, err = h.SignIn(t.Context(), "late@firm.example", password, "x")
	wantKind(t, "the first real try", err, problem.Invalid)
}

func TestBrokenHashesOpenNothing(t *testing.T) {
	h := open(t)
	for _, stored := range []string{"plain text", "$argon2id$v=19$m=19456,t=2,p=1$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$",
		"$argon2id$v=19$m=19456,t=2,p=1$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$***$***"} {
		if ok, err := h.hasher.matches(t.Context(), "", stored); ok || err == nil {
			t.Errorf("%q: %v, %v", stored, ok, err)
		}
	}
	if ok, err := h.hasher.matches(t.Context(), "no account has this password", ""); ok || err != nil {
		t.Errorf("no account: %v, %v", ok, err)
	}
}
