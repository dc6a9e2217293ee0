package intake_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"citiesgrow/internal/testdata"
)

// largeNotice is a contract notice of about 20 MB with 100 lots.
func largeNotice() []byte {
	var b bytes.Buffer
	b.WriteString(`<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2" xmlns:cbc="urn:c" xmlns:cac="urn:a"><cbc:ID ` +
		`schemeName="notice-id">11111111-2222-4333-8444-555555555555</cbc:ID><cbc:ContractFolderID>` +
		`66666666-2222-4333-8444-555555555555</cbc:ContractFolderID><cbc:IssueDate>2025-05-01Z</cbc:IssueDate><cbc:NoticeTypeCode listName="competition">` +
		`cn-standard</cbc:NoticeTypeCode><cbc:NoticeLanguageCode>ENG</cbc:NoticeLanguageCode>`)
	words := strings.Repeat("Cleaning of schools and nurseries, daily, with own materials. ", 20)
	for lot := range 100 {
		fmt.Fprintf(&b, `<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-%04d</cbc:ID><cac:TenderingTerms>`, lot+1)
		for n := range 120 {
			fmt.Fprintf(&b, `<cac:CallForTendersDocumentReference><cbc:ID>%d</cbc:ID><cac:Attachment><cac:ExternalReference><cbc:URI>`+
				`https://papers.example/%d/%d</cbc:URI></cac:ExternalReference></cac:Attachment><cbc:DocumentDescription>%s</cbc:DocumentDescription>`+
				`</cac:CallForTendersDocumentReference>`, n, lot, n, words)
		}
		fmt.Fprintf(&b, `</cac:TenderingTerms><cac:ProcurementProject><cbc:Name languageID="ENG">Lot %d</cbc:Name><cbc:Description languageID="ENG">`+
			`%s</cbc:Description></cac:ProcurementProject></cac:ProcurementProjectLot>`, lot+1, words)
	}
	b.WriteString(`</ContractNotice>`)
	return b.Bytes()
}

// Memory stays below 256 MB for every kind of input.
func TestMemoryStaysSmall(t *testing.T) {
	notice := largeNotice()
	t.Logf("the large notice has %d MB", len(notice)>>20)
	paths := []string{file(t, "large.xml", notice), file(t, "again.xml", bytes.Replace(notice, []byte("11111111-"), []byte("21111111-"), 1))}
	notice = nil
	for _, folder := range folders {
		paths = append(paths, testdata.Dir(t, folder))
	}
	h := open(t)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.HeapInuse))
			}
		}
	}()
	job := h.bring(t, paths...)
	close(stop)
	<-stopped
	t.Logf("%v; heap in use before %d MiB, at most %d MiB", job.Summary, before.HeapInuse>>20, peak.Load()>>20)
	if job.Summary.New < 1000 || len(h.state(t)) < 1000 {
		t.Errorf("too little was imported: %v", job.Summary)
	}
	if peak.Load() > 256<<20 {
		t.Errorf("the heap grew to %d MiB", peak.Load()>>20)
	}
}
