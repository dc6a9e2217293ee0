package mongodb

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// named in the environment, a server of any kind is used instead of the small
// one that the tests build, and all cases run.
const serverURI = "CITIESGROW_TEST_MONGODB_URI"

// The small server's conditional updates are not atomic when they meet on two
// connections. Over one connection it does one command after the other, as
// MongoDB does with one document, and everything between two commands is still
// as mixed as the writers are: so no case has to be skipped.
const smallOptions = "/?maxPoolSize=1"

// server is where the tests find their databases.
type server struct {
	uri   string // without a database
	small bool
	stop  func()
}

func startServer() (*server, error) {
	if uri := os.Getenv(serverURI); uri != "" {
		return &server{uri: uri, stop: func() {}}, nil
	}
	binary, err := build()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "citiesgrow-ferretdb-")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(binary, "-listen", address, "-dir", dir)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{uri: "mongodb://" + address + smallOptions, small: true, stop: func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	}}
	if err := answers(s.uri); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// build makes the small server once and keeps it in the user's cache.
func build() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(cache, "citiesgrow-test", "ferretdb-v1.24.0")
	cmd := exec.Command("go", "build", "-o", binary, ".")
	cmd.Dir = "ferretdb"
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the small server: %w\n%s", err, out)
	}
	return binary, nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func answers(uri string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	db, err := Open(ctx, uri, Options{})
	if err != nil {
		return err
	}
	return db.Close()
}

// database returns the address of a database that is dropped with the test.
func (s *server) database(t *testing.T) string {
	t.Helper()
	address, err := url.Parse(s.uri)
	must(t, err)
	address.Path = fmt.Sprintf("/cg_%d_%d", os.Getpid(), time.Now().UnixNano()%1e9)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		db, err := Open(ctx, address.String(), Options{})
		if err != nil {
			t.Errorf("drop: %v", err)
			return
		}
		if err := db.db.Drop(ctx); err != nil {
			t.Errorf("drop: %v", err)
		}
		_ = db.Close()
	})
	return address.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
