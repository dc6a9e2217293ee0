package mongodb

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"citiesgrow/internal/store"
	"citiesgrow/internal/store/storetest"
)

const childURI, childPrefix = "CITIESGROW_CRASH_URI", "CITIESGROW_CRASH_PREFIX"

// TestMain starts the server that all tests share; as the child of the crash
// test it writes until it is killed.
func TestMain(m *testing.M) {
	flag.Parse()
	if uri := os.Getenv(childURI); uri != "" {
		if err := child(uri); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	var err error
	if shared, err = startServer(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	shared.stop()
	os.Exit(code)
}

var shared *server

func child(uri string) error {
	ctx := context.Background()
	db, err := Open(ctx, uri, Options{})
	if err != nil {
		return err
	}
	return storetest.CrashChild(ctx, db, os.Getenv(childPrefix), os.Stdout)
}

func opener(t *testing.T, uri string) storetest.Open {
	return func(clock func() time.Time) (store.DB, error) { return Open(t.Context(), uri, Options{Clock: clock}) }
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Open { return opener(t, shared.database(t)) })
}

func TestCrash(t *testing.T) {
	uri := shared.database(t)
	rounds := 5
	if shared.small { // scans take their time there
		rounds = 2
	}
	storetest.Crash(t, rounds, opener(t, uri), func(prefix string) *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childURI+"="+uri, childPrefix+"="+prefix)
		return cmd
	})
}
