package ted

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// deadlines reads section IV: until when tenders are received and when they
// are opened, in the local time of the buyer's country.
func (rd *reader) deadlines(t *ocds.Tender) {
	p := rd.form.Find("PROCEDURE")
	t.Deadline = rd.clock.at(p.At("DATE_RECEIPT_TENDERS"), p.At("TIME_RECEIPT_TENDERS"), endOfDay)
	for n := range rd.form.Deep("RECEIPT_LIMIT_DATE") { // before R2.0.9
		t.Deadline = later(t.Deadline, rd.clock.at(day(n), n.At("TIME"), endOfDay))
	}
	if t.Deadline.IsZero() {
		date, hour, _ := strings.Cut(rd.coded.At("CODIF_DATA/DT_DATE_FOR_SUBMISSION"), " ") // 20200311 12:00
		t.Deadline = rd.clock.at(date, hour, endOfDay)
	}
	t.Opening = rd.clock.at(p.At("OPENING_CONDITION/DATE_OPENING_TENDERS"), p.At("OPENING_CONDITION/TIME_OPENING_TENDERS"), startOfDay)
	if form := rd.kind().form; form == "result" || form == "dir-awa-pre" || form == "cont-modif" {
		t.Deadline = time.Time{} // a result says nothing of a deadline that is over
	}
	for i := range t.Lots {
		t.Lots[i].Deadline = t.Deadline
	}
}

// conditions reads the languages, who may take part, and how.
func (rd *reader) conditions(t *ocds.Tender) {
	p, lefti, more := rd.form.Find("PROCEDURE"), rd.form.Find("LEFTI"), rd.form.Find("COMPLEMENTARY_INFO")
	for n := range p.All("LANGUAGES/LANGUAGE") {
		t.Languages = codes.Add(t.Languages, codes.Language(n.Attr("VALUE")))
	}
	for n := range rd.form.Deep("LANGUAGE_EC") {
		t.Languages = codes.Add(t.Languages, codes.Language(n.Attr("VALUE")))
	}
	for i := range t.Lots {
		t.Lots[i].Languages = t.Languages
	}
	t.Framework = p.Has("FRAMEWORK") || rd.form.Has("FD_CONTRACT_DEFENCE") && hasDeep(rd.form, "F17_FRAMEWORK")
	t.Recurs = choice(more, "RECURRENT_PROCUREMENT", "NO_RECURRENT_PROCUREMENT")
	for _, r := range [][2]string{{"RESTRICTED_SHELTERED_WORKSHOP", "res-ws"}, {"RESTRICTED_SHELTERED_PROGRAM", "res-ws"},
		{"RESERVED_ORGANISATIONS_SERVICE_MISSION", "res-pub-ser"}} {
		if lefti.Has(r[0]) {
			t.Reserved = codes.Add(t.Reserved, r[1])
		}
	}
}

func hasDeep(n *xmltree.Node, name string) bool {
	for range n.Deep(name) {
		return true
	}
	return false
}

// documents reads where the papers are and where tenders go. Only a web
// address for tenders says that they are to be sent electronically.
func (rd *reader) documents(t *ocds.Tender) {
	body := rd.form.Find("CONTRACTING_BODY")
	t.DocsURL = codes.Link(body.At("URL_DOCUMENT"))
	t.SubmitURL = codes.Link(body.At("URL_PARTICIPATION"))
	if t.SubmitURL != "" {
		yes := true
		t.Electronic = &yes
	}
	if t.DocsURL != "" {
		t.Documents = []ocds.Document{{URL: t.DocsURL}}
	}
}

// criteria are the parts of section III about who can take part, by the group
// they belong to. Information and minimum level are one criterion.
var criteria = []struct {
	group string
	names []string
}{
	{criterion.Suitability, []string{"SUITABILITY"}},
	{criterion.Suitability, []string{"ECONOMIC_OPERATORS_PERSONAL_SITUATION"}},
	{criterion.Economic, []string{"ECONOMIC_FINANCIAL_INFO", "ECONOMIC_FINANCIAL_MIN_LEVEL"}},
	{criterion.Economic, []string{"EAF_CAPACITY_INFORMATION", "EAF_CAPACITY_MIN_LEVEL"}},
	{criterion.Technical, []string{"TECHNICAL_PROFESSIONAL_INFO", "TECHNICAL_PROFESSIONAL_MIN_LEVEL"}},
	{criterion.Technical, []string{"T_CAPACITY_INFORMATION", "T_CAPACITY_MIN_LEVEL"}},
	{criterion.Unsorted, []string{"RULES_CRITERIA"}},
	{criterion.Unsorted, []string{"CRITERIA_SELECTION"}},
	{criterion.Unsorted, []string{"QUALIFICATION"}},
	{"slc-suit-reg-prof", []string{"REFERENCE_TO_LAW"}}, // the service is reserved to a profession
}

func (rd *reader) requirements() []ocds.Requirement {
	var all []ocds.Requirement
	for _, c := range criteria {
		text := rd.text(func(form *xmltree.Node) string {
			var parts []string
			for _, name := range c.names {
				for n := range form.Deep(name) {
					parts = codes.Add(parts, words(n))
				}
			}
			return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
		})
		if !text.Empty() {
			all = append(all, criterion.Read(c.group, nil, text)...)
		}
	}
	return all
}

var percent = regexp.MustCompile(`^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%?\s*$`)

// awardCriteria reads what a bid is judged by. Weights are turned into per cent
// when every criterion has one.
func awardCriteria(d *xmltree.Node, language string) []ocds.AwardCriterion {
	var all []ocds.AwardCriterion
	total, told := 0.0, 0
	for _, c := range criterionNodes(d) {
		kind, name := strings.ToLower(strings.TrimPrefix(c.Name.Local, "AC_")), c.At("AC_CRITERION")
		if kind == "criterion" {
			kind, name = "quality", c.Text()
		}
		a := ocds.AwardCriterion{Kind: kind}
		if name != "" {
			a.Name = i18n.Text{language: name}
		}
		if m := percent.FindStringSubmatch(c.At("AC_WEIGHTING")); m != nil {
			a.Weight, _ = strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
			total += a.Weight
			told++
		}
		all = append(all, a)
	}
	for i := range all {
		switch {
		case told < len(all) || total == 0:
			all[i].Weight = 0
		default:
			all[i].Weight = math.Round(all[i].Weight/total*10000) / 100
		}
	}
	return all
}

// criterionNodes finds the criteria wherever the forms have them: in AC, beside
// the description, or below the directive that the notice follows.
func criterionNodes(d *xmltree.Node) []*xmltree.Node {
	holders := []*xmltree.Node{d, d.Find("AC")}
	for c := range d.Elements() {
		if strings.HasPrefix(c.Name.Local, "DIRECTIVE_") {
			holders = append(holders, c, c.Find("AC"))
		}
	}
	var all []*xmltree.Node
	for _, h := range holders {
		if hidden(h) {
			continue
		}
		for c := range h.Elements() {
			if slices.Contains([]string{"AC_PRICE", "AC_COST", "AC_QUALITY", "AC_CRITERION"}, c.Name.Local) && !hidden(c) {
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *xmltree.Node) int { return cmp.Compare(a.Line, b.Line) })
	return all
}
