package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"citiesgrow/internal/seal"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is closed opens for its reader, and for nobody else, nowhere else, and not changed.
func TestABoxOpensForItsReaderAlone(t *testing.T) {
	reader, err := seal.NewPrivate()
	must(t, err)
	other, err := seal.NewPrivate()
	must(t, err)
	secret := seal.NewSecret()
	box, err := seal.Box(secret, "report a", []byte("what happened"))
	must(t, err)
	wrapped, err := seal.Wrap(reader.Public(), "report a", secret)
	must(t, err)
	if bytes.Contains(box, []byte("what")) || bytes.Contains(wrapped, secret) {
		t.Error("it lies open")
	}
	opened, err := reader.Unwrap("report a", wrapped)
	must(t, err)
	text, err := seal.Open(opened, "report a", box)
	if err != nil || string(text) != "what happened" {
		t.Errorf("%q %v", text, err)
	}
	for name, try := range map[string]func() error{
		"another reader": func() error { _, err := other.Unwrap("report a", wrapped); return err },
		"another report": func() error { _, err := reader.Unwrap("report b", wrapped); return err },
		"a box moved":    func() error { _, err := seal.Open(secret, "report b", box); return err },
		"another secret": func() error { _, err := seal.Open(seal.NewSecret(), "report a", box); return err },
		"a changed box": func() error {
			b := bytes.Clone(box)
			b[20] ^= 1
			_, err := seal.Open(secret, "report a", b)
			return err
		},
		"a cut box": func() error { _, err := seal.Open(secret, "report a", box[:5]); return err },
		"a changed wrap": func() error {
			w := bytes.Clone(wrapped)
			w[len(w)-1] ^= 1
			_, err := reader.Unwrap("report a", w)
			return err
		},
		"nothing unwrapped": func() error { _, err := reader.Unwrap("report a", nil); return err },
	} {
		if err := try(); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if said := fmt.Sprintf("%v %+v %#v %s", reader, reader, reader, reader); strings.Contains(said, "0x") || len(said) > 100 {
		t.Errorf("a key is printed: %s", said)
	}
}

// Sizes tell little: a word and a paragraph look alike, and of long ones few sizes exist.
func TestSizesTellLittle(t *testing.T) {
	secret := seal.NewSecret()
	size := func(n int) int {
		box, err := seal.Box(secret, "x", make([]byte, n))
		must(t, err)
		text, err := seal.Open(secret, "x", box)
		must(t, err)
		if len(text) != n {
			t.Fatalf("%d bytes came back as %d", n, len(text))
		}
		return len(box)
	}
	if size(0) != size(256) {
		t.Errorf("%d and %d", size(0), size(256))
	}
	sizes := map[int]bool{}
	for n := 257; n < 20_000; n += 7 {
		s := size(n)
		sizes[s] = true
		if s > n+n/8+64 {
			t.Fatalf("%d bytes take %d", n, s)
		}
	}
	if len(sizes) > 110 {
		t.Errorf("%d different sizes", len(sizes))
	}
}

func TestALockerOpensWithItsPassphrase(t *testing.T) {
	g := seal.NewGate(nil)
	key, err := seal.NewPrivate()
	must(t, err)
	l, err := g.Lock(t.Context(), key, "four calm herons", "mia")
	must(t, err)
	opened, err := g.Unlock(t.Context(), l, "four calm herons", "mia")
	must(t, err)
	if !bytes.Equal(opened.Public(), key.Public()) || key.Public().Fingerprint() != opened.Public().Fingerprint() {
		t.Error("another key came back")
	}
	for _, c := range [][2]string{{"four calm heron", "mia"}, {"four calm herons", "ali"}} {
		if _, err := g.Unlock(t.Context(), l, c[0], c[1]); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// A receipt leads back to one report, in any digits and spacing, and nothing of it is in
// what is stored.
func TestAReceiptLeadsBack(t *testing.T) {
	g := seal.NewGate(nil)
	pepper, err := seal.LoadPepper(filepath.Join(t.TempDir(), "deep", "pepper"))
	must(t, err)
	receipt, err := seal.NewReceipt()
	must(t, err)
	one, err := g.Return(t.Context(), pepper, receipt)
	must(t, err)
	again, err := g.Return(t.Context(), pepper, receipt)
	must(t, err)
	if one.Lookup != again.Lookup || !bytes.Equal(one.Key.Public(), again.Key.Public()) || strings.Contains(one.Lookup, receipt) {
		t.Error("a receipt leads to two places")
	}
	elsewhere, err := g.Return(t.Context(), make(seal.Pepper, 32), receipt)
	must(t, err)
	if elsewhere.Lookup == one.Lookup {
		t.Error("the pepper changes nothing")
	}
	for _, typed := range []string{"1234 5678 9012 3456", "1234-5678-9012-3456", "١٢٣٤ ٥٦٧٨ ٩٠١٢ ٣٤٥٦", "۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶", "\u20681234\u2069567890123456\n"} {
		if got, plausible := seal.Typed(typed); got != "1234567890123456" || !plausible {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	for _, typed := range []string{"", "1234", "12345678901234567", "1234567890l23456"} {
		if _, plausible := seal.Typed(typed); plausible {
			t.Errorf("%q is taken", typed)
		}
	}
	if said := seal.Spoken("1234567890123456"); said != "1234 5678 9012 3456" {
		t.Errorf("%q", said)
	}
}

// However many start at once, they share one pepper.
func TestThePepperIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pepper")
	made := make([]string, 8)
	var done sync.WaitGroup
	for i := range made {
		done.Go(func() {
			p, err := seal.LoadPepper(path)
			if err != nil {
				t.Error(err)
			}
			made[i] = p.Tag("x", "y")
		})
	}
	done.Wait()
	for _, m := range made {
		if m != made[0] || len(m) != 32 {
			t.Fatalf("%v", made)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v %v", left, err)
	}
	must(t, os.WriteFile(path, []byte("short"), 0o600))
	if _, err := seal.LoadPepper(path); err == nil {
		t.Error("half a pepper is taken")
	}
}

func FuzzTyped(f *testing.F) {
	f.Add("1234 5678 9012 3456")
	f.Fuzz(func(t *testing.T, text string) {
		if got, plausible := seal.Typed(text); plausible && len(got) != seal.ReceiptDigits {
			t.Errorf("%q is read as %q", text, got)
		}
	})
}
