package tender

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/taxonomy"
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
)

// Feeds that notices of their formats come from where no other is named: eForms and TED XML
// from the Official Journal, what is posted here from here.
var feedOf = map[string]string{"eforms": "ted", "ted": "ted", Here: Here, "ocds": ""}

func feed(s ocds.Source) string { return cmp.Or(s.Feed, feedOf[s.System]) }

// dispute says why a notice does not count for the tender that it names; "" where it does.
func (s *Service) dispute(ctx context.Context, id string, r *ocds.Release) (string, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return "", nil // stopped between a notice and its tender
	}
	if err != nil {
		return "", err
	}
	if t.Owner != "" {
		return postedHere, nil
	}
	past, err := s.noticesOf(ctx, id)
	if err != nil || len(past) == 0 {
		return "", err
	}
	from := func(name string) bool {
		return slices.ContainsFunc(past, func(n *Notice) bool { return feed(n.Release.Source) == name })
	}
	own := feed(r.Source)
	shared := commonBuyer(t.buyers(), buyersOf(r))
	switch {
	case from(Here):
		return postedHere, nil
	case !from(own) && (own == "" || len(buyersOf(r)) == 0):
		return foreignSource, nil
	case !shared:
		return foreignBuyer, nil
	}
	return "", nil
}

// commonBuyer reports whether two lists of buyers have something in common: a registration
// number, an address of the web or of mail, or most words of a name, in the same country. A
// notice that names no buyer contradicts none.
func commonBuyer(a, b []ocds.Party) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x ocds.Party) bool {
		return slices.ContainsFunc(b, func(y ocds.Party) bool { return sameBuyer(x, y) })
	})
}

func sameBuyer(a, b ocds.Party) bool {
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return false
	}
	equal := func(x, y string) bool { return x != "" && strings.EqualFold(x, y) }
	return equal(letters(a.Identifier), letters(b.Identifier)) || equal(host(a), host(b)) || equal(a.Postcode+a.Town, b.Postcode+b.Town) && a.Postcode != "" ||
		alike(a, b)
}

// letters leaves the letters and digits of a registration number.
func letters(id string) string { return strings.Join(taxonomy.Words(id), "") }

func host(p ocds.Party) string {
	u, err := url.Parse(p.URL)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// offices are words that the names of buyers everywhere share.
var offices = strings.Fields("city of the and der die das und stadt gemeinde landeshauptstadt ville de la le les du des commune mairie municipio ayuntamiento ajuntament " +
	"camara municipal gmina miasto urzad gemeente kaupunki kunta stad kommun kommune pilseta dome dimos council borough county ministry ministerium ministerio ministere " +
	"region regional national state public services department office ltd gmbh")

// alike compares names: half of the words of the shorter one that say which buyer it is stand
// in the other.
func alike(a, b ocds.Party) bool {
	x, y := nameWords(a.Name), nameWords(b.Name)
	if len(x) == 0 || len(y) == 0 {
		return strings.EqualFold(strings.TrimSpace(a.Name), strings.TrimSpace(b.Name))
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	shared := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			shared++
		}
	}
	return 2*shared >= len(x) && shared > 0
}

func nameWords(name string) []string {
	return slices.DeleteFunc(taxonomy.Words(name), func(w string) bool { return slices.Contains(offices, w) || len(w) < 2 })
}

// buyerKey is a key of the buyer, for procedures of several buyers with one id.
func buyerKey(buyers []ocds.Party) string {
	sum := sha256.Sum256([]byte(buyers[0].Country + "\x00" + strings.Join(nameWords(buyers[0].Name), " ")))
	return hex.EncodeToString(sum[:4])
}
