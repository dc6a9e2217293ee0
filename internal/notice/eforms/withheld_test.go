package eforms_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/notice/eforms"
)

// A buyer may withhold who won (BT-195 of BT-142) and still name the contract: the award is not
// an active one, and no firm is named as its winner.
func TestAWinnerWhoIsWithheldIsNotReadFromTheContract(t *testing.T) {
	raw, err := os.ReadFile("testdata/result.xml")
	if err != nil {
		t.Fatal(err)
	}
	const code = "<TenderResultCode>selec-w</TenderResultCode>"
	for says, c := range map[string]struct {
		written  string
		withheld bool
	}{
		"the code is masked":                {"<TenderResultCode>unpublished</TenderResultCode>", true},
		"masked in capital letters":         {"<TenderResultCode>UNPUBLISHED</TenderResultCode>", true},
		"the code is empty":                 {"<TenderResultCode/>", true},
		"left out with a note that it is":   {"<FieldsPrivacy><FieldIdentifierCode>win-cho</FieldIdentifierCode></FieldsPrivacy>", true},
		"another field is withheld":         {code + "<FieldsPrivacy><FieldIdentifierCode>rec-sub-cou</FieldIdentifierCode></FieldsPrivacy>", false},
		"the code is left out without note": {"", false},
		"the code is published":             {code, false},
	} {
		t.Run(says, func(t *testing.T) {
			r, err := eforms.Read(strings.NewReader(strings.Replace(string(raw), code, c.written, 1)))
			if err != nil {
				t.Fatal(err)
			}
			a := r.Awards[0]
			if c.withheld != a.Withheld || c.withheld == (a.Status == "active") || c.withheld != (len(a.Suppliers) == 0) || c.withheld != (a.Value == nil) {
				t.Errorf("status %q, withheld %v, suppliers %v, value %v", a.Status, a.Withheld, a.Suppliers, a.Value)
			}
			for _, p := range r.Parties {
				if c.withheld && slices.Contains(p.Roles, "supplier") {
					t.Errorf("%s is named as a supplier", p.Name)
				}
			}
		})
	}
}
