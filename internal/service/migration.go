package service

import (
	"context"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/store"
)

// migrations bring a store of before December 2026 to what is read now. Services, referrals and appointments
// were one package then, and their letters had the word keys of that package.
func migrations() []store.Migration {
	keys := map[string]string{}
	for family, names := range map[string][]string{
		"service":  {"confirm"},
		"referral": {"new", "late", "waiting", "accepted", "declined", "rerouted", "withdrawn", "done"},
		"slot":     {"off", "booked", "given", "ahead"},
	} {
		for _, name := range names {
			keys["support.letter_"+name] = family + ".letter_" + name
		}
	}
	return []store.Migration{
		{Number: 3, Name: "letters of services have the word keys of their packages", Run: func(ctx context.Context, db store.DB) error {
			return mail.Rename(ctx, db, keys)
		}},
	}
}
