package ted_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ted"
	"citiesgrow/internal/testdata"
)

func TestEveryRealNoticeIsRead(t *testing.T) {
	files := testdata.Files(t, "ted/xml", "*.xml")
	for _, path := range files {
		r := read(t, path)
		if r == nil {
			continue
		}
		name := filepath.Base(path)
		if r.Source.NoticeID+".xml" != name || !strings.HasPrefix(r.OCID, "ocds-ted-") || len(r.Tags) == 0 {
			t.Errorf("%s: identity %s %s %v", name, r.Source.NoticeID, r.OCID, r.Tags)
		}
		if r.Tender.Title[r.Language] == "" || r.Buyer.Name == "" || r.Date.IsZero() {
			t.Errorf("%s: no title, buyer or date", name)
		}
		for _, p := range r.Parties {
			if p.Email != "" && !slices.Contains(p.Roles, "buyer") {
				t.Errorf("%s: publishes the mail of %s, a %v", name, p.Name, p.Roles)
			}
		}
	}
	t.Logf("%d files", len(files))
}

func own(t *testing.T, name string) *ocds.Release { return read(t, filepath.Join("testdata", name)) }

func TestACorrigendumSetsTheNewDeadline(t *testing.T) {
	r := own(t, "corrigendum.xml")
	for what, got := range map[string][2]any{
		"ocid":     {r.OCID, "ocds-ted-606782-2020"},
		"related":  {r.Related, "[606782-2020]"},
		"tags":     {r.Tags, "[tenderAmendment]"},
		"deadline": {r.Tender.Deadline.Format(time.RFC3339), "2021-07-21T07:00:00Z"},
		"old":      {r.Changes[0].Old, "2021-01-18 09:00"},
		"new":      {r.Changes[0].New, "2021-07-21 09:00"},
		"label":    {r.Changes[0].Description["pl"], "Termin"},
		"section":  {r.Changes[1].Section, "II.1.2 lot 1"},
		"codes":    {r.Changes[1].Old + "/" + r.Changes[1].New, "33183300/"},
		"form":     {r.Source.NoticeType + " " + r.Source.FormType, "F14 change"},
	} {
		if fmt.Sprint(got[0]) != got[1] {
			t.Errorf("%s: got %v, want %v", what, got[0], got[1])
		}
	}
}

func TestAnAward(t *testing.T) {
	r := own(t, "award.xml")
	for what, got := range map[string][2]any{
		"language":           {r.Language, "el"},
		"titles":             {r.Tender.Title, "map[el:Σχολικά γεύματα en:School meals]"},
		"tags":               {r.Tags, "[award contract]"},
		"high end of range":  {*r.Tender.Value, "{30000 EUR}"},
		"category, method":   {r.Tender.Category + " " + r.Tender.Method + " " + r.Tender.Procedure, "goods open PT_OPEN"},
		"renewal of a lot":   {*r.Tender.Renewal, "true"},
		"recurs not told":    {r.Tender.Recurs == nil, "true"},
		"electronic unknown": {r.Tender.Electronic == nil, "true"},
		"place":              {r.Tender.Places, "[{EL30 GR  }]"},
		"bids":               {r.Bids, "[{1 tenders 3} {1 t-sme 2}]"},
		"hidden value":       {r.Awards[0].Value == nil, "true"},
		"winner":             {r.Awards[0].Suppliers, "[{party-2 Κουζίνα }]"},
		"size":               {r.Parties[1].Size, "sme"},
		"roles":              {r.Parties[1].Roles, "[supplier tenderer]"},
		"mails":              {r.Parties[0].Email + r.Parties[1].Email, "a@dimos.example"},
		"no person":          {r.Parties[0].Contact, ""},
		"unawarded":          {r.Awards[1].Status + fmt.Sprint(r.Awards[1].Lots) + r.Awards[1].Reason, "unsuccessful[2]PROCUREMENT_UNSUCCESSFUL"},
	} {
		if fmt.Sprint(got[0]) != got[1] {
			t.Errorf("%s: got %v, want %v", what, got[0], got[1])
		}
	}
}

func TestDeadlinesAreInTheBuyersZone(t *testing.T) {
	for _, c := range []struct{ country, date, clock, want string }{
		{"FI", "2020-01-15", "12:00", "2020-01-15T10:00:00Z"},
		{"FI", "2020-07-15", "12:00", "2020-07-15T09:00:00Z"},
		{"UK", "2020-01-15", "12:00", "2020-01-15T12:00:00Z"},
		{"UK", "2020-07-15", "12:00", "2020-07-15T11:00:00Z"},
		{"PT", "2020-07-15", "17:30", "2020-07-15T16:30:00Z"},
		{"GR", "2020-01-15", "00:00", "2020-01-14T22:00:00Z"},
		{"CY", "2020-01-15", "14:00", "2020-01-15T12:00:00Z"},
		{"DE", "2020-01-15", "", "2020-01-15T22:59:59Z"},
		{"XX", "2020-01-15", "12:00", "2020-01-15T11:00:00Z"},
		{"DE", "15/01/2020", "12:00", "0001-01-01T00:00:00Z"},
		{"DE", "2020-01-15", "24:00", "2020-01-15T22:59:59Z"},
	} {
		r, err := ted.Read(strings.NewReader(`<TED_EXPORT DOC_ID="1-2020"><CODED_DATA_SECTION><NOTICE_DATA><ISO_COUNTRY VALUE="` + c.country +
			`"/></NOTICE_DATA></CODED_DATA_SECTION><FORM_SECTION><F02_2014 LG="EN"><OBJECT_CONTRACT><TITLE>Cleaning</TITLE></OBJECT_CONTRACT><PROCEDURE>` +
			`<DATE_RECEIPT_TENDERS>` +
			c.date + `</DATE_RECEIPT_TENDERS><TIME_RECEIPT_TENDERS>` + c.clock + `</TIME_RECEIPT_TENDERS></PROCEDURE></F02_2014></FORM_SECTION></TED_EXPORT>`))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Tender.Deadline.Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s %s: got %s, want %s", c.country, c.date, c.clock, got, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for document, says := range map[string]string{
		"":                                   "no XML element",
		"<ContractNotice/>":                  "line 1: the root element <ContractNotice> is not TED_EXPORT",
		"<TED_EXPORT/>":                      "no document number",
		`<TED_EXPORT DOC_ID="1-2020"/>`:      "no form",
		"<TED_EXPORT>\n<CODED":               "line 2: not well-formed",
		"<!DOCTYPE TED_EXPORT><TED_EXPORT/>": "document type declarations are not accepted",
	} {
		if _, err := ted.Read(strings.NewReader(document)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", document, err, says)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"corrigendum.xml", "award.xml"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		r, err := ted.Read(strings.NewReader(string(document)))
		if (r == nil) == (err == nil) {
			t.Fatalf("release %v and error %v", r, err)
		}
	})
}
