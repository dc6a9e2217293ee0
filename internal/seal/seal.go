// Package seal keeps what people report from everybody but those it is meant for. A text
// or file is put into a Box under a random secret; the secret is wrapped for each reader's
// public key; a reader's private key lies in a Locker that a passphrase opens, or follows
// from a receipt. Nothing the service stores opens anything: it takes a passphrase that only
// its owner knows, or a receipt that only the reporter has.
//
// Wrapping is HPKE (RFC 9180) with MLKEM768X25519, HKDF-SHA256 and AES-256-GCM of the
// standard library, so that what is copied today stays closed to the computers of
// tomorrow. Boxes are AES-256-GCM under a key of their own (HKDF), padded so that their
// size tells little. Each is bound to a context: moved elsewhere, it does not open.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// ErrClosed is returned for what does not open: another key, another context, or a change.
var ErrClosed = errors.New("it does not open")

// SecretSize is the length of a secret in bytes.
const SecretSize = 32

// NewSecret makes a random secret.
func NewSecret() []byte {
	secret := make([]byte, SecretSize)
	rand.Read(secret)
	return secret
}

// smallest is the least size of what is in a box, in bytes.
const smallest = 256

// Box closes a text or file under a secret of SecretSize bytes. The context says what it
// is and where it belongs; Open must be given the same.
func Box(secret []byte, context string, content []byte) ([]byte, error) {
	aead, err := boxCipher(secret, context)
	if err != nil {
		return nil, err
	}
	padded := make([]byte, 8+paddedSize(len(content)))
	binary.BigEndian.PutUint64(padded, uint64(len(content)))
	copy(padded[8:], content)
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, padded, []byte(context)), nil
}

// Open returns what Box closed, or ErrClosed.
func Open(secret []byte, context string, box []byte) ([]byte, error) {
	aead, err := boxCipher(secret, context)
	if err != nil {
		return nil, err
	}
	if len(box) < aead.NonceSize() {
		return nil, ErrClosed
	}
	padded, err := aead.Open(nil, box[:aead.NonceSize()], box[aead.NonceSize():], []byte(context))
	if err != nil || len(padded) < 8 {
		return nil, ErrClosed
	}
	n := binary.BigEndian.Uint64(padded)
	if n > uint64(len(padded)-8) {
		return nil, ErrClosed
	}
	return padded[8 : 8+n], nil
}

// boxCipher has a key of its own for each context, so that one secret closes many boxes.
func boxCipher(secret []byte, context string) (cipher.AEAD, error) {
	if len(secret) != SecretSize {
		return nil, fmt.Errorf("a secret has %d bytes, not %d", SecretSize, len(secret))
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "citiesgrow box "+context, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// paddedSize rounds a size up so that at most an eighth is added and few sizes exist
// (Padmé, Nikitin and others 2019), and nothing is smaller than smallest.
func paddedSize(n int) int {
	if n <= smallest {
		return smallest
	}
	exponent := bits.Len(uint(n)) - 1
	keep := bits.Len(uint(exponent))
	mask := 1<<max(exponent-keep, 0) - 1
	return (n + mask) &^ mask
}

// Public is what a secret is wrapped for.
type Public []byte

// Private opens what was wrapped for its Public. Nothing prints it.
type Private struct{ key hpke.PrivateKey }

// String keeps the key out of logs.
func (p *Private) String() string { return "private key" }

// GoString keeps the key out of logs.
func (p *Private) GoString() string { return "private key" }

// NewPrivate makes a random key pair.
func NewPrivate() (*Private, error) {
	key, err := hpke.MLKEM768X25519().GenerateKey()
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	return &Private{key}, nil
}

// derive makes the key pair that follows from a seed of 32 bytes.
func derive(seed []byte) (*Private, error) {
	key, err := hpke.MLKEM768X25519().DeriveKeyPair(seed)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	return &Private{key}, nil
}

// Public is the other half.
func (p *Private) Public() Public { return p.key.PublicKey().Bytes() }

// Fingerprint is what two people compare to know that they speak of one key: 16 hex digits.
func (p Public) Fingerprint() string {
	sum := sha256.Sum256(p)
	return fmt.Sprintf("%x %x %x %x", sum[:2], sum[2:4], sum[4:6], sum[6:8])
}

// Wrap closes secrets for the holder of a private key.
func Wrap(to Public, context string, secrets []byte) ([]byte, error) {
	key, err := hpke.MLKEM768X25519().NewPublicKey(to)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	return hpke.Seal(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("citiesgrow wrap "+context), secrets)
}

// Unwrap opens what Wrap closed, or returns ErrClosed.
func (p *Private) Unwrap(context string, wrapped []byte) ([]byte, error) {
	secrets, err := hpke.Open(p.key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("citiesgrow wrap "+context), wrapped)
	if err != nil {
		return nil, ErrClosed
	}
	return secrets, nil
}
