package hsds

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// lists are the fields under which a page without "contents" has its objects. Organizations
// come first, since services may only name them.
var lists = []string{"organizations", "services", "items", "results"}

// page walks an object that is none itself, and says whether it had a list.
func (w *walk) page(own map[string]json.RawMessage) (listed bool, err error) {
	for _, name := range lists {
		raw, has := own[name]
		if !has {
			continue
		}
		listed = true
		var inner []json.RawMessage
		if err := json.Unmarshal(raw, &inner); err != nil {
			return true, &Refusal{Reason: fmt.Sprintf("%q is no list", name), Err: ErrFormat}
		}
		for _, one := range inner {
			give := w.give
			if name == "organizations" && !hasServices(one) {
				if own["services"] != nil && w.remembers(one) {
					continue
				}
				give = w.bare
			}
			if err := give(one); err != nil {
				return true, err
			}
		}
	}
	return listed, nil
}

func hasServices(raw json.RawMessage) bool {
	var has map[string]json.RawMessage
	return json.Unmarshal(raw, &has) == nil && has["services"] != nil
}

// bare refuses an organization that has no services.
func (w *walk) bare(json.RawMessage) error {
	w.n++
	return w.goOn(w.refuse(w.n, errors.New("this is an organization, and none of its services is here")))
}

// remembers stores an organization without services, for the services that name it by its id.
func (w *walk) remembers(raw json.RawMessage) bool {
	var of Organization
	if _, err := decode(raw, &of); err != nil || of.ID == "" {
		return false
	}
	w.known[of.ID] = &of
	return true
}

// give reads one object as a service, or as an organization with its services.
func (w *walk) give(raw json.RawMessage) error {
	w.n++
	var has map[string]json.RawMessage
	if err := json.Unmarshal(raw, &has); err != nil || has == nil {
		return w.goOn(w.refuse(w.n, errScalar))
	}
	if services, ok := has["services"]; ok {
		delete(has, "services")
		return w.organization(has, services)
	}
	switch {
	case len(raw) > largest:
		return w.goOn(w.refuse(w.n, fmt.Errorf("it has %d MB", len(raw)>>20)))
	case has["status"] == nil && slices.ContainsFunc(ofOrganizations, func(name string) bool { return has[name] != nil }):
		w.n--
		return w.bare(raw)
	}
	return w.goOn(w.service(raw, nil))
}

// ofOrganizations are fields that services do not have.
var ofOrganizations = []string{"website", "legal_status", "tax_status", "tax_id", "year_incorporated", "parent_organization_id",
	"organization_identifiers", "locations", "programs"}

// goOn reports whether the caller wants more.
func (w *walk) goOn(more bool) error {
	if more {
		return nil
	}
	return errStop
}

func (w *walk) organization(own map[string]json.RawMessage, services json.RawMessage) error {
	var inner []json.RawMessage
	if err := json.Unmarshal(services, &inner); err != nil {
		return w.goOn(w.refuse(w.n, errors.New("the services of the organization are no list")))
	}
	raw, err := json.Marshal(own)
	if err != nil {
		return err
	}
	var of Organization
	remarks, err := decode(raw, &of)
	if err != nil {
		return w.goOn(w.refuse(w.n, err))
	}
	for i := range remarks {
		remarks[i].Field = "organization." + remarks[i].Field
	}
	for _, one := range inner {
		given := of
		if !w.service(one, func(s *Service) {
			if s.Organization == nil {
				s.Organization = &given
				s.Remarks = append(s.Remarks, remarks...)
			}
		}) {
			return errStop
		}
	}
	return nil
}

// service passes one service on to the caller; finish completes it.
func (w *walk) service(raw json.RawMessage, finish func(*Service)) bool {
	s := &Service{}
	remarks, err := decode(raw, s)
	if err != nil {
		return w.refuse(w.n, err)
	}
	if s.ID == "" && s.Name == "" {
		return w.refuse(w.n, fmt.Errorf("%w: there is neither an id nor a name", ErrFormat))
	}
	s.Index, s.Remarks = w.n, remarks
	if of := w.known[s.OrganizationID]; of != nil && s.Organization == nil {
		given := *of
		s.Organization = &given
	}
	if finish != nil {
		finish(s)
	}
	s.mend()
	return w.yield(s, nil)
}
