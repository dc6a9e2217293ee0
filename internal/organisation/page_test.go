package organisation_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/vacancy"
)

func job(title string) vacancy.Form {
	return vacancy.Form{Title: title, Occupation: "office cleaning", WageFrom: "1100", Closes: "2026-12-30", ApplyAt: "jobs@house.example"}
}

// The page of an organisation has its open vacancies and the pledges that may be shown.
func TestThePageOfAnOrganisation(t *testing.T) {
	h := open(t)
	s := h.site()
	one := h.org("one", organisation.Business, "riga")
	o, err := h.Own(one)
	h.Must(err)
	v, err := h.vacancies.Create(one, job("Cleaner for offices"))
	h.Must(err)
	_, err = h.vacancies.Submit(one, v.ID, nil)
	h.Must(err)
	_, err = h.vacancies.Review(h.Staff("riga"), v.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	_, err = h.vacancies.Create(one, job("A draft"))
	h.Must(err)
	for what, public := range map[string]string{"hires": "yes", "mentors": "no"} {
		_, err := h.pledges.Create(one, pledge.Form{What: what, Count: 1, Until: "2027-01-01", Public: public})
		h.Must(err)
	}
	s.Shows(t.Context(), "/api/v1/organisations/"+o.ID, []string{"Cleaner for offices", `"what":"hires"`},
		[]string{"A draft", `"what":"mentors"`, `"account"`, "staff-riga"})
	s.Shows(one, "/api/v1/organisation", []string{"Cleaner for offices", "A draft", `"what":"hires"`, `"what":"mentors"`}, nil)
	s.Shows(t.Context(), "/organisations?city=riga", []string{"House of one", h.Taxonomy.Work(o.Trades[0], "en")}, nil)
	s.Shows(t.Context(), "/organisations?city=ghent", nil, []string{"/organisations/" + o.ID})
	for _, c := range []struct {
		who          context.Context
		method, path string
		body         string
		status       int
	}{
		{h.As("two", actor.Employer, "riga"), "PUT", "/organisation", `{"name":"Second","web":"not a page"}`, 422},
		{h.As("two", actor.Employer, "riga"), "PUT", "/organisation", `{"name":"Second"}`, 200},
		{h.Staff("riga"), "PUT", "/organisation", `{"name":"Second"}`, 403},
		{one, "POST", "/organisations/" + o.ID + "/verification", ``, 403},
		{h.Staff("riga"), "GET", "/organisations/waiting", ``, 200},
		{one, "GET", "/organisations/waiting", ``, 403},
	} {
		if r := s.Ask(c.who, c.method, "/api/v1"+c.path, c.body); r.Status != c.status {
			t.Errorf("%s %s: status %d, want %d: %.300s", c.method, c.path, r.Status, c.status, r.Body)
		}
	}
}

// Who saves an older form reads what is stored now, and keeps what they typed.
func TestAnOlderFormShowsBothVersions(t *testing.T) {
	h := open(t)
	s := h.site()
	one := h.org("one", organisation.Business, "riga")
	o, err := h.Own(one)
	h.Must(err)
	old := o.Revision
	_, err = h.Change(one, organisation.Form{About: "Written on the telephone."})
	h.Must(err)
	_, err = h.Change(one, organisation.Form{Revision: old, About: "Written at the desk."})
	h.Conflict(err, "organisation.changed_meanwhile")
	if now, is := problem.Of(err).Current.(*organisation.Organisation); !is || now.About != "Written on the telephone." {
		t.Errorf("%+v", problem.Of(err).Current)
	}
	body := fmt.Sprintf(`{"revision":%d,"about":"Written at the desk."}`, old)
	if r := s.Ask(one, "PUT", "/api/v1/organisation", body); r.Status != 409 || !strings.Contains(r.Body, "Written on the telephone.") {
		t.Errorf("status %d %s", r.Status, r.Body)
	}
	r := s.Ask(one, "POST", "/organisation", body)
	for _, text := range []string{"Written on the telephone.", "Written at the desk.", h.Words.For("en").T("supplier.both_versions")} {
		if r.Status != 409 || !strings.Contains(r.Body, text) {
			t.Errorf("status %d, the page has no %q", r.Status, text)
		}
	}
}
