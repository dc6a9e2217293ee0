package module

// ID is the input of a route that names one thing.
type ID struct {
	ID string `path:"id"`
}
