// Package ted reads the notices that the Official Journal published before
// eForms, TED_EXPORT documents of the schemas R2.0.7 to R2.0.9, into an
// ocds.Release. The form in the notice's original language says what is read;
// its translations add their words. Persons' names and telephone numbers are left
// out, and mail addresses of all but buyers.
package ted

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// Is reports whether a document with this root element is a TED notice. The
// namespace changes with every version of the schema and is not looked at.
func Is(root xml.Name) bool { return root.Local == "TED_EXPORT" }

// Errors of documents that cannot be a notice.
var (
	errNoNumber = errors.New("the notice has no document number (DOC_ID)")
	errSilent   = errors.New("ted notice: it names neither a title nor a buyer")
	errNoForm   = errors.New("the notice has no form in its FORM_SECTION")
)

// Read reads one notice. Its errors name the line where it is known.
func Read(r io.Reader) (*ocds.Release, error) {
	root, err := xmltree.Read(r)
	if err != nil {
		return nil, fmt.Errorf("ted notice: %w", err)
	}
	if !Is(root.Name) {
		return nil, fmt.Errorf("ted notice: line %d: the root element <%.60s> is not TED_EXPORT", root.Line, root.Name.Local)
	}
	rd, err := newReader(root)
	if err != nil {
		return nil, fmt.Errorf("ted notice: %w", err)
	}
	notice := rd.release()
	if t := notice.Tender; notice.Buyer.Name == "" && t.Title.Empty() && t.Description.Empty() {
		return nil, errSilent
	}
	notice.Digest, notice.Remarks = root.Digest(), rd.remarks
	return notice, nil
}

// reader holds one notice while it is read.
type reader struct {
	root   *xmltree.Node
	coded  *xmltree.Node   // CODED_DATA_SECTION: what the Publications Office has put into codes
	form   *xmltree.Node   // the form in the original language
	forms  []*xmltree.Node // all of them, the original first
	number string          // "000275-2020"
	clock  clock
	people *people

	remarks   []ocds.Remark
	described map[*xmltree.Node][]*xmltree.Node // the parts of each form
}

func newReader(root *xmltree.Node) (*reader, error) {
	rd := &reader{root: root, coded: root.Find("CODED_DATA_SECTION"), people: newPeople(), described: map[*xmltree.Node][]*xmltree.Node{}}
	if rd.number = documentNumber(root.Attr("DOC_ID")); rd.number == "" {
		rd.number = documentNumber(rd.coded.At("NOTICE_DATA/NO_DOC_OJS"))
	}
	if rd.number == "" {
		return nil, errNoNumber
	}
	for form := range root.Find("FORM_SECTION").Elements() {
		if form.Name.Local == "NOTICE_UUID" {
			continue
		}
		if form.Attr("CATEGORY") == "ORIGINAL" && rd.form == nil {
			rd.form = form
			rd.forms = append([]*xmltree.Node{form}, rd.forms...)
		} else {
			rd.forms = append(rd.forms, form)
		}
	}
	if len(rd.forms) == 0 {
		return nil, errNoForm
	}
	rd.form = rd.forms[0]
	rd.clock = rd.clockOf()
	return rd, nil
}

func (rd *reader) release() *ocds.Release {
	r := &ocds.Release{
		ID:       rd.number,
		Date:     rd.date(),
		Language: rd.language(),
		Source:   rd.source(),
		Related:  rd.related(),
	}
	r.OCID = "ocds-ted-" + earliest(append(r.Related, rd.number))
	r.Source.Procedure = r.OCID
	r.Buyer = rd.buyers()
	r.Tender = rd.tender()
	rd.reviewBodies()
	r.Awards, r.Bids = rd.results(r.Tender.Lots)
	r.Changes = rd.changes(r.Tender)
	r.Tags = rd.tags(r)
	r.Tender.Status = status(r)
	r.Parties = rd.people.list()
	return r
}
