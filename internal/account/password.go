package account

import (
	"citiesgrow/internal/seal"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
)

// Argon2id with the parameters of OWASP's password storage guide: 19 MiB, two passes,
// one lane.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonKey    = 32
)

// hasher makes and compares password hashes, two at a time, so that a flood of sign-ins
// leaves memory and processors to other requests.
type hasher struct {
	random io.Reader
	free   chan struct{}
	derive seal.Stretch
	dummy  string // compared against when there is no account, so that it takes as long
}

// newHasher returns a hasher; a nil derive is Argon2id.
func newHasher(random io.Reader, derive seal.Stretch) (*hasher, error) {
	if derive == nil {
		derive = argon2.IDKey
	}
	h := &hasher{random: random, free: make(chan struct{}, 2), derive: derive}
	var err error
	h.dummy, err = h.hash(context.Background(), "no account has this password")
	return h, err
}

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.free <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
}

// hash returns the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.free }()
	salt := make([]byte, 16)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key := h.derive([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// matches reports whether the password is the one of the PHC string; an empty string
// takes as long and is never matched.
func (h *hasher) matches(ctx context.Context, password, phc string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer func() { <-h.free }()
	known := phc != ""
	if !known {
		phc = h.dummy
	}
	var version, memory, passes, lanes int
	var rest string
	if _, err := fmt.Sscanf(phc, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &memory, &passes, &lanes, &rest); err != nil {
		return false, fmt.Errorf("stored password hash: %w", err)
	}
	salt, want, err := splitHash(rest)
	if err != nil {
		return false, err
	}
	got := h.derive([]byte(password), salt, uint32(passes), uint32(memory), uint8(lanes), uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

func splitHash(rest string) (salt, key []byte, err error) {
	for i := range rest {
		if rest[i] != '$' {
			continue
		}
		if salt, err = base64.RawStdEncoding.DecodeString(rest[:i]); err == nil {
			key, err = base64.RawStdEncoding.DecodeString(rest[i+1:])
		}
		if err != nil || len(key) == 0 {
			return nil, nil, fmt.Errorf("stored password hash: %w", err)
		}
		return salt, key, nil
	}
	return nil, nil, fmt.Errorf("stored password hash has no salt")
}
