package directory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/service"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/topic"
)

// several replaces the words between languages that stand in one field.
var several = strings.NewReplacer(" and ", ",", " und ", ",", " et ", ",", " un ", ",", " en ", ",", " og ", ",", " och ", ",", " ja ", ",",
	" και ", ",", " и ", ",", " і ", ",", " y ", ",", " e ", ",", " i ", ",")

// readLanguage adds a language by its code or by its name; a name may hold several languages.
func readLanguage(l *service.Listing, s *hsds.Service, field string, lang hsds.Language) {
	if code := codes.LanguageNamed(string(lang.Code)); code != "" {
		l.Languages = codes.Add(l.Languages, code)
		return
	}
	for said := range strings.FieldsFuncSeq(several.Replace(cmp.Or(string(lang.Name), string(lang.Code))),
		func(r rune) bool { return strings.ContainsRune(",;/|+&", r) }) {
		said, _, _ = strings.Cut(said, "(")
		code := codes.LanguageNamed(said)
		if code == "" && strings.TrimSpace(said) != "" {
			s.Note(field, "%q is no language that is known, and was left out", strings.TrimSpace(said))
		}
		l.Languages = codes.Add(l.Languages, code)
	}
}

// readTerms reads the attributes of the profile. A service that names no topic is about those that its name
// and description mention.
func readTerms(l *service.Listing, s *hsds.Service) {
	for _, a := range s.Attributes {
		code, value := string(a.Term.Code), string(a.Value)
		switch a.Term.Taxonomy {
		case topicTerms:
			if topic.Known(code) {
				l.Topics = append(l.Topics, code)
			}
		case supplyTerms:
			if slices.Contains(service.Needs(), code) {
				l.Supplies = append(l.Supplies, service.Supply{Kind: code, Detail: plainLine(s, "attributes", a.Value, 100)})
			}
		case stageTerms:
			if slices.Contains(service.Stages(), code) {
				l.For.Stages = append(l.For.Stages, code)
			}
		case speakerTerms:
			l.For.Languages = append(l.For.Languages, code)
		case textTerms:
			l.Language = cmp.Or(code, l.Language)
		case cpvTerms:
			if cpv, ok := taxonomy.NormalCPV(code); ok {
				l.For.Trades = append(l.For.Trades, cpv)
			}
		case daysTerms:
			if n, err := strconv.Atoi(value); err == nil && n > 0 && n <= 730 {
				l.Days = n
			}
		}
	}
	if len(l.Topics) == 0 {
		l.Topics = topic.Mentioned(l.Name + " " + l.Description)
	}
}
