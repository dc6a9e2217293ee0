package seal

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"

	"citiesgrow/internal/record"
)

// ReceiptDigits is the length of a receipt: 53 bits, slowed down by Argon2id and useless
// without the pepper.
const ReceiptDigits = 16

// NewReceipt makes a random receipt, each of the 10^16 as likely.
func NewReceipt() (string, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Exp(big.NewInt(10), big.NewInt(ReceiptDigits), nil))
	if err != nil {
		return "", fmt.Errorf("make a receipt: %w", err)
	}
	return fmt.Sprintf("%0*d", ReceiptDigits, n), nil
}

// Spoken is a receipt in groups of four, as people write it down.
func Spoken(receipt string) string {
	var groups []string
	for len(receipt) > 4 {
		groups, receipt = append(groups, receipt[:4]), receipt[4:]
	}
	return strings.Join(append(groups, receipt), " ")
}

// Typed reads a receipt as a person typed it, with spaces or hyphens, in the
// digits of any script. It reports whether it can be one.
func Typed(text string) (receipt string, plausible bool) {
	receipt = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" \t\r\n-–.\u00a0\u202f\u200e\u200f\u2066\u2067\u2068\u2069", r):
			return -1
		}
		return 'x'
	}, record.Digits(text))
	return receipt, len(receipt) == ReceiptDigits && !strings.Contains(receipt, "x")
}

// Pepper is a secret of the service that is stored next to the database, never in it: without it a
// copy of the store cannot be searched for receipts.
type Pepper []byte

const pepperSize = 32

// LoadPepper reads the pepper from a file, and makes it the first time. All nodes of one
// house need the same.
func LoadPepper(path string) (Pepper, error) {
	raw, err := os.ReadFile(path)
	switch {
	case err == nil:
		return ParsePepper(strings.TrimSpace(string(raw)))
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("pepper: %w", err)
	}
	fresh := make(Pepper, pepperSize)
	rand.Read(fresh)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("pepper: %w", err)
	}
	// Written beside and linked into place: a crash leaves none or a whole one, and of two
	// processes the first wins.
	beside := path + "." + rand.Text()
	if err := writeSynced(beside, []byte(hex.EncodeToString(fresh)+"\n")); err != nil {
		return nil, fmt.Errorf("pepper: %w", err)
	}
	defer os.Remove(beside)
	if err := os.Link(beside, path); errors.Is(err, fs.ErrExist) {
		return LoadPepper(path)
	} else if err != nil {
		return nil, fmt.Errorf("pepper: %w", err)
	}
	return fresh, nil
}

func writeSynced(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// ParsePepper reads 64 hex digits.
func ParsePepper(text string) (Pepper, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != pepperSize {
		return nil, fmt.Errorf("pepper: want %d hex digits", 2*pepperSize)
	}
	return raw, nil
}

// Tag is a keyed digest for one purpose, of 32 hex digits: who has the store alone can
// neither make nor test it.
func (p Pepper) Tag(purpose, text string) string {
	return hex.EncodeToString(p.mac(purpose, text)[:16])
}

func (p Pepper) mac(purpose, text string) []byte {
	h := hmac.New(sha256.New, p)
	h.Write([]byte(purpose + "\x00" + text))
	return h.Sum(nil)
}

// The cost of a receipt, OWASP's for passwords: 19 MiB, two passes. It is paid for every
// guess, right or wrong, before anything is looked up.
const (
	receiptMemory = 19 * 1024 // KiB
	receiptTime   = 2
)

// Return is the reporter's way back: where the report is found, and the key that opens it.
type Return struct {
	Lookup string // 64 hex digits
	Key    *Private
}

// Return derives the way back from a receipt. There is one for every receipt, also for
// those that were never given out, and it takes as long.
func (g *Gate) Return(ctx context.Context, pepper Pepper, receipt string) (*Return, error) {
	peppered := pepper.mac("receipt", receipt)
	root, err := g.stretch(ctx, peppered, pepper.mac("salt of receipts", ""), receiptTime, receiptMemory)
	if err != nil {
		return nil, err
	}
	lookup, err := hkdf.Key(sha256.New, root, nil, "citiesgrow receipt lookup", 32)
	if err != nil {
		return nil, err
	}
	seed, err := hkdf.Key(sha256.New, root, nil, "citiesgrow receipt key", 32)
	if err != nil {
		return nil, err
	}
	key, err := derive(seed)
	if err != nil {
		return nil, err
	}
	return &Return{hex.EncodeToString(lookup), key}, nil
}
