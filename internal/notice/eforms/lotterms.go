package eforms

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// lotTerms reads what a bidder needs to know of a lot besides the main facts.
func (rd *reader) lotTerms(n *xmltree.Node) ocds.Terms {
	var t ocds.Terms
	project, process, terms := n.Find("ProcurementProject"), n.Find("TenderingProcess"), n.Find("TenderingTerms")
	rd.readContract(&t, project)
	rd.readObjectives(&t, project)
	rd.readStages(&t, process)
	rd.readTechniques(&t, process)
	rd.readOpening(&t, process)
	rd.readOffer(&t, process, terms)
	rd.readParticipation(&t, terms)
	rd.readExecution(&t, terms)
	rd.readMoney(&t, terms)
	rd.readReview(&t, terms)
	return t
}

// readContract reads how long the contract lasts and whether it may be prolonged, and where in words.
func (rd *reader) readContract(t *ocds.Terms, project *xmltree.Node) {
	planned, more := project.Find("PlannedPeriod"), project.Find("ContractExtension")
	t.Duration = lengthOf(planned.Find("DurationMeasure"))     // BT-36
	t.DurationOther = code(planned, "DescriptionCode", "")     // BT-538
	t.DurationNote = rd.text(planned, "Description")           // BT-781
	t.Renewals = number(more.At("MaximumNumberNumeric"))       // BT-58
	t.RenewalHow = rd.text(more, "Renewal/Period/Description") // BT-57
	t.OptionsHow = rd.text(more, "OptionsDescription")         // BT-54
	t.Additional = rd.text(project, "Note")                    // BT-300
	rd.readPlaces(t, project)
}

// readPlaces reads places that have no code: anywhere (BT-727), or words (BT-728).
func (rd *reader) readPlaces(t *ocds.Terms, project *xmltree.Node) {
	for place := range project.All("RealizedLocation") {
		t.Anywhere = codes.Add(t.Anywhere, place.At("Address/Region"))
	}
	t.PlaceNote = rd.text(project, "RealizedLocation/Description")
}

// readObjectives reads what the purchase is to achieve besides what is bought.
func (rd *reader) readObjectives(t *ocds.Terms, project *xmltree.Node) {
	lists := map[string]*[]string{"strategic-procurement": &t.Strategic, "environmental-impact": &t.Green, "gpp-criteria": &t.GreenCriteria,
		"social-objective": &t.Social, "innovative-acquisition": &t.Innovation}
	for n := range project.All("ProcurementAdditionalType") {
		kind := n.Find("ProcurementTypeCode")
		switch list := kind.Attr("listName"); {
		case list == "accessibility": // BT-754, BT-755
			t.Accessibility, t.AccessibilityWhy = kind.Text(), rd.text(n, "ProcurementType")
		case lists[list] != nil: // BT-06, 774, 805, 775, 776
			*lists[list] = codes.Add(*lists[list], kind.Text())
			if list == "strategic-procurement" {
				t.StrategicNote = joined(t.StrategicNote, rd.text(n, "ProcurementType")) // BT-777
			}
		}
	}
}

// readStages reads how many are invited after the requests to take part, and what the deadline is for.
func (rd *reader) readStages(t *ocds.Terms, process *xmltree.Node) {
	short := process.Find("EconomicOperatorShortList")
	t.CandidatesMin = number(short.At("MinimumQuantity"))                         // BT-50
	t.CandidatesMax = number(short.At("MaximumQuantity"))                         // BT-51
	t.CandidatesLimited = indicator(short.At("LimitationDescription"))            // BT-661
	t.Reduced = indicator(process.At("CandidateReductionConstraintIndicator"))    // BT-52
	t.GPA = indicator(process.At("GovernmentAgreementConstraintIndicator"))       // BT-115
	t.Invited = rd.dayOf(process.Find("InvitationSubmissionPeriod"), "StartDate") // BT-130
	for _, period := range answerPeriods {
		if process.Has(period.path+"/EndDate") && t.Answer == "" {
			t.Answer = period.kind
		}
	}
}

