package directory

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
	"citiesgrow/internal/taxonomy"
)

// fromHSDS converts a service of another directory. City is where it is given when neither an address nor an
// area says it. The error says why it cannot be taken, in words for the person who runs the import; what is
// left out of it is noted in its remarks.
func fromHSDS(s *hsds.Service, taxa *taxonomy.Taxonomy, city string) (*service.Listing, error) {
	if wrong := hsds.Check(s); len(wrong) > 0 {
		return nil, errors.New(strings.Join(wrong, "; "))
	}
	cities := citiesOf(s, taxa)
	if len(cities) == 0 && city != "" {
		cities = []string{city}
	}
	if len(cities) == 0 {
		return nil, errors.New("neither an address nor an area in one of the sixteen cities")
	}
	l := &service.Listing{UUID: string(s.ID), City: cities[0], For: service.Rules{Cities: cities[1:]}, Name: plainLine(s, "name", s.Name, 200),
		Description: plainText(s, "description", s.Description, 5000),
		Eligibility: plainText(s, "eligibility_description", s.Eligibility, 1000), Interpretation: plainText(s, "interpretation_services", s.Interpretation, 500),
		Apply:   plainText(s, "application_process", s.Application, 1000),
		Contact: service.Contact{Email: string(s.Email), Web: string(s.URL)}, Status: status(s.Status)}
	if l.Name == "" {
		return nil, errors.New("there is no name")
	}
	here, _ := taxa.City(l.City)
	l.Language = here.Languages[0]
	if o := s.Organization; o != nil {
		l.Organization = service.Organization{Name: plainLine(s, "organization.name", o.Name, 200), Description: plainText(s, "organization.description",
			o.Description, 2000), Website: string(o.Website)}
		l.Contact.Email, l.Contact.Web = cmp.Or(l.Contact.Email, string(o.Email)), cmp.Or(l.Contact.Web, string(o.Website))
	}
	l.Organization.Name = cmp.Or(l.Organization.Name, l.Name)
	if on, err := time.Parse("2006-01-02", string(s.AssuredDate)); err == nil {
		l.Assured = service.Assured{On: on, By: l.Organization.Name}
	}
	readParts(l, s)
	readCosts(l, s, here.Currency)
	readCapacities(l, s)
	readTerms(l, s)
	return l, nil
}

// readParts reads the lists of a service.
func readParts(l *service.Listing, s *hsds.Service) {
	for _, p := range s.Phones {
		l.Contact.Phone = cmp.Or(l.Contact.Phone, strings.Trim(string(p.Number), `"`))
	}
	for i, lang := range s.Languages {
		readLanguage(l, s, fmt.Sprintf("languages[%d]", i), lang)
	}
	for i, d := range s.Documents {
		if d.Document != "" {
			l.Documents = append(l.Documents, plainLine(s, fmt.Sprintf("required_documents[%d]", i), d.Document, 200))
		}
	}
	schedules := s.Schedules
	for i, at := range s.AtLocations {
		schedules = append(schedules, at.Schedules...)
		readPlace(l, s, fmt.Sprintf("service_at_locations[%d].location", i), at.Location)
	}
	readHours(l, s, schedules)
}

// mostPlaces is the largest capacity that is believed.
const mostPlaces = 100_000

// readCapacities takes the last capacity, with the waiting list as an export of this service describes it.
func readCapacities(l *service.Listing, s *hsds.Service) {
	for i, k := range s.Capacities {
		if k.Available < 0 || k.Maximum < 0 || max(k.Available, k.Maximum) > mostPlaces {
			s.Note(fmt.Sprintf("capacities[%d]", i), "it is no number of places, and was left out")
			continue
		}
		updated, _ := time.Parse(time.RFC3339, string(k.Updated))
		l.Capacity = &service.Capacity{Places: int(k.Maximum), Free: int(k.Available), Updated: updated}
		fmt.Sscanf(string(k.Description), "%d waiting", &l.Capacity.Waiting)
		fmt.Sscanf(string(s.WaitTime), "%d days", &l.Capacity.WaitDays)
	}
}

// status is the state of a service; one that HSDS does not know counts as active.
func status(s hsds.Text) string {
	switch s {
	case "inactive", "defunct":
		return service.Inactive
	case "temporarily closed":
		return service.Closed
	}
	return service.Active
}

// reader is the version of the conversion: when it changes, services that were imported before are read
// again, as if their file had changed.
const reader = "2"

// digest is a hash of a service of a file, by which a later import finds out whether it has changed.
func digest(s *hsds.Service) (string, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append(raw, reader...))
	return hex.EncodeToString(sum[:8]), nil
}
