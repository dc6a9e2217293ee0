package web

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestBodiesOfPrograms(t *testing.T) {
	h := start(t, nil)
	for says, c := range map[string]struct {
		body  string
		want  int
		field string
	}{
		"as described":             {`{"email":"a@b.example","count":3,"price":1200.5,"tags":["a"]}`, 201, ""},
		"an operator for a string": {`{"email":{"$ne":null}}`, 422, "email"},
		"a list for a string":      {`{"email":["a@b.example"]}`, 422, "email"},
		"a number for a string":    {`{"email":7}`, 422, "email"},
		"an object for money":      {`{"email":"a@b.example","price":{"$gt":0}}`, 422, "price"},
		"an unknown name":          {`{"email":"a@b.example","role":"admin"}`, 422, "role"},
		"a name of the house":      {`{"email":"a@b.example","_id":"x"}`, 422, "_id"},
		"the id of the address":    {`{"email":"a@b.example","ID":"x"}`, 422, "ID"},
		"nothing in it":            {`{}`, 422, "email"},
		"nothing at all":           {``, 422, "email"},
		"null":                     {`null`, 422, "email"},
		"spaces only":              {`{"email":"   "}`, 422, "email"},
		"too long":                 {`{"email":"` + strings.Repeat("x", 41) + `"}`, 422, "email"},
		"too many":                 {`{"email":"a@b.example","tags":["1","2","3","4"]}`, 422, "tags"},
		"a second value":           {`{"email":"a@b.example"}{"email":"c@d.example"}`, 400, ""},
		"cut off":                  {`{"email":"a@b.example"`, 400, ""},
		"a list":                   {`[{"email":"a@b.example"}]`, 400, ""},
		"a comment":                {`{"email":"a@b.example"} // hi`, 400, ""},
		"a duplicate that is bad":  {`{"email":"a@b.example","email":""}`, 422, "email"},
		"deep":                     {`{"email":` + strings.Repeat("[", 30000) + strings.Repeat("]", 30000) + `}`, 400, ""},
	} {
		t.Run(says, func(t *testing.T) {
			res := h.send(t, sent("POST", "/api/v1/things", c.body))
			res.want(t, c.want)
			if c.want >= 400 && res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("the answer is %s", res.Header.Get("Content-Type"))
			}
			if c.field != "" && !strings.Contains(res.text, `"fields":{"`+c.field+`":"`) {
				t.Errorf("the answer does not name the field %s: %s", c.field, res.text)
			}
		})
	}
}

// What was checked must be what is used: of two values with one name the last counts in
// JSON, the first in a form, for the check and for the handler alike.
func TestRepeatedFormFields(t *testing.T) {
	h := start(t, nil)
	h.send(t, posted("/things", "email", "first@b.example", "email", "second@b.example")).want(t, http.StatusOK)
	if in := <-h.received; in.Email != "first@b.example" {
		t.Errorf("the handler got %q", in.Email)
	}
	h.send(t, posted("/things", "email", "", "email", "second@b.example")).want(t, http.StatusUnprocessableEntity, `id="email-error"`)
	h.send(t, sent("POST", "/api/v1/things", `{"email":"first@b.example","email":"second@b.example"}`)).want(t, http.StatusCreated)
	if in := <-h.received; in.Email != "second@b.example" {
		t.Errorf("the handler got %q", in.Email)
	}
	h.send(t, posted("/things", "email", "a@b.example", "ID", "x", "Email", "y", "unknown", "z")).want(t, http.StatusOK)
	if in := <-h.received; in.ID != "" || in.Email != "a@b.example" {
		t.Errorf("a field without a tag was filled: %+v", in)
	}
	many := []string{"email", "a@b.example"}
	for range 4000 {
		many = append(many, "x[99999]", "1")
	}
	h.send(t, posted("/things", many...)).want(t, http.StatusOK)
}

