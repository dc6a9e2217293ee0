package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// InUseError says which process has the data folder open.
type InUseError struct {
	Dir   string
	PID   int       // 0 when it could not be read
	Since time.Time // zero when it could not be read
}

func (e *InUseError) Error() string {
	who := "another process"
	if e.PID != 0 {
		who = fmt.Sprintf("process %d (since %s)", e.PID, e.Since.UTC().Format("2006-01-02 15:04:05 MST"))
	}
	return fmt.Sprintf("the data folder %s is in use by %s: stop it first, or choose another folder", e.Dir, who)
}

// lock is the folder's LOCK file, held until release. Its text names the
// holder; what counts is the operating system's lock on it, which ends with
// the process however that ends.
type lock struct{ file *os.File }

func acquire(dir string, now time.Time) (*lock, error) {
	path := filepath.Join(dir, "LOCK")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := exclusive(f); err != nil {
		defer f.Close()
		if errors.Is(err, errors.ErrUnsupported) {
			return nil, fmt.Errorf("data folder %s: it cannot be locked on this system", dir)
		}
		return nil, holder(dir, f)
	}
	text := fmt.Sprintf("%d %s\n", os.Getpid(), now.UTC().Format(time.RFC3339))
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(text), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("data folder: %w", err)
	}
	return &lock{file: f}, nil
}

func holder(dir string, f *os.File) error {
	e := &InUseError{Dir: dir}
	var since string
	if _, err := fmt.Fscan(f, &e.PID, &since); err == nil {
		e.Since, _ = time.Parse(time.RFC3339, since)
	}
	return e
}

func (l *lock) release() error {
	if l == nil || l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	return f.Close()
}
