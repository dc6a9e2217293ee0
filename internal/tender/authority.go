package tender

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/taxonomy/fold"
)

// A notice changes a contract only where its source has authority over it:
//   - over a contract posted here, only its buyer here;
//   - over one from a source, that source, and any other that the operator names, for the
//     same buyer (TED and a national portal publish the same procedure);
//   - a file whose source was not named has authority over what came from such files alone.
//
// Reasons for which a notice does not count:
const (
	postedHere    = "the contract was posted here: only its buyer can change it"
	foreignSource = "the contract comes from another source: name the source of this file to let it change the contract"
	foreignBuyer  = "the contract is of another buyer"
	namedSource   = "a source with a name publishes this contract of another buyer"
)

// Feeds that notices of their formats come from where no other is named: eForms and TED XML
// from the Official Journal, what is posted here from here.
var feedOf = map[string]string{"eforms": "ted", "ted": "ted", Here: Here, "ocds": ""}

func feed(s ocds.Source) string { return cmp.Or(s.Feed, feedOf[s.System]) }

// dispute says why a notice does not count for the tender that it names; "" where it does. A
// source with a name goes before files without one: what these said of another buyer's
// contract under the same id no longer counts then.
func (s *Service) dispute(ctx context.Context, id string, r *ocds.Release) (string, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return "", nil // stopped between a notice and its tender
	}
	if err != nil {
		return "", err
	}
	own, buyers := feed(r.Source), buyersOf(r)
	shared := s.commonBuyer(t.buyers(), buyers)
	switch {
	case slices.Contains(t.Feeds, Here) && own != Here: // only what is restored says that it is from here
		return postedHere, nil
	case len(t.Feeds) == 0:
		return "", nil
	case own != "" && !shared && slices.Equal(t.Feeds, []string{""}):
		return "", s.outrank(ctx, id)
	case !slices.Contains(t.Feeds, own) && (own == "" || len(buyers) == 0):
		return foreignSource, nil
	case !shared:
		return foreignBuyer, nil
	}
	return "", nil
}

// outrank takes back what files without a source said of a tender.
func (s *Service) outrank(ctx context.Context, id string) error {
	past, err := s.noticesOf(ctx, id)
	if err != nil {
		return err
	}
	for _, n := range past {
		n.Disputed = namedSource
		if err := s.notices.Put(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// commonBuyer reports whether two lists of buyers have something in common. A notice that names
// no buyer contradicts none.
func (s *Service) commonBuyer(a, b []ocds.Party) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	towns := s.townWords(a, b)
	return slices.ContainsFunc(a, func(x ocds.Party) bool {
		return slices.ContainsFunc(b, func(y ocds.Party) bool { return sameBuyer(x, y, towns) })
	})
}

// townWords are the words of the towns that some buyers name, and of the sixteen cities: many
// buyers of a town have them in their names.
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

// sameBuyer compares two buyers by country, registration number and name. Two numbers that
// differ are two buyers, unless the names are the same: one body may have several numbers.
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

// letters are the letters and digits of a registration number.
func letters(id string) string { return strings.Join(fold.Words(id), "") }

// offices are words that the names of buyers everywhere share.
var offices = strings.Fields("city town municipality municipal of the and der die das und stadt gemeinde landeshauptstadt ville de la le les du des " +
	"commune mairie municipio ayuntamiento ajuntament " +
	"camara municipal gmina miasto urzad gemeente kaupunki kunta stad kommun kommune pilseta pilsetas dome novads dimos council borough county ministry " +
	"ministerium ministerio ministere " +
	"region regional national state public services department office ltd gmbh")

// alike compares names by the words that say which body of a town it is: half of them are the
// same. Where one name has only its town and words that all cities use, so must the other.
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

// inflected reports whether two words are forms of one name ("Rīga", "Rīgas"): they differ in
// their last two letters at most, and share four.
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

// buyerKey is a key of the buyer, for procedures of several buyers with one id.
func buyerKey(buyers []ocds.Party) string {
	sum := sha256.Sum256([]byte(buyers[0].Country + "\x00" + strings.Join(nameWords(buyers[0].Name), " ")))
	return hex.EncodeToString(sum[:4])
}
