package client

// Form is the part of a form that names a walk-in client.
type Form struct {
	Name     string `json:"client_name" validate:"max=120"`
	Contact  string `json:"client_contact" validate:"max=254"`
	Language string `json:"client_language" validate:"max=8"`
	Agreed   string `json:"agreed" validate:"omitempty,oneof=yes no"`
}

// WalkIn is the walk-in client that the form names; not ok where it names none.
func (f Form) WalkIn() (walkIn *Client, ok bool) {
	if f.Name == "" && f.Contact == "" {
		return nil, false
	}
	return &Client{Name: f.Name, Contact: f.Contact, Language: f.Language}, true
}
