package web

import (
	"net/http"
	"reflect"
	"testing"
)

type keyed struct {
	WageFrom string            `json:"wage_from"`
	Lots     []keyedLot        `json:"lots"`
	Seen     map[string]string `json:"seen"`
}

type keyedLot struct {
	DocsURL string `json:"docs_url"`
}

// A program reads and writes keys in camelCase; the names of form fields are still understood.
func TestKeysHaveOneStyle(t *testing.T) {
	of := reflect.TypeFor[keyed]()
	for says, c := range map[string]struct {
		raw, want string
		how       renamer
	}{
		"an answer": {`{"wage_from":"1","lots":[{"docs_url":"a"}],"seen":{"is_data":"b"}}`,
			`{"lots":[{"docsUrl":"a"}],"seen":{"is_data":"b"},"wageFrom":"1"}`, toCamel()},
		"a body": {`{"wageFrom":12345678901234567890.10,"lots":[{"docsUrl":"a"}]}`,
			`{"lots":[{"docs_url":"a"}],"wage_from":12345678901234567890.10}`, fromCamel()},
		"a body in form names":    {`{"wage_from":"1"}`, `{"wage_from":"1"}`, fromCamel()},
		"both names stay":         {`{"wageFrom":"1","wage_from":"2"}`, `{"wageFrom":"1","wage_from":"2"}`, fromCamel()},
		"what is unknown stays":   {`{"wagefrom":"1"}`, `{"wagefrom":"1"}`, fromCamel()},
		"what is no JSON":         {`{"wageFrom":`, `{"wageFrom":`, fromCamel()},
		"a value where an object": {`{"lots":["docsUrl"]}`, `{"lots":["docsUrl"]}`, fromCamel()},
	} {
		if got := string(renamed([]byte(c.raw), of, c.how)); got != c.want {
			t.Errorf("%s: %s, want %s", says, got, c.want)
		}
	}
	if underscored(reflect.TypeFor[keyedLot](), map[reflect.Type]bool{}) == underscored(reflect.TypeFor[Made](), map[reflect.Type]bool{}) {
		t.Error("types with and without names of forms look the same")
	}
}

// A program that is not signed in gets an answer that says how; a browser is led to it.
func TestUnauthorizedSaysHowToSignIn(t *testing.T) {
	h := start(t, nil)
	for path, want := range map[string]string{"/api/v1/staff/only": `Bearer realm="CitiesGrow"`, "/staff/only": ""} {
		res := h.send(t, ask{path: path})
		if got := res.Header.Get("WWW-Authenticate"); got != want || res.StatusCode != http.StatusUnauthorized && want != "" {
			t.Errorf("%s: %d, WWW-Authenticate %q, want %q", path, res.StatusCode, got, want)
		}
	}
}
