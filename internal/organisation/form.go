package organisation

import (
	"cmp"
	"time"

	"citiesgrow/internal/form"
)

// Form is what an owner may say of an organisation.
type Form struct {
	Revision  int64    `json:"revision" validate:"min=0"`
	Kind      string   `json:"kind" validate:"omitempty,oneof=employer agency school"`
	Name      string   `json:"name" validate:"max=200"`
	About     string   `json:"about" validate:"max=5000"`
	Language  string   `json:"language" validate:"max=8"`
	Words     string   `json:"words" validate:"max=500"` // what it does or teaches
	CPV       []string `json:"cpv" validate:"max=20,dive,max=12"`
	Languages []string `json:"languages" validate:"max=20,dive,max=8"`
	Staff     int      `json:"staff" validate:"min=0,max=1000000"`
	Person    string   `json:"person" validate:"max=120"`
	Email     string   `json:"email" validate:"omitempty,email,max=254"`
	Phone     string   `json:"phone" validate:"max=40"`
	Web       string   `json:"web" validate:"omitempty,http_url,max=500"`
}

// Apply reads the form over an organisation. Another name or another kind takes the verification
// away: that is what the city vouched for. Language is that of the person who fills the form in.
func (f *Form) Apply(o *Organisation, r *form.Reader, language string) error {
	name, kind := cmp.Or(f.Name, o.Name), cmp.Or(f.Kind, o.Kind)
	r.Need("name", name != "")
	if name != o.Name || kind != o.Kind {
		o.Verified, o.VerifiedBy = time.Time{}, ""
	}
	o.Language, o.Languages = cmp.Or(f.Language, o.Language, language), form.InOrder(o.Languages, r.Languages("languages", f.Languages...))
	if len(f.CPV) > 0 || f.Words != o.Words || len(o.Trades) == 0 { // else the page, which asks for words alone, says what it said
		o.Trades = r.CodesOr("cpv", f.CPV, form.List(f.Words), o.Language)
	}
	o.Name, o.Kind, o.About, o.Staff, o.Words = name, kind, f.About, f.Staff, f.Words
	o.Contact = Contact{Person: f.Person, Email: f.Email, Phone: f.Phone, Web: f.Web}
	return r.Err()
}

// FormOf is the form filled with an organisation.
func FormOf(o *Organisation) Form {
	return Form{Revision: o.Revision, Kind: o.Kind, Name: o.Name, About: o.About, Language: o.Language, Words: o.Words, CPV: o.Trades,
		Languages: o.Languages, Staff: o.Staff,
		Person: o.Contact.Person, Email: o.Contact.Email, Phone: o.Contact.Phone, Web: o.Contact.Web}
}
