package directory

import (
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
	"citiesgrow/internal/topic"
)

// The taxonomies under which the profile says what HSDS 3.0 has no field for. Each is one attribute of a
// service.
const (
	topicTerms   = "citiesgrow-topic"
	supplyTerms  = "citiesgrow-supply"  // code: the need; value: which
	stageTerms   = "citiesgrow-stage"   // for firms at that stage only
	speakerTerms = "citiesgrow-speaker" // for speakers of that language only, ISO 639-1
	textTerms    = "citiesgrow-text"    // the language of name and description, ISO 639-1
	daysTerms    = "citiesgrow-days"    // value: calendar days until one has what is supplied
	cpvTerms     = "cpv"                // for firms of that trade only
)

// Profile describes what the directory adds to HSDS 3.0.
type Profile struct {
	Name       string            `json:"name"`
	Version    string            `json:"version"` // of HSDS
	Taxonomies map[string]string `json:"taxonomies"`
	Additions  map[string]string `json:"additions"`
	Topics     []string          `json:"topics"`
	Needs      []string          `json:"needs"`
	Stages     []string          `json:"stages"`
}

func profile() *Profile {
	return &Profile{Name: "CitiesGrow support services", Version: hsds.Version, Topics: topic.IDs(), Needs: service.Needs(), Stages: service.Stages(),
		Taxonomies: map[string]string{topicTerms: "what the service is about",
			supplyTerms: "what one has afterwards: the code is one of needs, the value says which (liability, ISO 9001, lv)",
			stageTerms:  "only for firms at this stage", speakerTerms: "only for speakers of this language (ISO 639-1)",
			textTerms: "language of name and description (ISO 639-1)",
			daysTerms: "calendar days from the first meeting until one has what is supplied", cpvTerms: "only for firms of this trade (CPV)"},
		Additions: map[string]string{"capacities": "service_capacity of HSDS 3.1", "service_areas.extent": "NUTS code where extent_type is NUTS"}}
}
