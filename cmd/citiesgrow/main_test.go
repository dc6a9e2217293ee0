package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"citiesgrow/internal/actor"
)

// asProgram makes the test binary run as the program, for tests that need a second process.
const asProgram = "CITIESGROW_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is a child process that runs the command line.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=yes", "GORACE=atexit_sleep_ms=0")
	return cmd
}

// Inputs of imports.
const (
	oneNotice = `{"ocid":"ocds-exit01-1","id":"1","date":"2026-10-01T08:00:00Z","tag":["tender"],"tender":{"title":"Mowing of lawns"},` +
		`"buyer":{"name":"City of Riga"}}`
	oneService = `{"id":"7c1f0b52-0000-4000-8000-000000000001","name":"Help with offers","status":"active"}`
)

func TestExitCodes(t *testing.T) {
	data := t.TempDir()
	for _, row := range []struct {
		line     string
		stdin    string
		code     int
		out, err string // expected parts of the output
	}{
		{"", "", 2, "", "citiesgrow COMMAND"},
		{"help", "", 0, "", "citiesgrow COMMAND"},
		{"--help", "", 0, "", "import notices"},
		{"-h", "", 0, "", "health"},
		{"nonsense", "", 2, "", "citiesgrow COMMAND"},
		{"import", "", 2, "", "citiesgrow COMMAND"},
		{"serve --help", "", 0, "", "-base-url"},
		{"import notices --help", "", 0, "", "import notices [--source NAME]"},
		{"serve --nonsense", "", 2, "", "-nonsense"},
		{"import notices", "", 2, "", "import notices [--source NAME]"},
		{"import codes", "", 2, "", "import codes PATH"},
		{"backup", "", 2, "", "backup FILE"},
		{"restore a b", "", 2, "", "restore FILE"},
		{"user add --role staff", "", 2, "", "user add"},
		{"serve --addr 0.0.0.0:0", "", 1, "", "--base-url with https"},
		{"demo --addr 0.0.0.0:0", "", 1, "", "loopback"},
		{"health --addr 127.0.0.1:1", "", 1, "", "127.0.0.1:1"},
		{"health --addr nowhere", "", 1, "", "host:port"},
		{"restore /nowhere/at/all", "", 1, "", "no such file"},
		{"user add --email a@b.example --role staff --data DATA", "", 1, "", "standard input"},
		{"user add --email a@b.example --role staff --data DATA", "short\n", 1, "", "at least 12 characters"},
		{"user add --email a@b.example --role king --data DATA", "a good long password\n", 1, "", "role"},
		{"user add --email a@b.example --role staff --city riga --data DATA", "a good long password\n", 0, "staff a@b.example", ""},
		{"user add --email a@b.example --role staff --city riga --data DATA", "a good long password\n", 1, "", "exists"},
		{"check --data DATA", "", 0, "0 differences", ""},
		{"check --json --data DATA", "", 0, `{"differences":[]}`, ""},
		{"export ocds --data DATA", "", 1, "", "at least one release"}, // an OCDS package must have a release
		{"reindex --data DATA", "", 0, "documents indexed", ""},
		{"tune --data DATA", "", 2, "", "tune PATH"},
		{"tune /nowhere/at/all --data DATA", "", 1, "", "no such file"},
		{"import notices /nowhere/at/all --data DATA", "", 1, "", "nowhere"},
		{"import notices - --data DATA", oneNotice, 0, "1 new", ""},
		{"import notices - --data DATA", oneNotice, 0, "1 unchanged", ""},
		{"import notices - --data DATA", oneNotice + "\n[1]", 3, "1 unchanged", "some were refused"},
		{"import notices - --data DATA", "[1]", 1, "1 rejected", "nothing was accepted"},
		{"import hsds --city riga - --data DATA", oneService, 0, "1 new", ""},
		{"import hsds --city riga - --data DATA", oneService, 0, "1 unchanged", ""},
		{"import hsds --city riga - --data DATA", oneService + `{"id":"x","name":"No id"}`, 3, "1 unchanged", "some were refused"},
		{"import hsds --city riga - --data DATA", `{"id":"x","name":"No id"}`, 1, "1 rejected", "nothing was accepted"},
	} {
		t.Run(row.line, func(t *testing.T) {
			var out, err bytes.Buffer
			args := strings.Fields(strings.ReplaceAll(row.line, "DATA", data))
			code := run(t.Context(), args, strings.NewReader(row.stdin), &out, &err)
			if code != row.code || !strings.Contains(out.String(), row.out) || !strings.Contains(err.String(), row.err) {
				t.Errorf("exit %d, want %d\nout (want %q): %s\nerr (want %q): %s", code, row.code, row.out, &out, row.err, &err)
			}
		})
	}
}

func TestClockOfTheEnvironment(t *testing.T) {
	t.Setenv(clockEnv, "yesterday")
	var err bytes.Buffer
	if code := run(t.Context(), []string{"check", "--data", t.TempDir()}, nil, io.Discard, &err); code != 1 || !strings.Contains(err.String(), clockEnv) {
		t.Errorf("exit %d: %s", code, &err)
	}
	t.Setenv(clockEnv, "2016-11-22T09:00:00Z")
	now, failed := clock()
	if failed != nil || now().Sub(time.Date(2016, 11, 22, 9, 0, 0, 0, time.UTC)) > time.Minute {
		t.Errorf("the clock stands at %v (%v)", now(), failed)
	}
}

