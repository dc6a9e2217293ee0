package eforms

import (
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// source says where the notice comes from and what kind it is.
func (rd *reader) source() ocds.Source {
	kind := rd.root.Find("NoticeTypeCode")
	s := ocds.Source{
		System:      "eforms",
		NoticeID:    strings.ToLower(rd.root.At("ID")),               // BT-701
		Version:     rd.root.At("VersionID"),                         // BT-757
		Publication: rd.ext.At("Publication/NoticePublicationID"),    // OPP-010
		Procedure:   strings.ToLower(rd.root.At("ContractFolderID")), // BT-04
		Schema:      rd.root.At("CustomizationID"),
		NoticeType:  kind.Text(),                            // BT-02
		FormType:    kind.Attr("listName"),                  // BT-03
		Subtype:     rd.ext.At("NoticeSubType/SubTypeCode"), // OPP-070
	}
	if s.Version == "" {
		s.Version = "01"
	}
	if number, _, ok := strings.Cut(s.Publication, "-"); ok {
		s.URL = "https://ted.europa.eu/en/notice/-/detail/" + strings.TrimLeft(number, "0") + s.Publication[len(number):]
	}
	return s
}

// identity makes the ocid, which all notices of a procedure share, and the
// release id, which no two versions of a notice share.
func identity(s ocds.Source) (ocid, id string) {
	process := s.Procedure
	if process == "" {
		process = s.NoticeID
	}
	id = s.NoticeID
	if id == "" {
		id = s.Procedure
	}
	return "ocds-eforms-" + process, id + "-" + s.Version
}

// date is that of dispatch (BT-05), of sending (BT-803) or of publication.
func (rd *reader) date() time.Time {
	for _, p := range [][2]string{{rd.root.At("IssueDate"), rd.root.At("IssueTime")},
		{rd.ext.At("TransmissionDate"), rd.ext.At("TransmissionTime")},
		{rd.ext.At("Publication/PublicationDate"), ""}} {
		if t := rd.moment(p[0], p[1], startOfDay); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func (rd *reader) language() string { return codes.Language(rd.lang) }

// forms are the OCDS releaseTag of each form type (BT-03), for a first notice
// and for a change of one. The registration of a European company (bri) is of no
// procedure; "planning" is the one tag that promises nothing.
var forms = map[string][2]string{
	"planning":     {"planning", "planningUpdate"},
	"consultation": {"planning", "planningUpdate"},
	"competition":  {"tender", "tenderAmendment"},
	"change":       {"tenderAmendment", "tenderAmendment"},
	"dir-awa-pre":  {"award", "awardUpdate"},
	"result":       {"award", "awardUpdate"},
	"cont-modif":   {"contractAmendment", "contractAmendment"},
	"completion":   {"contractTermination", "contractTermination"},
	"bri":          {"planning", "planningUpdate"},
}

func (rd *reader) tags(r *ocds.Release) []string {
	form := forms[r.Source.FormType]
	if form[0] == "" {
		form = forms[formOf(rd.root.Name.Local)]
	}
	tag := form[0]
	if rd.ext.Has("Changes") {
		tag = form[1]
		if cancelsAll(r.Changes) {
			switch form[0] {
			case "award":
				tag = "awardCancellation"
			case "planning", "tender", "tenderAmendment":
				tag = "tenderCancellation"
			}
		}
	}
	tags := []string{tag}
	if r.Source.FormType == "result" && rd.ext.Has("NoticeResult/SettledContract") {
		tags = append(tags, "contract")
	}
	return tags
}

// formOf is the form type of a notice that does not say it, by its root.
func formOf(root string) string {
	switch root {
	case "ContractAwardNotice":
		return "result"
	case "ContractNotice":
		return "competition"
	}
	return "planning"
}

// changes reads what a change notice (BT-140, 141, 762) or a contract
// modification (BT-200 to 202) says it changes, and which notices came before
// (BT-758, BT-1501, BT-125, BT-1252, OPP-090).
func (rd *reader) changes() (all []ocds.Amendment, related []string, replaces string) {
	for _, section := range []string{"Changes", "ContractModification"} {
		for c := range rd.ext.All(section) {
			earlier := c.At("ChangedNoticeIdentifier")
			related = codes.Add(related, earlier)
			if section == "Changes" {
				replaces = earlier
			}
			reason, why := c.At("ChangeReason/ReasonCode"), rd.text(c, "ChangeReason/ReasonDescription")
			if !c.Has("Change") {
				all = append(all, ocds.Amendment{Description: why, Reason: reason})
			}
			for change := range c.All("Change") {
				var sections []string
				for _, path := range []string{"ChangedSectionIdentifier", "ChangedSection/ChangedSectionIdentifier"} {
					for n := range change.All(path) {
						sections = codes.Add(sections, n.Text())
					}
				}
				words, more := rd.text(change, "ChangeDescription"), why
				if words.Empty() {
					words, more = why, nil
				}
				all = append(all, ocds.Amendment{Section: strings.Join(sections, ", "), Description: words, Reason: reason, Why: more})
			}
		}
	}
	for _, path := range []string{"TenderingProcess/NoticeDocumentReference/ID", "ProcurementProjectLot/TenderingProcess/NoticeDocumentReference/ID"} {
		for n := range rd.root.All(path) {
			related = codes.Add(related, n.Text())
		}
	}
	for j := range rd.root.All("TenderingProcess/ProcessJustification") {
		if j.Find("ProcessReasonCode").Attr("listName") == "direct-award-justification" {
			related = codes.Add(related, j.At("Description"))
		}
	}
	return all, related, replaces
}

// business is the company that a registration notice is about (BT-500 to 514).
func (rd *reader) business() []ocds.Party {
	b := rd.root.Find("BusinessParty")
	legal := b.Find("PartyLegalEntity")
	p := ocds.Party{
		ID:         "business",
		Name:       legal.At("RegistrationName"),
		Identifier: legal.At("CompanyID"),
		URL:        codes.Link(b.At("WebsiteURI")),
	}
	for _, address := range []string{"PostalAddress", "PartyLegalEntity/CorporateRegistrationScheme/JurisdictionRegionAddress"} {
		if a := b.Find(address); a != nil && p.Country == "" {
			setAddress(&p, a)
		}
	}
	if p.Name == "" {
		return nil
	}
	return []ocds.Party{p}
}
