package module

// ID is the input of a route that names one thing.
type ID struct {
	ID string `path:"id"`
}

// Lang is the input of a page that may be asked for in another language.
type Lang struct {
	Lang string `query:"lang" validate:"max=8"`
}

// IDLang is both.
type IDLang struct {
	ID   string `path:"id"`
	Lang string `query:"lang" validate:"max=8"`
}