func TestBackupAndRestore(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	file := filepath.Join(t.TempDir(), "copy")
	for _, row := range []struct {
		args []string
		code int
	}{
		{[]string{"user", "add", "--email", "a@b.example", "--role", "staff", "--data", from}, 0},
		{[]string{"backup", file, "--data", from}, 0},
		{[]string{"restore", file, "--data", to}, 0},
		{[]string{"restore", file, "--data", from}, 1}, // restore never overwrites data
		{[]string{"check", "--data", to}, 0},
	} {
		var out, err bytes.Buffer
		if code := run(t.Context(), row.args, strings.NewReader("a good long password\n"), &out, &err); code != row.code {
			t.Fatalf("%q: exit %d, want %d: %s%s", row.args, code, row.code, &out, &err)
		}
	}
	for _, data := range []string{from, to} {
		if !exists(t, data, "a@b.example") {
			t.Errorf("the account is not in %s", data)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the copy: %v (%v)", info.Mode(), err)
	}
}

// exists opens a data folder and looks for accounts.
func exists(t *testing.T, data string, emails ...string) bool {
	t.Helper()
	a, err := assemble(t.Context(), &config{addr: "127.0.0.1:0", data: data}, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	all := true
	for _, email := range emails {
		is, err := a.accounts.Exists(actor.AsSystem(t.Context()), email)
		if err != nil {
			t.Fatal(err)
		}
		if !is {
			t.Logf("%s is not there", email)
		}
		all = all && is
	}
	return all
}

func TestSecondProcessIsRefused(t *testing.T) {
	data := t.TempDir()
	child, addr := served(t, data)
	for _, line := range []string{"serve --addr 127.0.0.1:0", "check", "reindex", "tune ."} {
		before := tree(t, data)
		var err bytes.Buffer
		code := run(t.Context(), append(strings.Fields(line), "--data", data), nil, io.Discard, &err)
		if code != 1 || !strings.Contains(err.String(), fmt.Sprint(child.Process.Pid)) {
			t.Errorf("%s beside a running service: exit %d: %s", line, code, &err)
		}
		if after := tree(t, data); after != before {
			t.Errorf("%s changed the folder of the running service: %s, before %s", line, after, before)
		}
	}
	var err bytes.Buffer
	if code := run(t.Context(), []string{"health", "--addr", addr}, nil, io.Discard, &err); code != 0 {
		t.Errorf("health: exit %d: %s", code, &err)
	}
	stopped(t, child)
	if code := run(t.Context(), []string{"check", "--data", data}, nil, io.Discard, &err); code != 0 {
		t.Errorf("after it ended: exit %d: %s", code, &err)
	}
}

// tree lists the files of the index. While the service runs, no other process may delete them.
func tree(t *testing.T, data string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(data, "index", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

// served starts the service in its own process.
func served(t *testing.T, data string) (*exec.Cmd, string) {
	t.Helper()
	child := program(t, "serve", "--addr", "127.0.0.1:0", "--data", data, "--log", "warn")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the service said %q: %v", line, err)
	}
	_, addr, _ := strings.Cut(strings.TrimSpace(line), "http://")
	return child, addr
}

// stopped ends the service with a signal, as an operating system does.
func stopped(t *testing.T, child *exec.Cmd) {
	t.Helper()
	if err := child.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err != nil {
		t.Errorf("the service ended with %v", err)
	}
}

// Everything that was answered with 201 is still stored after the process was stopped.
func TestStoppingLosesNothing(t *testing.T) {
	data := t.TempDir()
	child, addr := served(t, data)
	var mu sync.Mutex
	var kept []string
	var crowd sync.WaitGroup
	for worker := range 6 {
		crowd.Go(func() {
			for n := 0; ; n++ {
				email := fmt.Sprintf("a%d-%d@b.example", worker, n)
				body := fmt.Sprintf(`{"email":%q,"password":"a good long password","name":"A","role":"entrepreneur","city":"riga"}`, email)
				res, err := http.Post("http://"+addr+"/api/v1/accounts", "application/json", strings.NewReader(body))
				if err != nil {
					return // connections are refused
				}
				res.Body.Close()
				if res.StatusCode != http.StatusCreated {
					t.Errorf("register: %s", res.Status)
					return
				}
				mu.Lock()
				kept = append(kept, email)
				mu.Unlock()
			}
		})
	}
	for {
		mu.Lock()
		n := len(kept)
		mu.Unlock()
		if n >= 10 || t.Failed() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	stopped(t, child)
	crowd.Wait()
	if len(kept) < 10 || !exists(t, data, kept...) {
		t.Errorf("of %d accounts that were confirmed some are gone", len(kept))
	}
}

// A process that is asked to stop before it serves also stops.
func TestStoppingBeforeTheStart(t *testing.T) {
	a, err := assemble(t.Context(), &config{addr: "127.0.0.1:0", data: t.TempDir()}, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := a.serve(ctx, l); err != nil {
		t.Fatalf("serve: %v", err)
	}
}
