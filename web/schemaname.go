package web

import (
	"path"
	"reflect"
	"strings"
	"unicode"
)

// schemaName is the name of a struct in the description of the API: the noun of its package and its own name, as
// in PledgeProgress. A noun that the name begins with is not said twice (Pledge, CasePage of casework), the
// types of this package belong to no noun (Link), and type parameters are left out.
func schemaName(t reflect.Type) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	name = capital(name)
	switch name {
	case "ListPage":
		name = "List"
	case "ShowPage":
		name = "Page"
	}
	noun, first := path.Base(t.PkgPath()), strings.ToLower(firstWord(name))
	if noun == "web" || strings.HasPrefix(noun, first) || strings.HasPrefix(first, noun) {
		return name
	}
	if spelled := spellings[noun]; spelled != "" {
		return spelled + name
	}
	return capital(noun) + name
}

// spellings are the packages whose noun has more capitals than the first: standards, and nouns of two words.
var spellings = map[string]string{"ocds": "OCDS", "hsds": "HSDS", "actionplan": "ActionPlan"}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// firstWord is "Case" of "CasePage".
func firstWord(name string) string {
	if end := strings.IndexFunc(name[1:], unicode.IsUpper); end >= 0 {
		return name[:end+1]
	}
	return name
}
