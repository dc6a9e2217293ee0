package codelist

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tsv"
)

// parseNames reads NUTS codes with their names in the region's own language.
func parseNames(t *tableReader, id, words int) (taxonomy.Set, error) {
	set := taxonomy.Set{Scheme: "NUTS"}
	err := t.rows(func(cells []string) error {
		if !validNUTS(cells[id]) {
			return t.wrong("%.40q is no NUTS code", cells[id])
		}
		set.Codes = append(set.Codes, nutsCode(strings.Clone(cells[id]), i18n.Text{"": strings.Clone(cells[words])}))
		return nil
	})
	if err != nil {
		return taxonomy.Set{}, err
	}
	return set, empty(t.name, len(set.Codes))
}

// parseMapping reads a NUTS mapping: {"mapping":[{"src":"LV006","dest":"LV00A"}]}.
func parseMapping(name string, data []byte) (taxonomy.Set, error) {
	var file struct {
		Mapping []struct {
			Src  string `json:"src"`
			Dest string `json:"dest"`
		} `json:"mapping"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		var wrong *json.SyntaxError
		if errors.As(err, &wrong) {
			line := 1 + strings.Count(string(data[:min(int(wrong.Offset), len(data))]), "\n")
			return taxonomy.Set{}, tsv.Errorf(name, line, "%v", err)
		}
		return taxonomy.Set{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(file.Mapping) > maxCodes {
		return taxonomy.Set{}, fmt.Errorf("%s: more than %d codes", name, maxCodes)
	}
	set := taxonomy.Set{Scheme: "NUTS", Map: map[string]string{}}
	for i, m := range file.Mapping {
		if !validNUTS(m.Src) || !validNUTS(m.Dest) {
			return taxonomy.Set{}, fmt.Errorf("%s: mapping %d: %.40q and %.40q are not two NUTS codes", name, i+1, m.Src, m.Dest)
		}
		if m.Src != m.Dest {
			set.Map[m.Src] = m.Dest
		}
	}
	return set, empty(name, len(set.Map))
}

// validNUTS tells codes of NUTS: a country, then up to three letters or digits.
// The official list has one country with a digit (1A, Kosovo).
func validNUTS(code string) bool {
	if len(code) < 2 || len(code) > 5 || code[1] < 'A' || code[1] > 'Z' {
		return false
	}
	for _, c := range []byte(code) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func nutsCode(id string, labels i18n.Text) taxonomy.Code {
	c := taxonomy.Code{Scheme: "NUTS", ID: id, Labels: labels}
	if len(id) > 2 {
		c.Parent = id[:len(id)-1]
	}
	return c
}
