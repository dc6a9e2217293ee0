package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// CrashChild writes until it is killed and says on out which writes were
// answered: "started N" before, "done N" after. Every third write changes the
// document before it, and every fifth frees a unique key.
func CrashChild(ctx context.Context, db store.DB, prefix string, out io.Writer) error {
	if err := db.Ensure(ctx, []store.Spec{thingSpec}); err != nil {
		return err
	}
	things := store.Of[thing](db, thingSpec)
	var v *thing
	for i := 0; ; i++ {
		if v == nil || i%3 != 0 {
			v = named(fmt.Sprintf("%s-%05d", prefix, i))
		}
		v.Count, v.Source.Code = int64(i), fmt.Sprintf("%s-%05d", prefix, i)
		fmt.Fprintf(out, "started %s %d\n", v.ID, i)
		if err := things.Put(ctx, v); err != nil {
			return err
		}
		fmt.Fprintf(out, "done %s %d\n", v.ID, i)
	}
}

// Crash starts the child, kills it without warning at a random moment, opens
// the data and looks whether every answered write is there and in the feed. The
// command must run CrashChild on the same data with this prefix.
func Crash(t *testing.T, rounds int, open Open, child func(prefix string) *exec.Cmd) {
	answered := map[string]int64{} // what is stored by id, at least
	total := 0
	for round := range rounds {
		prefix := fmt.Sprint("round-", round)
		pending := killed(t, child(prefix), answered)
		total = len(answered)
		db, err := open(time.Now)
		must(t, err)
		must(t, db.Ensure(t.Context(), []store.Spec{thingSpec}))
		checkAnswered(t, db, answered)
		checkPending(t, db, prefix, pending)
		must(t, db.Close())
	}
	if total < rounds {
		t.Fatalf("only %d writes were answered in %d rounds, that proves nothing", total, rounds)
	}
	t.Logf("%d rounds, %d documents", rounds, total)
}

// killed runs the child for a while, notes what it says, and returns the
// number of the write that was not answered.
func killed(t *testing.T, cmd *exec.Cmd, answered map[string]int64) (pending int64) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	must(t, err)
	cmd.Stderr = t.Output()
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	var kill *time.Timer
	for lines.Scan() {
		var id string
		var count int64
		word, rest, _ := strings.Cut(lines.Text(), " ")
		if _, err := fmt.Sscan(rest, &id, &count); err != nil {
			continue // cut off
		}
		if kill == nil {
			kill = time.AfterFunc(100*time.Millisecond+rand.N(400*time.Millisecond), func() { _ = cmd.Process.Kill() })
			defer kill.Stop()
		}
		pending = count
		if word == "done" {
			answered[id] = count
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return pending
}

func checkAnswered(t *testing.T, db store.DB, answered map[string]int64) {
	t.Helper()
	things := store.Of[thing](db, thingSpec)
	// The documents first: a server may finish the write of a client that is gone already.
	stored := map[string]*thing{}
	for v, err := range things.All(t.Context()) {
		must(t, err)
		stored[v.ID] = v
	}
	told := map[string]bool{}
	var at store.Bookmark
	for {
		changes, next, err := db.Changes(t.Context(), at, 500)
		must(t, err)
		for _, c := range changes {
			told[c.ID] = true
		}
		if at = next; len(changes) < 500 {
			break
		}
	}
	for id := range stored {
		if !told[id] {
			t.Errorf("%s is stored and not in the feed", id)
		}
	}
	for id, count := range answered {
		if stored[id] == nil || stored[id].Count < count {
			t.Errorf("%s: count %d was answered, stored is %v", id, count, stored[id])
		}
	}
}

// checkPending looks whether the write that was under way is there whole or
// not at all: in the latter case its unique key can be had.
func checkPending(t *testing.T, db store.DB, prefix string, pending int64) {
	t.Helper()
	things := store.Of[thing](db, thingSpec)
	code := fmt.Sprintf("%s-%05d", prefix, pending)
	finder := &thing{Meta: record.Meta{ID: "finder-" + prefix}, Source: source{Code: code}}
	err := things.Put(t.Context(), finder)
	owner, look := things.First(t.Context(), "code", code)
	must(t, look)
	var taken *store.DuplicateError
	if err == nil && owner.ID != finder.ID || err != nil && (!errors.As(err, &taken) || owner.Count != pending) {
		t.Errorf("the write under way: put says %v, the key belongs to %s", err, owner.ID)
	}
}
