// Package codes turns what official notices carry into the form that is stored: the
// Union's codes of languages and countries into ISO's, written addresses into
// links, and the name of a contact into that of a department, never a person.
package codes

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Language returns the ISO 639-1 code in lower case of a language given in ISO
// 639-1, 639-2 or 639-3 ("DEU", "ger", "DE" → "de"). A language without a
// two-letter code keeps its three letters; what is no language gives "".
func Language(code string) string {
	base, err := language.ParseBase(strings.TrimSpace(code))
	if err != nil {
		return ""
	}
	return base.String()
}

// Languages returns the codes without repeats, in the order given.
func Languages(codes ...string) []string {
	var all []string
	for _, c := range codes {
		all = Add(all, Language(c))
	}
	return all
}

// renamed are codes of the Publications Office that ISO does not have.
var renamed = map[string]string{"UK": "GB", "EL": "GR", "1A0": "XK", "XKX": "XK"}

// Country returns the ISO 3166-1 alpha-2 code of a country given in alpha-2 or
// alpha-3, or in the Union's own way ("GBR", "UK" → "GB"; "GRC", "EL" → "GR").
// What is no country gives "".
func Country(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	if r, ok := renamed[code]; ok {
		return r
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return region.String()
}

// Link returns the address when it is one of the web, with http:// before one
// that only says "www." or a host with a path, and "" for anything else.
func Link(address string) string {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") && strings.Contains(address, ".") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil ||
		!strings.Contains(u.Host, ".") || strings.ContainsAny(address, " <>\"'") {
		return ""
	}
	return u.String()
}

// Mail returns the address when it looks like one of electronic mail.
func Mail(address string) string {
	address = strings.TrimSpace(address)
	name, host, ok := strings.Cut(address, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || strings.ContainsAny(address, " <>\"',;:/") || strings.Contains(host, "@") {
		return ""
	}
	return address
}

var (
	departments = strings.Fields("info depart dept abteilung referat vergabestelle einkauf zentrale service direction dirección dirección direzione direção " +
		"ufficio office unit procurement purchasing commissioning division inkoop aankoop indkøb udbud upphandling anskaffelse innkjøp hankin hange " +
		"wydział dział biuro odbor oddelen oddělení osztály iroda serviciu birou отдел дирекция τμήμα διεύθυνση servicio serviço secretar team desk " +
		"iepirkum pirkim naročil nabav")
	persons = strings.Fields("mr mrs ms dr prof herr frau monsieur madame mme m pan pani señor señora sr sra sig dott ing mgr bc rag geom arch")
)

// Department returns the first of the names that is that of a department, and
// "" when none surely is: a contact point is often a person, and persons have
// no place in what is published.
func Department(names ...string) string {
	for _, name := range names {
		name = strings.TrimSpace(name)
		lower := strings.ToLower(name)
		if len(name) > 120 || strings.ContainsAny(name, ",:;/|@") || strings.Contains(name, " - ") || strings.Contains(name, " – ") {
			continue
		}
		words := strings.FieldsFunc(lower, func(r rune) bool { return r == ' ' || r == '.' })
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(persons, w) }) {
			continue
		}
		if slices.ContainsFunc(departments, func(d string) bool { return strings.Contains(lower, d) }) {
			return name
		}
	}
	return ""
}

// Add appends each value that is not empty and not there yet.
func Add[T comparable](all []T, values ...T) []T {
	var none T
	for _, v := range values {
		if v != none && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// Any is the answer of several parts to a question with yes, no and not told:
// yes when any says yes, no when any says no, and nil when none says.
func Any(answers ...*bool) *bool {
	var result *bool
	for _, a := range answers {
		if a != nil && (result == nil || *a) {
			result = a
		}
	}
	return result
}

// CPV returns the eight digits of a code of the Common Procurement Vocabulary,
// without its check digit, or "" when there are not eight.
func CPV(code string) string {
	code, _, _ = strings.Cut(strings.TrimSpace(code), "-")
	if len(code) != 8 || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return code
}
