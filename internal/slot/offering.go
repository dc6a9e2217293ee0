package slot

import "context"

// Services is what appointments need to know of the services that they are with.
type Services interface {
	// Offering is a service that the actor may see.
	Offering(ctx context.Context, id string) (Offering, error)
	// OwnOffering is a service that the actor looks after.
	OwnOffering(ctx context.Context, id string) (Offering, error)
}

// Offering is a service with which people have appointments.
type Offering struct {
	ID, Name, City string
	Language       string // of the name
	Account        string // of the provider
	Open           bool   // it takes people now
	Test           bool
}
