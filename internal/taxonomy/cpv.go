package taxonomy

import (
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/tsv"
)

// Code is one entry of a code list.
type Code struct {
	Scheme string    // "CPV", "CPVS" (supplementary), "NUTS", or the list's own name
	ID     string    // without check digit: "90911200"
	Labels i18n.Text //
	Parent string    // the next wider code, empty at the top
}

// readBase reads our own labels of the divisions and groups; the first line of
// each file names the languages.
func readBase(divisions, groups string) (map[string]Code, error) {
	base := map[string]Code{}
	for _, name := range []string{divisions, groups} {
		rows, err := tsv.Read(vocabulary, name)
		if err != nil {
			return nil, err
		}
		for i, r := range rows {
			if i == 0 {
				continue
			}
			id, ok := NormalCPV(r.Cells[0])
			if !ok {
				return nil, tsv.Errorf(name, r.Line, "%q is no CPV code", r.Cells[0])
			}
			labels := i18n.Text{}
			for n, words := range r.Cells[1:] {
				if n+1 < len(rows[0].Cells) && words != "" {
					labels[rows[0].Cells[n+1]] = words
				}
			}
			base[id] = Code{Scheme: "CPV", ID: id, Labels: labels, Parent: WiderCPV(id)}
		}
	}
	return base, nil
}

// NormalCPV returns the eight digits of a CPV code that may carry its check
// digit ("90911200-8"), and false for anything else.
func NormalCPV(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) == 10 && s[8] == '-' && digit(s[9]) {
		s = s[:8]
	}
	if len(s) != 8 || s[:2] == "00" {
		return "", false
	}
	for i := range len(s) {
		if !digit(s[i]) {
			return "", false
		}
	}
	return s, true
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// Prefix returns the digits that all codes under this one begin with:
// "909" for "90900000", and at least the two of the division.
func Prefix(code string) string {
	p := strings.TrimRight(code, "0")
	if len(p) < 2 && len(code) >= 2 {
		return code[:2]
	}
	return p
}

// WiderCPV returns the code one level above, empty above a division.
func WiderCPV(id string) string {
	p := Prefix(id)
	if len(p) <= 2 {
		return ""
	}
	return p[:len(p)-1] + strings.Repeat("0", 9-len(p))
}

// CPV returns the code with its labels: the official ones where loaded, and
// our own. A code of CPV 2003 answers with its successor once that map is
// loaded. It is false for unknown codes.
func (t *Taxonomy) CPV(code string) (Code, bool) {
	id, ok := NormalCPV(code)
	if !ok {
		return Code{}, false
	}
	o := t.official.Load()
	if c, ok := o.cpv[id]; ok {
		return t.known(o, c), true
	}
	if c, ok := t.base[id]; ok {
		return t.known(o, c), true
	}
	if next, ok := o.cpv2003[id]; ok {
		if c, ok := o.cpv[next]; ok {
			return t.known(o, c), true
		}
		if c, ok := t.base[next]; ok {
			return c, true
		}
	}
	return Code{}, false
}

// known fills in what one of the two lists does not say.
func (t *Taxonomy) known(o *official, c Code) Code {
	labels := i18n.Text{}
	for l, words := range t.base[c.ID].Labels {
		labels[l] = words
	}
	for l, words := range c.Labels {
		labels[l] = words
	}
	c.Labels, c.Parent = labels, ""
	if wider := t.Ancestors(c.ID); len(wider) > 0 {
		c.Parent = wider[len(wider)-1]
	}
	return c
}

// Label returns what a code is called in the first of the languages that has
// words for it. When the code itself has none, its nearest ancestor speaks for
// it; when nothing is known, the code stands for itself.
func (t *Taxonomy) Label(code string, languages ...string) string {
	if c, ok := t.CPV(code); ok {
		words, _ := c.Labels.In(languages...)
		return words
	}
	if id, ok := NormalCPV(code); ok {
		for _, wider := range slices.Backward(t.Ancestors(id)) {
			if c, ok := t.CPV(wider); ok {
				words, _ := c.Labels.In(languages...)
				return words
			}
		}
		return code
	}
	return t.official.Load().label(code, languages...)
}

// Divisions lists the 45 divisions of the CPV in order.
func (t *Taxonomy) Divisions() []Code {
	var list []Code
	for id := range t.base {
		if strings.HasSuffix(id, "000000") {
			c, _ := t.CPV(id)
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Code) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// Ancestors lists the wider codes of a code from the division down, without
// itself: division "90000000", group "90900000", class "90910000" and so on.
// Once the official list is loaded, only codes that it has are named.
func (t *Taxonomy) Ancestors(code string) []string {
	id, ok := NormalCPV(code)
	if !ok {
		return nil
	}
	o := t.official.Load()
	var wider []string
	for n := 2; n < len(Prefix(id)); n++ {
		up := id[:n] + strings.Repeat("0", 8-n)
		if Prefix(up) != id[:n] && n > 2 {
			continue // a zero digit: no level of its own
		}
		if _, has := o.cpv[up]; len(o.cpv) > 0 && !has {
			continue
		}
		wider = append(wider, up)
	}
	return wider
}
