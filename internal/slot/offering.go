package slot

import "context"

// Services gives package slot the support services that slots belong to.
type Services interface {
	// Offering returns a service that the actor may see.
	Offering(ctx context.Context, id string) (Offering, error)
	// OwnOffering returns a service that the actor manages.
	OwnOffering(ctx context.Context, id string) (Offering, error)
}

// Offering is the part of a support service that slots need.
type Offering struct {
	ID, Name, City string
	Language       string // language of the name
	Account        string // the provider's account
	Open           bool   // slots can be booked now
	Test           bool
}
