package process

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tender"
)

// buyersOf returns the buyers of a tender as parties.
func buyersOf(t *tender.Tender) []ocds.Party { return buyerParties(t.Buyer, t.Parties) }

func buyersIn(r *ocds.Release) []ocds.Party { return buyerParties(r.Buyer, r.Parties) }

func buyerParties(named ocds.Reference, parties []ocds.Party) []ocds.Party {
	var all []ocds.Party
	for _, p := range parties {
		if slices.Contains(p.Roles, "buyer") || slices.Contains(p.Roles, "procuringEntity") || p.ID == named.ID && p.Name == named.Name {
			all = append(all, p)
		}
	}
	if len(all) == 0 && named.Name != "" {
		all = append(all, ocds.Party{Name: named.Name})
	}
	return all
}

// commonBuyer reports whether two lists have a buyer in common. An empty list matches every list.
func (s *Service) commonBuyer(a, b []ocds.Party) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	towns := s.townWords(a, b)
	return slices.ContainsFunc(a, func(x ocds.Party) bool {
		return slices.ContainsFunc(b, func(y ocds.Party) bool { return sameBuyer(x, y, towns) })
	})
}

// townWords lists the words in the names of the buyers' towns and of the sixteen cities. Many buyers of a town have these words
// in their own names.
func (s *Service) townWords(lists ...[]ocds.Party) []string {
	var words []string
	for _, list := range lists {
		for _, p := range list {
			words = append(words, fold.Words(p.Town)...)
		}
	}
	for _, city := range s.kit.Taxonomy.Cities() {
		for _, name := range city.Names {
			words = append(words, fold.Words(name)...)
		}
		for _, name := range city.Towns {
			words = append(words, fold.Words(name)...)
		}
	}
	return words
}

// sameBuyer compares two buyers by country, registration number and name. Different numbers are different buyers, unless the
// names are equal: one body may have several numbers.
func sameBuyer(a, b ocds.Party, towns []string) bool {
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return false
	}
	if fold.Text(a.Name) == fold.Text(b.Name) && a.Name != "" {
		return true
	}
	x, y := letters(a.Identifier), letters(b.Identifier)
	if x != "" && y != "" {
		return strings.Contains(x, y) || strings.Contains(y, x)
	}
	return alike(a.Name, b.Name, towns)
}

// letters returns the letters and digits of a registration number.
func letters(id string) string { return strings.Join(fold.Words(id), "") }

// offices are words that occur in the names of buyers in every town.
var offices = strings.Fields("city town municipality municipal of the and der die das und stadt gemeinde landeshauptstadt ville de la le les du des " +
	"commune mairie municipio ayuntamiento ajuntament " +
	"camara municipal gmina miasto urzad gemeente kaupunki kunta stad kommun kommune pilseta pilsetas dome novads dimos council borough county ministry " +
	"ministerium ministerio ministere " +
	"region regional national state public services department office ltd gmbh")

// alike compares two names without town names and common words. At least half of the remaining words must be the same. If one
// name has no remaining words, the other must have none either, and the towns must match.
func alike(a, b string, towns []string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 {
		return len(x) == len(y)
	}
	town := func(w string) bool { return slices.ContainsFunc(towns, func(t string) bool { return inflected(w, t) }) }
	bodyX, bodyY := slices.DeleteFunc(slices.Clone(x), town), slices.DeleteFunc(slices.Clone(y), town)
	if len(bodyX) == 0 || len(bodyY) == 0 {
		return len(bodyX) == len(bodyY) && slices.ContainsFunc(x, func(w string) bool {
			return slices.ContainsFunc(y, func(v string) bool { return inflected(w, v) })
		})
	}
	shared := 0
	for _, w := range bodyX {
		if slices.Contains(bodyY, w) {
			shared++
		}
	}
	return 2*shared >= max(len(bodyX), len(bodyY))
}

// inflected reports whether two words are forms of the same name ("Rīga", "Rīgas"): they share at least four letters and differ
// only in the last two.
func inflected(a, b string) bool {
	x, y := []rune(a), []rune(b)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	return a == b || same >= 4 && same >= max(len(x), len(y))-2
}

func nameWords(name string) []string {
	return slices.DeleteFunc(fold.Words(name), func(w string) bool { return slices.Contains(offices, w) || len(w) < 2 })
}

// buyerKey is a short hash of the first buyer. It separates procedures of different buyers that have the same id.
func buyerKey(buyers []ocds.Party) string {
	sum := sha256.Sum256([]byte(buyers[0].Country + "\x00" + strings.Join(nameWords(buyers[0].Name), " ")))
	return hex.EncodeToString(sum[:4])
}
