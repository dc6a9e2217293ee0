// Package eforms reads the notices of public procurement that the Union has
// published since 2022 (Regulation (EU) 2019/1780), of every type and of SDK 1.3
// to 1.15, into an ocds.Release. It reads what a notice says and judges nothing:
// a notice that breaks a business rule is read as far as it goes, and what is not
// told stays empty. Persons' names and telephone numbers are left out, and mail
// addresses of all but buyers.
package eforms

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// roots are the document elements of eForms: three of UBL 2.3 and one of its own.
var roots = []string{"ContractNotice", "ContractAwardNotice", "PriorInformationNotice", "BusinessRegistrationInformationNotice"}

// Is reports whether a document with this root element is an eForms notice.
func Is(root xml.Name) bool {
	return slices.Contains(roots, root.Local) &&
		(root.Space == "" || strings.HasPrefix(root.Space, "urn:oasis:names:specification:ubl:") || strings.HasPrefix(root.Space, "http://data.europa.eu/"))
}

// extension is where a notice keeps what UBL has no element for.
const extension = "UBLExtensions/UBLExtension/ExtensionContent/EformsExtension"

// Read reads one notice. Its errors name the line where it is known.
func Read(r io.Reader) (*ocds.Release, error) {
	root, err := xmltree.Read(r)
	if err != nil {
		return nil, fmt.Errorf("eforms notice: %w", err)
	}
	if !Is(root.Name) {
		return nil, fmt.Errorf("eforms notice: line %d: the root element <%.60s> is not one of an eForms notice", root.Line, root.Name.Local)
	}
	digest := root.Digest("Publication")
	notice := newReader(root).release(digest)
	if silent(notice) {
		return nil, errSilent
	}
	notice.Digest = digest
	return notice, nil
}

// errSilent refuses a notice of which nothing can be shown.
var errSilent = errors.New("eforms notice: it names neither a title nor a buyer")

func silent(r *ocds.Release) bool {
	t := r.Tender
	named := slices.ContainsFunc(r.Parties, func(p ocds.Party) bool { return p.Name != "" })
	return r.Buyer.Name == "" && !named && (t == nil || t.Title.Empty() && t.Description.Empty() &&
		!slices.ContainsFunc(t.Lots, func(l ocds.Lot) bool { return !l.Title.Empty() || !l.Description.Empty() }))
}

// reader holds one notice while it is read.
type reader struct {
	root *xmltree.Node
	ext  *xmltree.Node // the notice's own extension: organisations, result, changes
	lang string        // BT-702, as languageID has it
	orgs *organisations

	place   *time.Location // whose clock is meant where no offset is given
	remarks []ocds.Remark
}

func newReader(root *xmltree.Node) *reader {
	withhold(root)
	rd := &reader{root: root, ext: root.Find(extension), lang: root.At("NoticeLanguageCode")}
	rd.place = placeOf(rd.root, rd.ext)
	rd.orgs = readOrganisations(rd.ext)
	rd.remarkAmounts(root)
	return rd
}

// release reads the notice. Where it has neither an identifier nor that of a
// procedure, as drafts do, the fingerprint of its content stands for one: the same
// draft is the same notice, and no two drafts are.
func (rd *reader) release(fingerprint string) *ocds.Release {
	r := &ocds.Release{
		Source:   rd.source(),
		Date:     rd.date(),
		Language: rd.language(),
	}
	if r.Source.NoticeID == "" && r.Source.Procedure == "" {
		r.Source.NoticeID = "draft-" + fingerprint
	}
	r.OCID, r.ID = identity(r.Source)
	r.Changes, r.Related, r.Replaces = rd.changes()
	r.Tags = rd.tags(r)
	defer func() { r.Remarks = rd.remarks }()
	rd.buyers()
	r.Awards = rd.awards()
	r.Bids = rd.bids()
	if r.Source.FormType == "bri" {
		r.Parties = rd.business()
		return r
	}
	r.Tender = rd.tender(r)
	rd.cancel(r)
	r.Parties = rd.orgs.parties()
	r.Buyer = rd.orgs.buyer()
	return r
}
