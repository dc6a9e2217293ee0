package taxonomy

import (
	"strings"

	"citiesgrow/internal/tsv"
)

// readSuccessors reads which NUTS code followed which. Where a region was
// split, the part with our city, or else the largest, is the successor.
func readSuccessors(name string) (map[string]string, error) {
	rows, err := tsv.Read(vocabulary, name)
	if err != nil {
		return nil, err
	}
	next := map[string]string{}
	for _, r := range rows {
		if len(r.Cells) < 2 {
			return nil, tsv.Errorf(name, r.Line, "want an old and a new code")
		}
		next[r.Cells[0]] = r.Cells[1]
	}
	return next, nil
}

// NormalNUTS returns the newest code known for a region: "LV006" becomes
// "LV00A". Codes without a successor come back as they are, in capitals.
func (t *Taxonomy) NormalNUTS(code string) string {
	code = cleanNUTS(code)
	loaded := t.official.Load()
	// Eight steps are more revisions than there have been; a longer chain is a ring.
	for range 8 {
		next, ok := t.nuts[code]
		if !ok {
			next, ok = loaded.nutsSuccessor(code)
		}
		if !ok || next == code {
			break
		}
		code = next
	}
	return code
}

// cleanNUTS writes a code as the regulation does. Greece and the United Kingdom
// have their own letters there (EL, UK).
func cleanNUTS(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	if len(code) < 2 || len(code) > 5 {
		return ""
	}
	switch code[:2] {
	case "GB":
		return "UK" + code[2:]
	case "GR":
		if len(code) == 2 {
			return "EL"
		}
	}
	return code
}

// RegionName is the name of the region that a NUTS code means, of any level and year; where
// only a wider region has a name, that one's. It is empty where nothing is known: a code names
// no place to a person.
func (t *Taxonomy) RegionName(code string, languages ...string) string {
	code = cleanNUTS(code)
	for _, id := range []string{code, t.NormalNUTS(code)} {
		for ; len(id) > 2; id = id[:len(id)-1] {
			if c, known := t.Listed("NUTS", id); known {
				name, _ := c.Labels.In(languages...)
				return name
			}
		}
	}
	return ""
}
