package decode_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/testdata"
)

// read returns the ids of the releases of a text and what was wrong with the others.
func read(text string) (ids, wrong []string) {
	for r, err := range decode.Read(strings.NewReader(text)) {
		if err != nil {
			wrong = append(wrong, err.Error())
		} else {
			ids = append(ids, r.ID)
		}
	}
	return ids, wrong
}

func TestEveryContainerIsRead(t *testing.T) {
	a := `{"ocid":"o-1","id":"a","date":"2025-01-01","tag":["tender"],"tender":{"title":"A"}}`
	b := `{"ocid":"o-2","id":"b","date":"2025-01-02","tag":"award","buyer":{"name":"B"}}`
	for name, c := range map[string]struct{ text, ids, wrong string }{
		"release":             {a, "a", ""},
		"with a mark":         {"\xef\xbb\xbf" + a, "a", ""},
		"package":             {`{"version":"1.1","releases":[` + a + `,` + b + `],"uri":"x"}`, "a b", ""},
		"one where a list is": {`{"releases":` + a + `}`, "a", ""},
		"package without any": {`{"version":"1.1","releases":[]}`, "", ""},
		"record, embedded":    {`{"ocid":"o-1","releases":[` + a + `],"compiledRelease":` + b + `}`, "a", ""},
		"record, compiled":    {`{"ocid":"o-1","compiledRelease":` + b + `}`, "b", ""},
		"record, linked": {`{"ocid":"o-1","releases":[{"url":"https://x.example/1","date":"2025-01-01"}]}`, "",
			"line 1: the record only links to its releases and has no compiled release"},
		"linked and compiled":   {`{"records":[{"ocid":"o-1","releases":[{"url":"https://x.example/1"}],"compiledRelease":` + a + `}]}`, "a", ""},
		"record package":        {`{"records":[{"ocid":"o-1","releases":[` + a + `]},{"ocid":"o-2","releases":[` + b + `]}]}`, "a b", ""},
		"list":                  {`[` + a + `,` + b + `]`, "a b", ""},
		"list of packages":      {`[{"releases":[` + a + `]},{"releases":[` + b + `]}]`, "a b", ""},
		"lines":                 {a + "\n" + b + "\n", "a b", ""},
		"lines of packages":     {`{"releases":[` + a + "]}\r\n" + `{"releases":[` + b + `]}`, "a b", ""},
		"one bad in a package":  {`{"releases":[` + a + ",\n" + `{"id":"x"},` + "\n" + b + `]}`, "a b", "line 2: the release has no ocid"},
		"one that says nothing": {`{"releases":[{"ocid":"o-3","error":"not found"},` + b + `]}`, "b", "line 1: the release says neither what is bought"},
		"an ocid alone":         {`{"ocid":"o-3"}`, "", "line 1: the release says neither what is bought"},
		"one broken, one line": {`{"releases":[` + a + `,{"ocid":"x","c":[{"id":"k","awardID"}]},` + b + `]}`, "a b",
			"line 1: not well-formed JSON: invalid character '}' after object key"},
		"last one broken": {`{"releases":[` + a + `,{"ocid":"x" "id":1}],"version":"1.1"}` + "\n" + b, "a b", "line 1: not well-formed JSON"},
		"broken in a record": {`[{"records":[{"ocid":"o-9","releases":[{"ocid":"x",]},` + b + `]}, {"ocid":"o-1","releases":[` + a + `]}]}]`, "b a",
			"line 1: not well-formed JSON"},
		"broken record": {`{"records":[{"ocid":"o-9","uri":nope,"releases":[{"ocid":"x"}]},{"ocid":"o-1","releases":[` + a + `]}]}`, "a",
			"line 1: not well-formed JSON"},
		"no number":         {`{"releases":[` + b + `,{"ocid":"x","n":NaN,"t":"]}"},` + a + `]}`, "b a", "line 1: not well-formed JSON"},
		"a text never ends": {`{"releases":[` + b + `,{"ocid":"x,` + "\n" + `"n":1},` + a + `]}`, "b a", "line 1: not well-formed JSON"},
		"brackets never close": {`{"releases":[` + b + `,{"ocid":[{"n" 1},` + a + `]}`, "b",
			"line 1: not well-formed JSON|line 1: not well-formed JSON: the rest of the file was not read"},
		"a huge number": {`{"releases":[{"ocid":"o-7","id":"h","buyer":{"name":"H"},"tender":{"value":{"amount":1e9999,"currency":"EUR"}}},` + a +
			`]}`, "h a", ""},
		"versioned release": {`{"ocid":"o-8","versionedRelease":{"ocid":"o-8","tender":{"title":[{"releaseID":"1",` +
			`"releaseDate":"2025-01-01T00:00:00Z","value":"Old"}]}}}`, "o-8-ce2f566f10a0", ""},
		"one null in a package": {`{"releases":[` + a + `,null,` + b + `]}`, "a b", "line 1: not OCDS: neither a release, a record nor a package of them"},
		"one bad line": {a + "\n{\"ocid\":\"x\", broken}\n" + b, "a b",
			"line 2: not well-formed JSON: invalid character 'b' looking for beginning of object key string"},
		"one cut line": {a + "\n{\"ocid\":\"x\",\"tender\":{\n" + b, "a b",
			"line 2: not well-formed JSON: invalid character '{' looking for beginning of object key string"},
		"bad first and last": {"{]\n" + a + "\n{]", "a",
			"line 1: not well-formed JSON: invalid character ']'|line 3: not well-formed JSON: invalid character ']'"},
		"cut off":        {`{"releases":[` + a + `,{"ocid":`, "a", "line 1: not well-formed JSON: unexpected EOF"},
		"empty":          {" \n", "", "line 1: the file is empty"},
		"words":          {"hello", "", "line 1: not well-formed JSON: invalid character 'h'"},
		"a text":         {`"hello"`, "", "line 1: not OCDS"},
		"another object": {`{"type":"FeatureCollection","features":[]}`, "", "line 1: not OCDS"},
		"utf-16":         {"\xff\xfe{\x00", "", "line 1: the file is UTF-16"},
		"nested":         {strings.Repeat("[", 100), "", "line 1: lists and packages lie more than 8 deep"},
		"too large":      {`{"ocid":"` + strings.Repeat("x", decode.MaxRelease+1<<20) + `"}`, "", "line 1: one part of the file is larger than 16 MiB"},
	} {
		ids, wrong := read(c.text)
		if strings.Join(ids, " ") != c.ids {
			t.Errorf("%s: releases %v, want %s", name, ids, c.ids)
		}
		want := strings.Split(c.wrong, "|")
		if c.wrong == "" {
			want = nil
		}
		if len(wrong) != len(want) {
			t.Errorf("%s: %q, want %q", name, wrong, want)
			continue
		}
		for i := range want {
			if !strings.HasPrefix(wrong[i], want[i]) {
				t.Errorf("%s: %q, want %q", name, wrong[i], want[i])
			}
		}
	}
}

