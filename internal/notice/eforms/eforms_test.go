package eforms_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/testdata"
)

// saysNothing are the official examples of invalid notices that have neither title nor buyer.
var saysNothing = []string{"INVALID_can_24_empty.xml", "INVALID_can_24_stage-2.xml", "INVALID_cn_24_empty.xml", "INVALID_cn_24_stage-2.xml",
	"INVALID_pin-buyer_24_stage-1.xml", "INVALID_pin-only_24_empty.xml", "INVALID_pin-only_24_stage-1.xml"}

func TestEveryRealAndExampleNoticeIsRead(t *testing.T) {
	for _, folder := range []string{"eforms-real", "eforms-sdk-examples", "eforms-converted-from-ted"} {
		files := testdata.Files(t, folder, "*.xml")
		for _, path := range files {
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			r, err := eforms.Read(f)
			f.Close()
			if slices.Contains(saysNothing, filepath.Base(path)) {
				if err == nil || !strings.Contains(err.Error(), "neither a title") {
					t.Errorf("%s: it says nothing and is not refused: %v", filepath.Base(path), err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", filepath.Base(path), err)
				continue
			}
			sound(t, filepath.Base(path), r)
		}
		t.Logf("%s: %d files", folder, len(files))
	}
}

// sound checks what must hold for every notice.
func sound(t *testing.T, name string, r *ocds.Release) {
	t.Helper()
	if r.OCID == "" || r.ID == "" || len(r.Tags) == 0 || r.Source.System != "eforms" {
		t.Errorf("%s: incomplete identity: %q %q %v", name, r.OCID, r.ID, r.Tags)
	}
	for _, p := range r.Parties {
		if p.Email != "" && !slices.Contains(p.Roles, "buyer") {
			t.Errorf("%s: publishes the mail of %s, a %v", name, p.Name, p.Roles)
		}
		if strings.ContainsAny(p.Contact, "0123456789+") {
			t.Errorf("%s: contact %q has a number", name, p.Contact)
		}
	}
	if r.Tender != nil && r.Tender.Deadline.Location() != time.UTC {
		t.Errorf("%s: the deadline is in %v", name, r.Tender.Deadline.Location())
	}
}

func own(t *testing.T, name string) *ocds.Release { return read(t, filepath.Join("testdata", name)) }

func TestAChangedContractNotice(t *testing.T) {
	r := own(t, "open.xml")
	for what, got := range map[string][2]any{
		"ocid":             {r.OCID, "ocds-eforms-bbbbbbbb-0000-4000-8000-000000000002"},
		"id":               {r.ID, "aaaaaaaa-0000-4000-8000-000000000001-02"},
		"tags":             {r.Tags, []string{"tenderAmendment"}},
		"date":             {r.Date.Format(time.RFC3339), "2025-01-02T08:30:00Z"},
		"language":         {r.Language, "de"},
		"buyer":            {r.Buyer, ocds.Reference{ID: "ORG-0001", Name: "Stadt Musterhausen"}},
		"related":          {r.Related, []string{"00000001-2025"}},
		"change":           {r.Changes[0].Section + " " + r.Changes[0].Reason + " " + r.Changes[0].Description["de"], "LOT-0001 cor-buy Neue Frist"},
		"titles":           {r.Tender.Title, map[string]string{"de": "Reinigung", "en": "Cleaning"}},
		"value, of lots":   {*r.Tender.Value, "{15000050 EUR}"},
		"latest deadline":  {r.Tender.Deadline.Format(time.RFC3339), "2025-02-10T11:00:00Z"},
		"end of the day":   {r.Tender.Lots[0].Deadline.Format(time.RFC3339), "2025-02-03T22:59:59Z"},
		"for every lot":    {len(r.Tender.Requirements), 1},
		"amount":           {r.Tender.Requirements[0].Amount.Major(), "250000"},
		"no level":         {r.Tender.Requirements[0].Number, 0},
		"for one lot":      {fmt.Sprint(len(r.Tender.Lots[0].Requirements), len(r.Tender.Lots[1].Requirements)), "0 1"},
		"guarantee":        {*r.Tender.Guarantee, false},
		"sme not told":     {r.Tender.SMESuitable == nil, true},
		"renewal not told": {r.Tender.Renewal == nil, true},
		"parties":          {len(r.Parties), 2},
		"mail of buyer":    {r.Parties[0].Email, "vergabe@musterhausen.example"},
		"no mail":          {r.Parties[1].Email, ""},
		"no person":        {r.Parties[0].Contact, ""},
		"roles":            {r.Parties[1].Roles, []string{"reviewBody"}},
		"notice":           {r.Source.URL, "https://ted.europa.eu/en/notice/-/detail/123-2025"},
	} {
		if fmt.Sprint(got[0]) != fmt.Sprint(got[1]) {
			t.Errorf("%s: got %v, want %v", what, got[0], got[1])
		}
	}
}

func TestAResult(t *testing.T) {
	r := own(t, "result.xml")
	if fmt.Sprint(r.Tags) != "[award contract]" || r.OCID != "ocds-eforms-cccccccc-0000-4000-8000-000000000003" {
		t.Errorf("tags %v, ocid %s", r.Tags, r.OCID)
	}
	if len(r.Tender.Lots) != 2 {
		t.Errorf("%d lots: a group of lots is none", len(r.Tender.Lots))
	}
	won, lost := r.Awards[0], r.Awards[1]
	if won.Status != "active" || won.Value.Minor != 90000 || fmt.Sprint(won.Suppliers) != "[{ORG-0002 First } {ORG-0003 Second }]" ||
		won.Date.Format("2006-01-02T15") != "2025-02-28T23" {
		t.Errorf("won: %+v", won)
	}
	if lost.Status != "unsuccessful" || lost.Reason != "no-rece" || len(lost.Suppliers) != 0 || fmt.Sprint(lost.Lots) != "[LOT-0002]" {
		t.Errorf("lost: %+v", lost)
	}
	for _, p := range r.Parties {
		if p.Email != "" {
			t.Errorf("publishes the mail of %s", p.Name)
		}
	}
	if p := r.Parties[1]; !p.Leader || p.Size != "micro" || fmt.Sprint(p.Roles) != "[supplier tenderer]" {
		t.Errorf("winner: %+v", p)
	}
	if p := r.Parties[3]; fmt.Sprint(p.Roles) != "[tenderer]" {
		t.Errorf("who did not win is a tenderer only: %+v", p)
	}
	if fmt.Sprint(r.Bids) != "[{LOT-0001 tenders 2}]" {
		t.Errorf("bids: %v", r.Bids)
	}
}

// notice makes a contract notice with one lot of these parts.
func notice(parts string) io.Reader {
	return strings.NewReader(`<ContractNotice><ID>n</ID><ProcurementProject><Name>Cleaning</Name></ProcurementProject><ProcurementProjectLot><ID ` +
		`schemeName="Lot">1</ID>` + parts + `</ProcurementProjectLot></ContractNotice>`)
}

func TestDeadlinesAndTheirZones(t *testing.T) {
	for _, c := range []struct{ date, clock, want string }{
		{"2024-04-18+02:00", "12:00:00+02:00", "2024-04-18T10:00:00Z"},
		{"2024-04-18+02:00", "12:00:00", "2024-04-18T10:00:00Z"},
		{"2024-04-18+02:00", "12:00:00+01:00", "2024-04-18T11:00:00Z"},
		{"2024-04-18", "12:00:00+03:00", "2024-04-18T09:00:00Z"},
		{"2024-04-18Z", "09:00:00.000Z", "2024-04-18T09:00:00Z"},
		{"2024-04-18-05:00", "20:00:00-05:00", "2024-04-19T01:00:00Z"},
		{"2024-04-18+02:00", "", "2024-04-18T21:59:59Z"},
		{"2024-04-18", "", "2024-04-18T23:59:59Z"},
		{"2024-02-30+02:00", "", "0001-01-01T00:00:00Z"},
		{"soon", "12:00:00Z", "0001-01-01T00:00:00Z"},
		{"", "12:00:00Z", "0001-01-01T00:00:00Z"},
	} {
		r, err := eforms.Read(notice(`<TenderingProcess><TenderSubmissionDeadlinePeriod><EndDate>` + c.date + `</EndDate><EndTime>` + c.clock +
			`</EndTime></TenderSubmissionDeadlinePeriod></TenderingProcess>`))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Tender.Deadline.Format(time.RFC3339); got != c.want {
			t.Errorf("%q %q: got %s, want %s", c.date, c.clock, got, c.want)
		}
	}
}

func TestYesNoAndNotTold(t *testing.T) {
	for _, c := range []struct{ parts, sme, electronic, renewal, recurs string }{
		{"", "-", "-", "-", "-"},
		{"<ProcurementProject><SMESuitableIndicator>true</SMESuitableIndicator></ProcurementProject>", "true", "-", "-", "-"},
		{"<ProcurementProject><SMESuitableIndicator>false</SMESuitableIndicator></ProcurementProject>", "false", "-", "-", "-"},
		{"<ProcurementProject><SMESuitableIndicator/></ProcurementProject>", "-", "-", "-", "-"},
		{"<ProcurementProject><SMESuitableIndicator>null</SMESuitableIndicator></ProcurementProject>", "-", "-", "-", "-"},
		{`<TenderingProcess><SubmissionMethodCode listName="esubmission">required</SubmissionMethodCode></TenderingProcess>`, "-", "true", "-", "-"},
		{`<TenderingProcess><SubmissionMethodCode listName="esubmission">not-allowed</SubmissionMethodCode></TenderingProcess>`, "-", "false", "-", "-"},
		{`<TenderingProcess><SubmissionMethodCode listName="esubmission"/></TenderingProcess>`, "-", "-", "-", "-"},
		{"<ProcurementProject><ContractExtension><MaximumNumberNumeric>0</MaximumNumberNumeric></ContractExtension></ProcurementProject>", "-", "-", "false", "-"},
		{"<ProcurementProject><ContractExtension><MaximumNumberNumeric>2</MaximumNumberNumeric></ContractExtension></ProcurementProject>", "-", "-", "true", "-"},
		{"<TenderingTerms><RecurringProcurementIndicator>false</RecurringProcurementIndicator></TenderingTerms>", "-", "-", "-", "false"},
	} {
		r, err := eforms.Read(notice(c.parts))
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(told(r.Tender.SMESuitable), told(r.Tender.Electronic), told(r.Tender.Renewal), told(r.Tender.Recurs))
		if want := fmt.Sprint(c.sme, c.electronic, c.renewal, c.recurs); got != want {
			t.Errorf("%s: got %s, want %s", c.parts, got, want)
		}
	}
}

func told(b *bool) string {
	if b == nil {
		return "-"
	}
	return fmt.Sprint(*b)
}

func TestADraftWithoutIdentityIsItsContent(t *testing.T) {
	ids := map[string]bool{}
	for _, document := range []string{"", "", "<VersionID/>"} {
		document = "<ContractNotice>" + document + "<ProcurementProject><Name>Cleaning</Name></ProcurementProject></ContractNotice>"
		r, err := eforms.Read(strings.NewReader(document))
		if err != nil || !strings.HasPrefix(r.OCID, "ocds-eforms-draft-") {
			t.Fatalf("%v, %v", r, err)
		}
		ids[r.OCID] = true
	}
	if len(ids) != 2 {
		t.Errorf("%d identities for two drafts", len(ids))
	}
}

func TestRefusals(t *testing.T) {
	for document, says := range map[string]string{
		"":                                 "no XML element",
		"<Invoice/>":                       "line 1: the root element <Invoice> is not one of an eForms notice",
		"<ContractNotice>\n<ID>":           "line 2: not well-formed",
		"<!DOCTYPE a []><ContractNotice/>": "document type declarations are not accepted",
	} {
		if _, err := eforms.Read(strings.NewReader(document)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", document, err, says)
		}
	}
}

func TestIs(t *testing.T) {
	for name, want := range map[xml.Name]bool{
		{Space: "urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2", Local: "ContractNotice"}: true,
		{Local: "PriorInformationNotice"}: true,
		{Space: "http://data.europa.eu/p27/eforms-business-registration-information-notice/1", Local: "BusinessRegistrationInformationNotice"}: true,
		{Space: "http://example.com/", Local: "ContractNotice"}:                                                                                false,
		{Local: "TED_EXPORT"}: false,
	} {
		if eforms.Is(name) != want {
			t.Errorf("%v: want %v", name, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"open.xml", "result.xml"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		r, err := eforms.Read(strings.NewReader(string(document)))
		if (r == nil) == (err == nil) {
			t.Fatalf("release %v and error %v", r, err)
		}
	})
}

func TestALargeNoticeStaysSmallInMemory(t *testing.T) {
	lot := `<ProcurementProjectLot><ID schemeName="Lot">LOT</ID><ProcurementProject><Name languageID="ENG">Lot</Name><Description languageID="ENG">` +
		strings.Repeat("Words about the lot. ", 2000) + `</Description>` +
		strings.Repeat(`<RealizedLocation><Address><CountrySubentityCode listName="nuts">FI1B1</CountrySubentityCode></Address></RealizedLocation>`, 300) +
		`</ProcurementProject></ProcurementProjectLot>`
	document := `<ContractNotice><ID>n</ID>` + strings.Repeat(lot, 100) + `</ContractNotice>`
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := eforms.Read(strings.NewReader(document)); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	// All that was ever allocated is more than what is held at any time.
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 128 {
		t.Errorf("reading %d MiB took %d MiB of memory", len(document)>>20, used)
	}
}
