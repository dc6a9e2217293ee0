package hsds

import (
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"

	"citiesgrow/internal/notice/codes"
)

// Check lists, in words, why a service is not valid; it needs an id that is a UUID and a name, and nothing else.
func Check(s *Service) []string {
	var wrong []string
	if _, err := uuid.Parse(string(s.ID)); err != nil {
		if s.ID == "" {
			wrong = append(wrong, "there is no id")
		} else {
			wrong = append(wrong, fmt.Sprintf("the id %q is no UUID", cut(string(s.ID))))
		}
	}
	if s.Name == "" {
		wrong = append(wrong, "there is no name")
	}
	return wrong
}

// statuses are the states of HSDS, with other words that files have for them.
var statuses = map[string]Text{
	"active": "active", "open": "active", "current": "active", "published": "active", "live": "active",
	"inactive": "inactive", "closed": "inactive", "archived": "inactive", "deleted": "inactive", "withdrawn": "inactive", "unpublished": "inactive",
	"defunct": "defunct", "discontinued": "defunct", "ended": "defunct", "permanently closed": "defunct",
	"temporarily closed": "temporarily closed", "temporary closed": "temporarily closed", "paused": "temporarily closed", "suspended": "temporarily closed",
}

// mend brings optional fields into the form of the specification. What cannot be brought into it is left out,
// with a remark.
func (s *Service) mend() {
	if id, err := uuid.Parse(string(s.ID)); err == nil {
		s.ID = Text(id.String())
	}
	s.Status = s.status()
	s.Email, s.URL, s.AssurerEmail = s.email("email", s.Email), s.link("url", s.URL), s.email("assurer_email", s.AssurerEmail)
	s.AssuredDate = s.day("assured_date", s.AssuredDate)
	if o := s.Organization; o != nil {
		o.Email, o.Website = s.email("organization.email", o.Email), s.link("organization.website", o.Website)
	}
	for i := range s.Phones {
		if unsaid(string(s.Phones[i].Number)) {
			s.Phones[i].Number = ""
		}
	}
	if unsaid(string(s.FeesDescription)) {
		s.FeesDescription = ""
	}
	if unsaid(string(s.Fees)) {
		s.Fees = ""
	}
}

// Note adds a remark.
func (s *Service) Note(field, format string, args ...any) {
	s.Remarks = append(s.Remarks, Remark{field, fmt.Sprintf(format, args...)})
}

// status is one of the states of HSDS; a word that is not known counts as active.
func (s *Service) status() Text {
	word := strings.ToLower(strings.Join(strings.FieldsFunc(string(s.Status), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), " "))
	if known, ok := statuses[word]; ok {
		return known
	}
	if word != "" {
		s.Note("status", "%q is none of the list, and was left out", cut(string(s.Status)))
	}
	return "active"
}

func (s *Service) email(field string, t Text) Text {
	if t == "" {
		return ""
	}
	said := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(string(t), "mailto:"), "MAILTO:"))
	if a, err := mail.ParseAddress(said); err == nil {
		return Text(a.Address)
	}
	s.Note(field, "%q is no e-mail address, and was left out", cut(string(t)))
	return ""
}

func (s *Service) link(field string, t Text) Text {
	if t == "" {
		return ""
	}
	if link := codes.Link(string(t)); link != "" {
		return Text(link)
	}
	s.Note(field, "%q is no web address, and was left out", cut(string(t)))
	return ""
}

// day reads a day, with or without a time. The years that programs write where there is no day count as none.
func (s *Service) day(field string, t Text) Text {
	if t == "" {
		return ""
	}
	for _, form := range []string{"2006-01-02", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		on, err := time.Parse(form, string(t))
		if err != nil {
			continue
		}
		if on.Year() <= 1970 || on.Year() >= 9999 {
			return ""
		}
		return Text(on.Format("2006-01-02"))
	}
	s.Note(field, "%q is no day, and was left out", cut(string(t)))
	return ""
}
