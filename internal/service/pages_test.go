package service_test

import (
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/service"
)

// The page of a service shows to every visitor what it is, and the way to edit it to those alone who look after
// it; the key of its link is shown to none.
func TestThePageOfAService(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	h.Owner("amina", "riga")
	h.StaffOf("riga")
	h.StaffOf("ghent")
	f := full()
	f.Free, f.Name = "3", "Cover for firms"
	l := h.Listed(one, f)
	ask := h.site()
	status, page := ask("", "GET", "/services/"+l.ID, "")
	for _, want := range []string{"Cover for firms", "Firms&#39; House one", "Brīvības iela 1", "12.5", "Members only", "Passport", "Tram 3"} {
		if status != 200 || !strings.Contains(page, want) {
			t.Errorf("%d: the page lacks %q", status, want)
		}
	}
	for token, edits := range map[string]bool{"": false, "amina": false, "one": true, "staff-riga": true, "staff-ghent": false} {
		_, page := ask(token, "GET", "/services/"+l.ID, "")
		if strings.Contains(page, "/services/"+l.ID+"/edit") != edits {
			t.Errorf("%q is led to the form: %t", token, !edits)
		}
		status, _ := ask(token, "GET", "/services/"+l.ID+"/edit", "")
		if (status == 200) != edits {
			t.Errorf("%q gets the form: %d", token, status)
		}
		_, body := ask(token, "GET", "/api/v1/services/"+l.ID, "")
		for _, secret := range []string{l.Key, `"account"`} {
			if strings.Contains(body, secret) {
				t.Errorf("%q reads %s", token, secret)
			}
		}
	}
	f.Status = service.Inactive
	_, err := h.Change(one, l.ID, f)
	h.Must(err)
	for token, want := range map[string]int{"": 404, "amina": 404, "one": 200, "staff-riga": 200, "staff-ghent": 404} {
		if status, _ := ask(token, "GET", "/services/"+l.ID, ""); status != want {
			t.Errorf("%q sees what is no longer given: %d", token, status)
		}
	}
	if status, _ := ask("one", "GET", "/services/mine", ""); status != 200 {
		t.Errorf("%d", status)
	}
}

// A program lists a service, changes it with the revision that it read, and learns of a change meanwhile.
func TestAProgramListsAService(t *testing.T) {
	h := open(t)
	h.Provider("one", "riga")
	ask := h.site()
	status, body := ask("one", "POST", "/api/v1/services", `{"name":"Cover","topics":["insurance"],"apply":"Call.","supplies":[{"kind":"insurance"}]}`)
	if status != 201 {
		t.Fatalf("%d %s", status, body)
	}
	l := h.ByName()["Cover"]
	if l == nil || l.Language != "en" || !l.Free() {
		t.Fatalf("%+v", l)
	}
	change := func(revision int64, name string) (int, string) {
		return ask("one", "PUT", "/api/v1/services/"+l.ID, fmt.Sprintf(`{"revision":%d,"name":%q,"topics":["insurance"],"apply":"Call."}`, revision, name))
	}
	if status, body = change(l.Revision, "Changed"); status >= 400 {
		t.Errorf("%d %s", status, body)
	}
	if status, body = change(l.Revision, "Lost"); status != 409 || !strings.Contains(body, "Changed") {
		t.Errorf("an old revision: %d %s", status, body)
	}
	for body, field := range map[string]string{`{"topics":["insurance"]}`: "name", `{"name":"x","topics":["insurance"],"days":731}`: "days",
		`{"name":"x","topics":["insurance"],"stages":["old"]}`: "stages",
		`{"name":"x","topics":["insurance"],"charge":"free"}`:  "charge", `{"name":"x","topics":["insurance"],"email":"at home"}`: "email"} {
		if status, answer := ask("one", "POST", "/api/v1/services", body); status != 422 || !strings.Contains(answer, `"`+field) {
			t.Errorf("%s: %d %s", body, status, answer)
		}
	}
	if n := len(h.ByName()); n != 1 {
		t.Errorf("%d services are stored", n)
	}
}

// The link of a letter asks before it does something: opening it changes nothing, and an answer is needed.
func TestTheLinkOfALetterAsksFirst(t *testing.T) {
	h := open(t)
	l := h.Listed(h.Provider("one", "riga"), cover("Cover", 3))
	path := h.LettersAbout("/confirm")[0].Path
	ask := h.site()
	h.Clock = h.Clock.AddDate(0, 6, 0)
	if status, page := ask("", "GET", path, ""); status != 200 || !strings.Contains(page, "Cover") {
		t.Errorf("%d %s", status, page)
	}
	if kept, err := h.Get(t.Context(), l.ID); err != nil || kept.Revision != l.Revision {
		t.Errorf("opening the link confirms: %v", err)
	}
	for body, want := range map[string]int{`{}`: 422, `{"given":"perhaps"}`: 422} {
		if status, _ := ask("", "POST", "/api/v1"+path, body); status != want {
			t.Errorf("%s: %d", body, status)
		}
	}
	if status, _ := ask("", "GET", path+"x", ""); status != 404 {
		t.Errorf("another link: %d", status)
	}
	if status, body := ask("", "POST", "/api/v1"+path, `{"given":"yes"}`); status != 200 || !strings.Contains(body, `"given":true`) {
		t.Errorf("%d %s", status, body)
	}
	if kept, err := h.Get(t.Context(), l.ID); err != nil || !kept.Assured.On.Equal(h.Clock) || kept.Assured.By != "Firms' House one" {
		t.Errorf("%+v %v", kept.Assured, err)
	}
	if status, _ := ask("", "POST", "/api/v1"+path, `{"given":"no"}`); status != 404 {
		t.Errorf("the link works twice: %d", status)
	}
}

// Who sends a form that is older than the service sees what is stored together with what they typed, the name and
// the description too.
func TestAStaleFormShowsBothVersions(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, cover("Cover", 3))
	changed := service.FormOf(l)
	changed.Name, changed.Description, changed.Phone = "Changed meanwhile", "Described anew.", "+371 99"
	_, err := h.Change(h.StaffOf("riga"), l.ID, changed)
	h.Must(err)
	site := h.Site(h.Service.Module())
	r := site.Post(one, "/services/"+l.ID, "revision", fmt.Sprint(l.Revision), "name", "Typed", "topics", "insurance", "apply", "Call.")
	if r.Status != 409 {
		t.Fatalf("%d %.300s", r.Status, r.Body)
	}
	for _, want := range []string{"Changed meanwhile", "Described anew.", "371 99", `value="Typed"`, fmt.Sprintf(`value="%d"`, l.Revision+1)} {
		if !strings.Contains(r.Body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