// A program that misspells what it asks for is not answered as if it had asked for nothing; a page
// opens with whatever a link carries.
func TestQueriesOfPrograms(t *testing.T) {
	h := start(t, nil)
	const unknown = "There is no field of this name."
	for query, field := range map[string]string{
		"": "", "mark=1&mark=2": "", "mark[0]=1&mark[1]=2": "", "at_most=3": "", "lang=uk": "", "lang=en&mark=1": "", "mark": "",
		"marks=1": "marks", "Mark=1": "Mark", "utm_source=letter": "utm_source", "at_most[0]=3": "at_most[0]", "atMost=3": "atMost",
		"MarkRange.at_most=3": "MarkRange.at_most",
		"mark[0][1]=2":        "mark[0][1]", "mark[0]]=2": "mark[0]]",
		"mark[0].a=2": "mark[0].a", "mark[=1": "mark[", "mark=1&bad": "bad", "%20mark=1": " mark",
	} {
		says := h.send(t, ask{path: "/api/v1/marks?" + query})
		if field == "" {
			says.want(t, http.StatusOK)
		} else {
			says.want(t, http.StatusUnprocessableEntity, `"`+field+`":"`+unknown+`"`)
		}
		h.send(t, ask{path: "/marks?" + query}).want(t, http.StatusOK)
	}
	// What is known and wrong keeps the name that was asked with, and its own complaint.
	h.send(t, ask{path: "/api/v1/marks?at_most=x"}).want(t, http.StatusUnprocessableEntity, `"at_most":"`)
	h.send(t, ask{path: "/api/v1/marks?mark[]=1"}).want(t, http.StatusUnprocessableEntity, `"mark":"`)
	// A route that takes nothing, and one that takes a body.
	h.send(t, ask{path: "/api/v1/words?language=uk"}).want(t, http.StatusUnprocessableEntity, `"language":"`+unknown+`"`)
	h.send(t, ask{path: "/api/v1/words?lang=uk"}).want(t, http.StatusOK, "Так")
	h.send(t, sent("POST", "/api/v1/things?email=c@d.example", `{"email":"a@b.example"}`)).want(t, http.StatusUnprocessableEntity, `"email":"`+unknown+`"`)
	h.send(t, sent("POST", "/api/v1/things?lang=uk", `{"email":"a@b.example"}`)).want(t, http.StatusCreated)
	h.send(t, sent("POST", "/api/v1/things?dry=1", `{"mail":1}`)).want(t, http.StatusUnprocessableEntity, `"dry":"`+unknown+`"`, `"mail":"`+unknown+`"`)
	// What cannot be read is not taken for nothing either.
	h.send(t, ask{path: "/api/v1/marks?mark=%zz"}).want(t, http.StatusBadRequest)
	h.send(t, ask{path: "/marks?mark=%zz"}).want(t, http.StatusOK)
}

// A name with half a bracket names no field: it is left out like any other unknown name of a form
// or a page's address.
func TestNamesWithHalfABracketAreNoFields(t *testing.T) {
	h := start(t, nil)
	for _, name := range []string{"tags[", "tags]", "tags[0", "tags[0]]", "tags][", "[", "]"} {
		if res := h.send(t, posted("/things", "email", "a@b.example", name, "x", "tags[0]", "kept")); res.StatusCode != http.StatusOK {
			t.Errorf("%s in a form: %d", name, res.StatusCode)
		} else if in := <-h.received; in.Email != "a@b.example" || len(in.Tags) != 1 || in.Tags[0] != "kept" {
			t.Errorf("%s: the handler got %+v", name, in)
		}
		h.send(t, ask{path: "/marks?" + url.QueryEscape(name) + "=x&mark=1&mark=2"}).want(t, http.StatusOK, "[1 2]")
	}
}

func TestOnlyFormsAndJSONAreRead(t *testing.T) {
	h := start(t, nil)
	for _, kind := range []string{"text/plain", "application/xml", "multipart/form-data; boundary=x", "application/octet-stream", "application/jsonx"} {
		for _, path := range []string{"/things", "/api/v1/things"} {
			a := sent("POST", path, `{"email":"a@b.example"}`)
			a.header["Content-Type"] = kind
			h.send(t, a).want(t, http.StatusUnsupportedMediaType)
		}
	}
	a := sent("POST", "/api/v1/things", `{"email":"a@b.example"}`)
	a.header["Content-Type"] = "Application/JSON; charset=utf-8"
	h.send(t, a).want(t, http.StatusCreated)
	bad := posted("/things")
	bad.body = "email=%zz"
	h.send(t, bad).want(t, http.StatusBadRequest)
}

func TestTyped(t *testing.T) {
	h := start(t, nil)
	h.send(t, posted("/things", "email", "  a@b.example \u00a0", "name", "A\x00da\u0007\r\n ", "password", "  kept as typed\t ", "price",
		" 25 000 ")).want(t, http.StatusOK)
	in := <-h.received
	if in.Email != "a@b.example" || in.Name != "Ada" || in.Password != "  kept as typed\t " || in.Price != "25 000" {
		t.Errorf("the handler got %+v", in)
	}
}

// tidied is what several inputs have in common.
type tidied struct{ Shared string }

func TestTidy(t *testing.T) {
	for typed, want := range map[string]string{
		"  spaces  ":         "spaces",
		"two\r\nlines":       "two\nlines",
		"a\ttab":             "a\ttab",
		"bell\a, escape\x1b": "bell, escape",
		"nul\x00":            "nul",
		"broken \xff\xfe":    "broken \uFFFD",
		"\u2003wide\u3000":   "wide",
		"مرحبا":              "مرحبا",
		"a\x7fb":             "ab",
		"":                   "",
	} {
		if got := clean(typed); got != want {
			t.Errorf("clean(%q) = %q, want %q", typed, got, want)
		}
	}
	name := " deep "
	in := struct {
		tidied
		List   []string
		Nested struct{ Name *string }
		Kept   string `tidy:"no"`
		When   time.Time
	}{List: []string{" a "}, Kept: " k ", tidied: tidied{" with others "}}
	in.Nested.Name = &name
	tidy(reflect.ValueOf(&in).Elem())
	if in.List[0] != "a" || name != "deep" || in.Kept != " k " || in.Shared != "with others" {
		t.Errorf("tidied to %q %q %q %q", in.List, name, in.Kept, in.Shared)
	}
}
