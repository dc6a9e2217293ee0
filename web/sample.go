package web

import (
	"time"

	"citiesgrow/internal/record"
)

// sampleDesign fills the /design page: every component in every state, also with
// the long words and the foreign scripts that break layouts.
func sampleDesign(now time.Time) *DesignPage {
	value, small := record.Units(84000, "EUR"), record.Units(9500, "GBP")
	soon := &Deadline{At: now.Add(12*24*time.Hour + 3*time.Hour), Zone: "Europe/Helsinki", City: "Helsinki"}
	return &DesignPage{
		Cards: []Card{
			{Title: "Cleaning of three schools", Language: "en", Path: "#", By: "City of Helsinki", City: "Helsinki", Value: &value, Deadline: soon, Score: 82,
				Snippet: []Fragment{{Text: "Daily "}, {Text: "cleaning", Hit: true}, {Text: " of classrooms, halls and kitchens, twice a week."}},
				Reasons: []Reason{{State: "met", Text: "You do cleaning"}, {State: "met", Text: "In Helsinki"},
					{State: "lacking", Text: "Insurance: €500,000 more"}, {State: "unknown", Text: "References: not told"}}},
			{Title: "Kiinteistöjen ylläpitosiivouspalvelut ja ikkunanpesut päiväkoteihin", Language: "fi", Path: "#", By: "Tampereen kaupunki",
				City: "Tampere", Deadline: &Deadline{At: now.Add(-time.Hour), Zone: "Europe/Helsinki", City: "Tampere"}, Status: "closed",
				Tags: []string{"Cleaning services"}},
			{Title: "خدمات تنظيف المدارس", Language: "ar", Path: "#", By: "بلدية", City: "Birmingham", Value: &small, Demo: true},
		},
		Gap: Gap{Met: 3, Total: 5, Lacking: 1, Unknown: 1, Items: []GapItem{
			{State: "met", Need: "Yearly turnover of €100,000", Have: "You told €140,000"},
			{State: "lacking", Need: "Liability insurance of €1,500,000", Have: "You told €1,000,000: €500,000 less",
				Help: "See services that help with insurance", Path: "#"},
			{State: "unknown", Need: "2 comparable contracts", Have: "You have not told us", Help: "Add references", Path: "#"}}},
		Reach: Reach{Firms: 214, Able: 37, Items: []ReachItem{
			{Label: "Yearly turnover of €500,000", Excluded: 160, Share: .75, Advice: "At €168,000, twice the value, 61 firms more could bid."},
			{Label: "3 comparable contracts", Excluded: 40, Unknown: 12, Share: .19}},
			Warnings: []Reason{{State: "lacking", Text: "The turnover you ask is more than twice the value."},
				{State: "unknown", Text: "You have not said whether small firms are invited."}}},
		Deadlines: []Deadline{*soon, {At: now.Add(20 * time.Hour), Zone: "Europe/Lisbon", City: "Lisbon"},
			{At: now.Add(-48 * time.Hour), Zone: "Europe/Riga", City: "Riga"}},
		Facets: []Facet{{Name: "city", Label: "City", Options: []Option{{Value: "ghent", Label: "Ghent", Count: 12, Chosen: true},
			{Value: "riga", Label: "Riga", Count: 7}, {Value: "athens", Label: "Athens", Count: 0}}}},
		Chart: Chart{Title: "From published to won", Of: "Tenders", Bars: []Bar{{Label: "Published", Value: 120}, {Label: "With interest", Value: 48},
			{Label: "Awarded", Value: 9}}},
		Radar: Radar{Title: "Standards", Of: "Standard", Most: 3, Axes: []Axis{{"A1", "Small lots"}, {"A2", "Fair requirements"}, {"A3", "Plain words"},
			{"A4", "Help with bids"}, {"A5", "Prompt payment"}},
			Series: []Series{{"Start", []float64{1, 0, 2, 1, -1}, []string{"1", "0", "2", "1", "–"}},
				{"End", []float64{3, 1, 2, 2, 2}, []string{"3", "1", "2", "2", "2"}}}},
		Steps: Steps{{Label: "Your firm", Done: true, Path: "#"}, {Label: "Your work", Current: true, Path: "#"}, {Label: "Size", Path: "#"}},
		Empty: Empty{Title: "Nothing found for “catring”", Text: "Try one of these. Each leads to open contracts.",
			Links: []Link{{Label: "catering", Path: "#", Count: 14}, {Label: "school meals", Path: "#", Count: 3}}},
		Pager: Pager{Page: 2, Size: 20, Total: 93},
	}
}
