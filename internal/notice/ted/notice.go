package ted

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// kind is what the Publications Office's document type (TD_DOCUMENT_TYPE) means:
// the form type in the words of eForms (BT-03) and the OCDS tag.
type kind struct{ form, tag string }

// kinds by the code of TD_DOCUMENT_TYPE.
var kinds = map[string]kind{
	"0": {"planning", "planning"},            // prior information without call for competition
	"P": {"planning", "planning"},            // periodic indicative notice without call
	"B": {"planning", "planning"},            // notice on a buyer profile
	"Q": {"planning", "planning"},            // qualification system without call
	"A": {"competition", "tender"},           // prior information with call
	"M": {"competition", "tender"},           // periodic indicative notice with call
	"O": {"competition", "tender"},           // qualification system with call
	"3": {"competition", "tender"},           // contract notice
	"4": {"competition", "tender"},           // prequalification
	"5": {"competition", "tender"},           // request for proposals
	"C": {"competition", "tender"},           // works concession
	"H": {"competition", "tender"},           // services concession
	"D": {"competition", "tender"},           // design contest
	"S": {"competition", "tender"},           // European company and the like
	"Y": {"competition", "tender"},           // dynamic purchasing system
	"2": {"change", "tenderAmendment"},       // additional information, corrigendum
	"7": {"result", "award"},                 // contract award
	"J": {"result", "award"},                 // concession award
	"R": {"result", "award"},                 // results of design contests
	"V": {"dir-awa-pre", "award"},            // voluntary ex ante transparency
	"K": {"cont-modif", "contractAmendment"}, // modification of a contract
	"E": {"cont-modif", "contractAmendment"}, // modification of a contract in public transport
}

func (rd *reader) kind() kind {
	if rd.form.Attr("FORM") == "F14" {
		return kinds["2"]
	}
	if k, ok := kinds[rd.documentType()]; ok {
		return k
	}
	return kind{"competition", "tender"}
}

func (rd *reader) documentType() string {
	return rd.coded.Find("CODIF_DATA/TD_DOCUMENT_TYPE").Attr("CODE")
}

func (rd *reader) tags(r *ocds.Release) []string {
	k := rd.kind()
	tags := []string{k.tag}
	concluded := slices.ContainsFunc(r.Awards, func(a ocds.Award) bool { return a.Status == "active" && !a.Date.IsZero() })
	if k.form == "result" && concluded {
		tags = append(tags, "contract")
	}
	return tags
}

// status is the OCDS tenderStatus that the kind of notice implies.
func status(r *ocds.Release) string {
	won := slices.ContainsFunc(r.Awards, func(a ocds.Award) bool { return a.Status != "unsuccessful" })
	switch {
	case r.Source.FormType == "planning":
		return "planned"
	case r.Source.FormType == "competition", r.Source.FormType == "change":
		return "active"
	case len(r.Awards) > 0 && !won:
		return "unsuccessful"
	}
	return "complete"
}

func (rd *reader) source() ocds.Source {
	number, year, _ := strings.Cut(rd.number, "-")
	form := rd.form.Attr("FORM")
	if len(form) <= 2 && strings.Trim(form, "0123456789") == "" && form != "" { // "17" and "3" before R2.0.9
		form = fmt.Sprintf("F%02s", form)
	}
	return ocds.Source{
		System:      "ted",
		NoticeID:    rd.number,
		Version:     "1",
		Publication: rd.number,
		Schema:      rd.root.Attr("VERSION"),
		NoticeType:  form,
		Subtype:     rd.documentType(),
		FormType:    rd.kind().form,
		URL:         "https://ted.europa.eu/en/notice/-/detail/" + cmp.Or(strings.TrimLeft(number, "0"), "0") + "-" + year,
	}
}

func (rd *reader) language() string {
	if l := codes.Language(rd.form.Attr("LG")); l != "" {
		return l
	}
	return codes.Language(rd.coded.At("NOTICE_DATA/LG_ORIG"))
}

// date is that of publication, or of dispatch.
func (rd *reader) date() time.Time {
	for _, path := range []string{"REF_OJS/DATE_PUB", "CODIF_DATA/DS_DATE_DISPATCH"} {
		if t := rd.clock.at(rd.coded.At(path), "", startOfDay); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

var (
	inJournal = regexp.MustCompile(`^\s*(\d{4})/S\s*\d{1,3}[-–]\s*0*(\d{1,8})\s*$`) // 2020/S 245-606782
	asNumber  = regexp.MustCompile(`^\s*0*(\d{1,8})-(\d{4})\s*$`)                   // 000275-2020
)

// documentNumber returns the number of a notice as DOC_ID has it, six digits
// and the year ("606782-2020"), from either way of writing it, or "".
func documentNumber(s string) string {
	if m := inJournal.FindStringSubmatch(s); m != nil {
		return fmt.Sprintf("%06s-%s", m[2], m[1])
	}
	if m := asNumber.FindStringSubmatch(s); m != nil {
		return fmt.Sprintf("%06s-%s", m[1], m[2])
	}
	return ""
}

// related lists the earlier notices that this one refers to.
func (rd *reader) related() []string {
	var all []string
	for n := range rd.coded.All("NOTICE_DATA/REF_NOTICE/NO_DOC_OJS") {
		all = codes.Add(all, documentNumber(n.Text()))
	}
	for n := range rd.form.Deep("NOTICE_NUMBER_OJ") {
		all = codes.Add(all, documentNumber(n.Text()))
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == rd.number })
}

// earliest returns the number that was published first: all notices of a
// process that know their beginning share it.
func earliest(numbers []string) string {
	return slices.MinFunc(numbers, func(a, b string) int {
		an, ay, _ := strings.Cut(a, "-")
		bn, by, _ := strings.Cut(b, "-")
		return cmp.Or(cmp.Compare(ay, by), cmp.Compare(len(an), len(bn)), cmp.Compare(an, bn))
	})
}
