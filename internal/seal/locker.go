package seal

import (
	"context"
	"crypto/hpke"
	"crypto/rand"
	"fmt"

	"golang.org/x/crypto/argon2"
)

// Locker holds a private key that a passphrase opens.
type Locker struct {
	Salt []byte `bson:"salt"`
	Box  []byte `bson:"box"`
}

// A passphrase is stretched with Argon2id: 64 MiB and three passes, the second choice of
// RFC 9106. It happens once a day for each reader, so it may be expensive.
const (
	lockerMemory = 64 * 1024 // KiB
	lockerTime   = 3
)

// Lock closes a private key with a passphrase.
func (g *Gate) Lock(ctx context.Context, key *Private, passphrase, owner string) (Locker, error) {
	raw, err := key.key.Bytes()
	if err != nil {
		return Locker{}, fmt.Errorf("private key: %w", err)
	}
	l := Locker{Salt: make([]byte, 16)}
	rand.Read(l.Salt)
	secret, err := g.stretch(ctx, []byte(passphrase), l.Salt, lockerTime, lockerMemory)
	if err != nil {
		return Locker{}, err
	}
	l.Box, err = Box(secret, "locker "+owner, raw)
	return l, err
}

// Unlock opens the private key, or returns ErrClosed.
func (g *Gate) Unlock(ctx context.Context, l Locker, passphrase, owner string) (*Private, error) {
	secret, err := g.stretch(ctx, []byte(passphrase), l.Salt, lockerTime, lockerMemory)
	if err != nil {
		return nil, err
	}
	raw, err := Open(secret, "locker "+owner, l.Box)
	if err != nil {
		return nil, err
	}
	key, err := hpke.MLKEM768X25519().NewPrivateKey(raw)
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	return &Private{key}, nil
}

// Gate lets two stretch at a time: a flood must not take the machine's memory and
// processors from everybody else.
type Gate struct {
	free   chan struct{}
	derive Stretch
}

// Stretch makes a key of size bytes from a secret, slowly: argon2.IDKey, or in tests of other things what is quick.
// Memory is in KiB.
type Stretch = func(secret, salt []byte, passes, memory uint32, lanes uint8, size uint32) []byte

// NewGate makes one for the service. A nil derive is Argon2id.
func NewGate(derive Stretch) *Gate {
	if derive == nil {
		derive = argon2.IDKey
	}
	return &Gate{make(chan struct{}, 2), derive}
}

func (g *Gate) stretch(ctx context.Context, secret, salt []byte, passes, memory uint32) ([]byte, error) {
	select {
	case g.free <- struct{}{}:
		defer func() { <-g.free }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to stretch a secret: %w", ctx.Err())
	}
	return g.derive(secret, salt, passes, memory, 1, SecretSize), nil
}
