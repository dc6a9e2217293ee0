package service

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

// Confirm says that all of a service is still right.
func (s *Service) Confirm(ctx context.Context, id string) (*Listing, error) {
	l, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.confirmed(ctx, l)
}

// confirmed stores a listing with the time of its confirmation and a new link for the next one; the letter
// with the link follows from it (see letters).
func (s *Service) confirmed(ctx context.Context, l *Listing) (*Listing, error) {
	who := actor.From(ctx)
	token, err := newToken(s.kit.Random)
	if err != nil {
		return nil, err
	}
	l.Assured = Assured{On: s.kit.Now().UTC().Truncate(time.Second), By: cmp.Or(who.Organisation, who.Name, l.Organization.Name)}
	l.Link, l.Key = token, hash(token)
	return s.listings.Save(ctx, l)
}

// GetByToken returns the service that the link of a letter asks about. It needs no account: the token is the
// permission.
func (s *Service) GetByToken(ctx context.Context, token string) (*Listing, error) {
	return s.listings.First(ctx, "key", hash(token))
}

// ConfirmByToken confirms a service by the link of a letter, or says that it is no longer given. The link
// works once.
func (s *Service) ConfirmByToken(ctx context.Context, token string, given bool) (*Listing, error) {
	l, err := s.GetByToken(ctx, token)
	if err != nil {
		return nil, err
	}
	if !given {
		l.Status = Inactive
	}
	return s.confirmed(actor.With(ctx, actor.Actor{ID: l.Account, Name: l.Organization.Name, Role: actor.Provider, Active: true}), l)
}

// newToken is 128 random bits, in hexadecimal.
func newToken(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}

// hash is the key under which a token is looked up; its case does not matter.
func hash(token string) string {
	sum := sha256.Sum256([]byte("confirm\x00" + strings.ToLower(token)))
	return hex.EncodeToString(sum[:])
}

// askBefore is how long before a confirmation no longer counts the next one is asked for.
const askBefore = 14 * 24 * time.Hour

// letters are those that follow from a service: the link by which its provider confirms it. A service that was
// stored before links were has its letter in the outbox already.
func (s *Service) letters(ctx context.Context, id string) ([]mail.Letter, error) {
	l, err := s.listings.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && l.Link == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	letter := mail.Letter{About: l.ID + "/confirm", Account: l.Account, Language: l.Language, Key: "service.letter_confirm",
		Words: map[string]string{"Name": l.Name}, Path: "/confirmations/" + l.Link, Due: l.Assured.On.Add(staleAfter - askBefore)}
	if l.Account == "" {
		letter.Email = l.Contact.Email
	}
	return []mail.Letter{letter}, nil
}
