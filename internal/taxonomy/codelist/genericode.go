package codelist

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tsv"
)

// gcRow is one row of a genericode file (OASIS genericode 1.0).
type gcRow struct {
	Values []struct {
		Column string `xml:"ColumnRef,attr"`
		Simple string `xml:"SimpleValue"`
	} `xml:"Value"`
}

// parseGenericode reads a genericode list with columns code, Name, parentCode
// and xxx_label for each language.
func parseGenericode(name string, data []byte) (taxonomy.Set, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	set, root := taxonomy.Set{}, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := d.InputPos()
		if err != nil {
			return taxonomy.Set{}, tsv.Errorf(name, line, "%v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !root && start.Name.Local != "CodeList" {
			return taxonomy.Set{}, tsv.Errorf(name, line, "%v", ErrNoCodes)
		}
		root = true
		switch {
		case start.Name.Local == "LongName" && len(start.Attr) == 0 && set.Scheme == "":
			if err := d.DecodeElement(&set.Scheme, &start); err != nil {
				return taxonomy.Set{}, tsv.Errorf(name, line, "%v", err)
			}
			set.Scheme = schemeOf(set.Scheme)
		case start.Name.Local == "Row":
			if len(set.Codes) == maxCodes {
				return taxonomy.Set{}, tsv.Errorf(name, line, "more than %d codes", maxCodes)
			}
			c, err := readGC(d, start, set.Scheme)
			if err != nil {
				return taxonomy.Set{}, tsv.Errorf(name, line, "%v", err)
			}
			set.Codes = append(set.Codes, c)
		}
	}
	if set.Scheme == "" && len(set.Codes) > 0 {
		return taxonomy.Set{}, fmt.Errorf("%s: the list does not say its name", name)
	}
	return set, empty(name, len(set.Codes))
}

// schemeOf gives parts of NUTS ("nuts-lva-lvl3") the name of the whole; tailored
// lists ("social-service-cpv") keep their own.
func schemeOf(list string) string {
	list = strings.TrimSpace(list)
	switch lower := strings.ToLower(list); {
	case lower == "nuts", strings.HasPrefix(lower, "nuts-"):
		return "NUTS"
	case lower == "cpv":
		return "CPV"
	}
	return list
}

func readGC(d *xml.Decoder, start xml.StartElement, scheme string) (taxonomy.Code, error) {
	var row gcRow
	if err := d.DecodeElement(&row, &start); err != nil {
		return taxonomy.Code{}, err
	}
	c := taxonomy.Code{Scheme: scheme, Labels: i18n.Text{}}
	name := ""
	for _, v := range row.Values {
		text := strings.TrimSpace(v.Simple)
		switch v.Column {
		case "code":
			c.ID = text
		case "parentCode":
			c.Parent = text
		case "Name":
			name = text
		default:
			if l := languageOf(strings.TrimSuffix(v.Column, "_label")); l != "" && text != "" {
				c.Labels[l] = text
			}
		}
	}
	if name != "" && c.Labels["en"] == "" {
		c.Labels["en"] = name
	}
	return tidy(c)
}

// tidy checks the code of a scheme that has rules.
func tidy(c taxonomy.Code) (taxonomy.Code, error) {
	switch c.Scheme {
	case "CPV":
		id, ok := taxonomy.NormalCPV(c.ID)
		if !ok {
			return taxonomy.Code{}, fmt.Errorf("%.40q is no code of the CPV", c.ID)
		}
		c.ID, c.Parent = id, taxonomy.WiderCPV(id)
	case "NUTS":
		if !validNUTS(c.ID) {
			return taxonomy.Code{}, fmt.Errorf("%.40q is no NUTS code", c.ID)
		}
		if c.Parent == "" {
			c.Parent = nutsCode(c.ID, nil).Parent
		}
	default:
		if c.ID == "" {
			return taxonomy.Code{}, errors.New("a row without a code")
		}
	}
	return c, nil
}

// languageOf turns a column's name into an ISO 639-1 code: two letters as they
// are, the three letters (ISO 639-3) of the European lists translated.
func languageOf(column string) string {
	const long = "bul bg ces cs dan da deu de ell el eng en est et fin fi fra fr gle ga hrv hr hun hu ita it lav lv lit lt mlt mt nld nl pol pl por pt " +
		"ron ro slk sk slv sl spa es swe sv nor no ukr uk tur tr "
	switch len(column) {
	case 2:
		return strings.ToLower(column)
	case 3:
		if _, after, ok := strings.Cut(" "+long, " "+strings.ToLower(column)+" "); ok {
			return after[:2]
		}
	}
	return ""
}