// answerPeriods are the deadlines that a notice may have, and what each is for.
var answerPeriods = []struct{ path, kind string }{
	{"TenderSubmissionDeadlinePeriod", ocds.AnswerOffer},                    // BT-131
	{"ParticipationRequestReceptionPeriod", ocds.AnswerRequest},             // BT-1311
	{extension + "/InterestExpressionReceptionPeriod", ocds.AnswerInterest}, // BT-630
}

// readTechniques reads whether it is a framework, a dynamic purchasing system or an auction.
func (rd *reader) readTechniques(t *ocds.Terms, process *xmltree.Node) {
	for n := range process.All("ContractingSystem/ContractingSystemTypeCode") {
		switch n.Attr("listName") {
		case "framework-agreement": // BT-765
			t.Framework = n.Text()
		case "dps-usage": // BT-766
			t.DynamicSystem = n.Text()
		}
	}
	frame, auction := process.Find("FrameworkAgreement"), process.Find("AuctionTerms")
	t.FrameworkMost = number(frame.At("MaximumOperatorQuantity"))                                      // BT-113
	t.FrameworkWhy = rd.text(frame, "Justification")                                                   // BT-109
	t.FrameworkBuyers = rd.text(frame, "SubsequentProcessTenderRequirement/Description")               // BT-111
	t.Auction = indicator(auction.At("AuctionConstraintIndicator"))                                    // BT-767
	t.AuctionHow, t.AuctionURL = rd.text(auction, "Description"), codes.Link(auction.At("AuctionURI")) // BT-122, 123
}

// readOpening reads when and where offers are opened, and until when questions are answered.
func (rd *reader) readOpening(t *ocds.Terms, process *xmltree.Node) {
	event := process.Find("OpenTenderEvent")
	t.OpeningPlace = rd.text(event, "OccurenceLocation/Description") // BT-133
	t.OpeningHow = rd.text(event, "Description")                     // BT-134
}

// joined puts two texts below each other, language by language.
func joined(a, b i18n.Text) i18n.Text {
	for language, s := range b {
		if a == nil {
			a = i18n.Text{}
		}
		switch before := a[language]; before {
		case "", s:
			a[language] = s
		default:
			a[language] = before + "\n" + s
		}
	}
	return a
}

// code is the first code at a path, of a list where one is named.
func code(n *xmltree.Node, path, list string) string {
	for c := range n.All(path) {
		if text := c.Text(); text != "" && (list == "" || c.Attr("listName") == list) {
			return text
		}
	}
	return ""
}

// codesOf are all codes of a list at a path.
func codesOf(n *xmltree.Node, path, list string) []string {
	var all []string
	for c := range n.All(path) {
		if text := c.Text(); text != "" && c.Attr("listName") == list {
			all = codes.Add(all, text)
		}
	}
	return all
}

// number is a whole number from nothing to a million; nil for anything else.
func number(s string) *int {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 1e6 {
		return nil
	}
	return new(int(f))
}

func share100(s string) *float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 100 {
		return nil
	}
	return &f
}

// lengthOf reads a measure of time in its own unit.
func lengthOf(n *xmltree.Node) ocds.Length {
	count, err := strconv.ParseFloat(n.Text(), 64)
	unit := strings.TrimPrefix(n.Attr("unitCode"), "CALENDAR_")
	if err != nil || count <= 0 || count > 1e5 || !slices.Contains([]string{"DAY", "WEEK", "MONTH", "YEAR"}, unit) {
		return ocds.Length{}
	}
	return ocds.Length{Count: count, Unit: unit}
}

// dayOf is the moment at which the day of a period begins.
func (rd *reader) dayOf(n *xmltree.Node, name string) time.Time {
	return rd.moment(n.At(name), "", startOfDay)
}