// tenderOf reads a release with these parts.
func tenderOf(t *testing.T, parts string) *ocds.Release {
	t.Helper()
	for r, err := range (decode.Reader{Criteria: criterion.Read}).Read(strings.NewReader(`{"ocid":"o-1","id":"a","date":"2025-01-01T00:00:00Z",` +
		`"language":"en","tag":["tender"],"buyer":{"name":"City"},` + parts + `}`)) {
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Fatal("no release")
	return nil
}

func TestDirtyDataIsUnderstood(t *testing.T) {
	str := func(v ...any) string { return fmt.Sprintf("%v", v) }
	for name, c := range map[string]struct {
		parts string
		got   func(*ocds.Release) string
		want  string
	}{
		"numbers as texts": {`"tender":{"value":{"amount":"1500.50","currency":"eur"}}`, func(r *ocds.Release) string { return str(*r.Tender.Value) },
			"{150050 EUR}"},
		"too many decimals": {`"tender":{"value":{"amount":0.1000000000000000055,"currency":"EUR"}}`,
			func(r *ocds.Release) string { return str(*r.Tender.Value) }, "{10 EUR}"},
		"zero is not told": {`"tender":{"value":{"amount":0,"currency":"EUR"}}`, func(r *ocds.Release) string { return str(r.Tender.Value == nil) }, "true"},
		"no currency":      {`"tender":{"value":{"amount":5}}`, func(r *ocds.Release) string { return str(r.Tender.Value == nil) }, "true"},
		"least value": {`"tender":{"value":null,"minValue":{"amount":5,"currency":"GBP"}}`,
			func(r *ocds.Release) string { return str(*r.Tender.Value) }, "{500 GBP}"},
		"null is not yes": {`"tender":{"suitability":{"sme":null},"hasRecurrence":null,"techniques":{"hasFrameworkAgreement":null},` +
			`"submissionMethod":null}`, func(r *ocds.Release) string {
			return str(r.Tender.SMESuitable == nil, r.Tender.Recurs == nil, r.Tender.Framework, r.Tender.Electronic == nil)
		}, "[true true false true]"},
		"no is no": {`"tender":{"suitability":{"sme":false},"hasRecurrence":"false"}`,
			func(r *ocds.Release) string { return str(*r.Tender.SMESuitable, *r.Tender.Recurs) }, "[false false]"},
		"yes of a lot": {`"tender":{"lots":[{"id":"1","suitability":{"sme":false}},{"id":"2","suitability":{"sme":true}}]}`,
			func(r *ocds.Release) string { return str(*r.Tender.SMESuitable, *r.Tender.Lots[0].SMESuitable) }, "[true false]"},
		"day alone": {`"tender":{"tenderPeriod":{"startDate":"2025-02-01","endDate":"2025-02-03"},"contractPeriod":{"startDate":"2025-03-01"}}`,
			func(r *ocds.Release) string {
				return r.Tender.Deadline.Format(time.RFC3339) + " " + r.Tender.Period.Start.Format(time.RFC3339)
			}, "2025-02-03T23:59:59Z 2025-03-01T00:00:00Z"},
		"no zone": {`"tender":{"tenderPeriod":{"endDate":"2025-02-03 12:00:00"}}`,
			func(r *ocds.Release) string { return r.Tender.Deadline.Format(time.RFC3339) }, "2025-02-03T12:00:00Z"},
		"zone without colon": {`"tender":{"tenderPeriod":{"endDate":"2025-02-03T12:00:00+0200"}}`,
			func(r *ocds.Release) string { return r.Tender.Deadline.Format(time.RFC3339) }, "2025-02-03T10:00:00Z"},
		"no date": {`"tender":{"tenderPeriod":{"endDate":"soon"},"enquiryPeriod":{"endDate":"0001-01-01T00:00:00"}}`,
			func(r *ocds.Release) string { return str(r.Tender.Deadline.IsZero(), r.Tender.Questions.IsZero()) }, "[true true]"},
		"languages": {`"tender":{"title":"Cleaning","title_fr":"Nettoyage","title_pt-BR":"Limpeza","title_zzzz":"x","title_note":null}`,
			func(r *ocds.Release) string { return str(map[string]string(r.Tender.Title)) }, "map[en:Cleaning fr:Nettoyage pt:Limpeza]"},
		"schemes of CPV": {`"tender":{"classification":{"scheme":"ДК021","id":"90910000-9"},"additionalClassifications":[{"scheme":"CPV","id":3220000},` +
			`{"scheme":"UA","id":"15810000"},{"scheme":"GSIN","id":"N7510"}]}`,
			func(r *ocds.Release) string { return str(r.Tender.CPV, r.Tender.Classifications) }, "[[90910000 03220000 15810000] [{GSIN N7510 }]]"},
		"unknown words": {`"tender":{"status":"Executarea","procurementMethod":"Open","mainProcurementCategory":"supplies"}`, func(r *ocds.Release) string {
			return str(r.Tender.Status, "|", r.Tender.Method, "|", r.Tender.Category)
		}, "[ | open | goods]"},
		"stage of Prozorro": {`"tender":{"status":"active.tendering"}`, func(r *ocds.Release) string { return r.Tender.Status }, "active"},
		"links": {`"tender":{"documents":[{"id":1,"url":"javascript:alert(1)"},{"id":2,"url":"ftp://x.example/a"},{"id":3,` +
			`"url":"https://x.example/a","title":"Terms"}],"submissionMethodDetails":"Send it to ` +
			`https://bids.example/9."}`,
			func(r *ocds.Release) string { return str(r.Tender.Documents, r.Tender.SubmitURL) }, "[[{Terms https://x.example/a }] https://bids.example/9]"},
		"place by region": {`"tender":{"items":[{"id":1,"deliveryAddresses":[{"region":"FI1B1"},{"locality":"Tampere","countryName":"Finland"},` +
			`{"countryName":"United Kingdom"},{"region":"England"}]}]}`,
			func(r *ocds.Release) string { return str(r.Tender.Places) }, "[[{FI1B1 FI  } { FI Tampere } { GB  }]]"},
		"place by words": {`"tender":{"items":[{"id":1,"deliveryLocation":{"description":"Swansea"}},{"id":2,"deliveryLocation":{"description":"Conwy, ` +
			`Denbighshire & Gwynedd"}}]}`, func(r *ocds.Release) string { return str(r.Tender.Places) }, "[[{  Swansea }]]"},
		"items of lots": {`"tender":{"lots":[{"id":1},{"id":"2"}],"items":[{"id":"a","relatedLot":"1","classification":{"scheme":"CPV","id":"90910000"},` +
			`"quantity":"3","unit":{"name":"hour"},"description":"Cleaning"},{"id":"b","relatedLots":["2"],"classification":{"scheme":"CPV",` +
			`"id":"15810000"}}]}`, func(r *ocds.Release) string {
			return str(r.Tender.Lots[0].CPV, r.Tender.Lots[0].Items, r.Tender.Lots[1].CPV)
		}, "[[90910000] [{Cleaning 90910000 3 hour}] [15810000]]"},
		"items without lots": {`"tender":{"items":[{"id":"a","classification":{"scheme":"CPV","id":"90910000"}}]}`,
			func(r *ocds.Release) string { return str(len(r.Tender.Lots), r.Tender.Lots[0].ID) }, "[1 1]"},
		"turnover in words": {`"tender":{"selectionCriteria":{"criteria":[{"type":"economic","description":"","minimum":"Employers liability insurance ` +
			`of at least £5,000,000"}]}}`, func(r *ocds.Release) string {
			return str(r.Tender.Requirements[0].Kind, r.Tender.Requirements[0].Code, *r.Tender.Requirements[0].Amount)
		}, "[insurance ef-stand {500000000 GBP}]"},
		"turnover as a number": {`"tender":{"criteria":[{"id":"1","title":"Turnover","classification":{"scheme":"ESPD211",` +
			`"id":"CRITERION.SELECTION.ECONOMIC_FINANCIAL_STANDING.TURNOVER.GENERAL_YEARLY"},"requirementGroups":[{"id":"g","requirements":[{"id":"r",` +
			`"title":"Yearly turnover","dataType":"number","minValue":"250000","unit":{"name":"UAH"}}]}]}]}`, func(r *ocds.Release) string {
			return str(r.Tender.Requirements[0].Kind, *r.Tender.Requirements[0].Amount, r.Tender.Requirements[0].Text["en"])
		}, "[turnover {25000000 UAH} Yearly turnover]"},
		"exclusion is no level": {`"tender":{"criteria":[{"id":"1","classification":{"id":"CRITERION.EXCLUSION.CONVICTIONS.FRAUD"},` +
			`"requirementGroups":[{"requirements":[{"id":"r"}]}]}]}`, func(r *ocds.Release) string { return str(len(r.Tender.Requirements)) }, "[0]"},
		"weights in words": {`"tender":{"lots":[{"id":"1","awardCriteria":{"criteria":[{"type":"quality","name":"Technical","description":"40"},` +
			`{"type":"price","description":"60"}]}}]}`,
			func(r *ocds.Release) string { return str(r.Tender.AwardCriteria) }, "[[{quality map[en:Technical] map[] 40 []} {price map[] map[] 60 []}]]"},
		"buyer of 1.0": {`"buyer":{"name":"City","identifier":{"scheme":"XX","id":"7"},"address":{"countryName":"Україна","locality":"Київ"},` +
			`"contactPoint":{"email":"jane.doe@city.example","name":"Jane Doe",` +
			`"telephone":"+1"}}`, func(r *ocds.Release) string { return str(r.Buyer, r.Parties) }, "[{XX-7 City } [{XX-7 City [buyer] 7 UA  Київ        false}]]"},
		"office mail of a buyer": {`"buyer":{"id":"1","name":"City"},"parties":[{"id":"1","name":"City","roles":"buyer",` +
			`"contactPoint":{"email":"procurement@city.example","name":"Procurement unit"}},{"id":"2","name":"Firm","roles":["supplier"],` +
			`"contactPoint":{"email":"info@firm.example"}}]`,
			func(r *ocds.Release) string { return str(r.Parties[0].Email, r.Parties[0].Contact, r.Parties[1].Email) }, "[procurement@city.example Procurement unit ]"},
		"size": {`"parties":[{"id":"2","name":"Firm","roles":["supplier"],"details":{"scale":"SME"}}]`,
			func(r *ocds.Release) string { return r.Parties[0].Size }, "sme"},
		"award and contract": {`"awards":[{"id":"a","suppliers":{"name":"Firm"},"relatedLots":[{"lotId":"9"}]}],"contracts":[{"id":"c","awardID":"a",` +
			`"value":{"amount":7,"currency":"EUR"},"dateSigned":"2025-03-01"}]`, func(r *ocds.Release) string {
			return str(r.Awards[0].Status, r.Awards[0].Lots, *r.Awards[0].Value, r.Awards[0].Suppliers[0].Name, r.Awards[0].Date.Format("2006-01-02"))
		}, "[active [9] {700 EUR} Firm 2025-03-01]"},
		"statistics": {`"bids":{"statistics":[{"measure":"bids","value":4,"relatedLot":"1"},{"measure":"smeBids","value":"3"},` +
			`{"measure":"lowestValidBidValue","value":100}]},"tender":{"numberOfTenderers":9}`,
			func(r *ocds.Release) string { return str(r.Bids) }, "[[{1 tenders 4} { t-sme 3}]]"},
		"number of tenderers": {`"tender":{"numberOfTenderers":"3"}`, func(r *ocds.Release) string { return str(r.Bids) }, "[[{ tenders 3}]]"},
		"amendments": {`"tender":{"amendments":[{"id":"1","rationale":"New deadline"}],"amendment":{"changes":[]}}`,
			func(r *ocds.Release) string { return str(len(r.Changes), r.Changes[0].Description["en"]) }, "[1 New deadline]"},
		"a framework is another": {`"relatedProcesses":[{"id":"1","relationship":["framework"],"identifier":"o-9"},{"id":"2","relationship":["planning"],` +
			`"identifier":"2024/S 000-1"}]`, func(r *ocds.Release) string { return str(r.Related) }, "[[2024/S 000-1]]"},
		"only a plan": {`"planning":[{"budget":{"description":"Buses","amount":{"amount":5,"currency":"AMD"}}}]`,
			func(r *ocds.Release) string { return str(r.Tender.Title["en"], r.Tender.Status, r.Tender.Value != nil) }, "[Buses planned true]"},
		"nonsense where it hurts": {`"tender":{"items":"x","lots":7,"documents":{"url":5},"value":[1],"title":{"a":1},"tenderPeriod":"2025"},` +
			`"parties":"p","buyer":5,"awards":{"id":null},"contracts":[null],"bids":[],` +
			`"relatedProcesses":{}`, func(r *ocds.Release) string { return str(r.OCID, len(r.Awards)) }, "[o-1 1]"},
	} {
		if got := c.got(tenderOf(t, c.parts)); got != c.want && got != "["+c.want+"]" {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A release without an id gets the same one on every import, and no two get one.
func TestMissingIDs(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(testdata.Dir(t, "ocds"), "uk-sc-release-package.json"))
	if err != nil {
		t.Fatal(err)
	}
	first, _ := read(string(text))
	second, _ := read(string(text))
	seen := map[string]bool{}
	for i, id := range first {
		if id == "" || id != second[i] || seen[id] {
			t.Errorf("release %d has the id %q, then %q", i, id, second[i])
		}
		seen[id] = true
	}
}

// endless is a package of n releases that is made while it is read.
func endless(n int) io.Reader {
	in, out := io.Pipe()
	go func() {
		fmt.Fprint(out, `{"version":"1.1","releases":[`)
		words := strings.Repeat("Cleaning of schools. ", 50)
		for i := range n {
			fmt.Fprintf(out, "{\"ocid\":\"o-%d\",\"id\":\"%d\",\"date\":\"2025-01-01T00:00:00Z\",\"tag\":[\"tender\"],"+
				"\"tender\":{\"id\":\"t\",\"title\":\"Cleaning\",\"description\":%q}}%s", i, i, words, map[bool]string{true: ",\n"}[i < n-1])
		}
		fmt.Fprint(out, "]}")
		out.Close()
	}()
	return in
}

func TestALargePackageNeedsLittleMemory(t *testing.T) {
	const n = 100_000
	var peak uint64
	count := 0
	for r, err := range decode.Read(endless(n)) {
		if err != nil {
			t.Fatal(err)
		}
		if count++; count%5000 == 0 {
			var m runtime.MemStats
			runtime.GC() // what is held counts, not how far the collector lags on a busy machine
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
		_ = r
	}
	t.Logf("%d releases, at most %d MiB", count, peak>>20)
	if count != n || peak > 16<<20 {
		t.Errorf("%d releases, at most %d MiB", count, peak>>20)
	}
}

func TestTheCallerMayStop(t *testing.T) {
	count := 0
	for range decode.Read(bytes.NewReader([]byte(`[{"ocid":"1","tag":"tender","buyer":{"name":"A"}},{"ocid":"2","buyer":{"name":"B"}},{"ocid":"3",` +
		`"buyer":{"name":"C"}}]`))) {
		if count++; count == 2 {
			break
		}
	}
	if count != 2 {
		t.Errorf("%d were handed on", count)
	}
}

func TestErrorsSayWhere(t *testing.T) {
	for _, err := range decode.Read(strings.NewReader("[\n{\"ocid\":\"1\",\"tag\":\"x\",\"buyer\":{\"name\":\"A\"}},\n" +
		"{\"id\":\"2\",\"tag\":[\"tender\"],\"tender\":{}}\n]")) {
		var at *decode.PositionError
		if err != nil && (!errors.As(err, &at) || at.Line != 3 || at.Index != 2) {
			t.Errorf("%+v", err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"official-examples/tender.json", "official-examples/record-embedded-releases.json", "official-examples/extended.json"} {
		if text, err := os.ReadFile(filepath.Join(testdata.Dir(f, "ocds"), name)); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte("{\"ocid\":\"1\"}\n{broken\n[{\"releases\":[null,{}]}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		n := 0
		for r, err := range (decode.Reader{Criteria: func(string, i18n.Text, i18n.Text) []ocds.Requirement { return nil }}).Read(bytes.NewReader(text)) {
			if (r == nil) == (err == nil) {
				t.Fatalf("release %v and error %v", r, err)
			}
			if n++; n > len(text)+1 {
				t.Fatal("more answers than bytes")
			}
			if r != nil && (r.OCID == "" || r.ID == "" || len(r.Tags) == 0) {
				t.Fatalf("incomplete identity: %+v", r)
			}
		}
	})
}

func TestAFileIsNotBelievedAboutItsOrigin(t *testing.T) {
	const text = `{"ocid":"o-1","id":"1","date":"2025-01-01T00:00:00Z","tag":["tender"],"buyer":{"name":"City"},` +
		`"citiesgrow":{"source":{"system":"eforms","noticeId":"n-1","publication":"1-2025","test":true}}}`
	for trusted, want := range map[bool]string{false: "ocds o-1/1  false", true: "eforms n-1 1-2025 true"} {
		for r, err := range (decode.Reader{Trusted: trusted}).Read(strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(r.Source.System, " ", r.Source.NoticeID, " ", r.Source.Publication, " ", r.Source.Test); got != want {
				t.Errorf("trusted %v: %s, want %s", trusted, got, want)
			}
		}
	}
}
