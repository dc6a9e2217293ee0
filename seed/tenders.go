package seed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// addTenders receives notices of buyers who publish elsewhere. Suppliers follow a tender between its first notice and the next.
func (s *seeder) addTenders(ctx context.Context) error {
	nth := map[string]int{}
	for _, r := range s.tenders {
		nth[r["city"]]++
		if err := s.receive(ctx, r, fmt.Sprintf("ocds-demo-%s-%02d", r["city"], nth[r["city"]])); err != nil {
			return fmt.Errorf("tender %s: %w", r["title"], err)
		}
	}
	return nil
}

func (s *seeder) receive(ctx context.Context, r row, ocid string) error {
	when := s.dates(r)
	all, err := s.releases(r, when, ocid)
	if err != nil {
		return err
	}
	processes := marketOf(s.Kit).processes
	for i := range all {
		got, err := processes.Receive(ctx, &all[i])
		if err != nil {
			return err
		}
		if i > 0 {
			continue
		}
		if err := s.interest(ctx, got.TenderID, r, when.published.AddDate(0, 0, 2)); err != nil {
			return err
		}
	}
	return nil
}

// dates are the dates of a tender.
type dates struct{ published, deadline, later time.Time }

func (s *seeder) dates(r row) dates {
	chance := draw("dates " + r["title"])
	days := cmp.Or(number(r["days"]), 5+chance.IntN(66))
	ago := func(from, to int) int { return -from - chance.IntN(to-from) }
	on := func(days int) time.Time { return s.day(r["city"], days) }
	switch r["state"] {
	case "planned":
		return dates{published: on(ago(3, 20))}
	case "closed":
		end := ago(3, 30)
		return dates{published: on(end - 35), deadline: on(end)}
	case "awarded", "unsuccessful":
		end := ago(40, 80)
		return dates{on(end - 35), on(end), on(ago(5, 30))}
	case "withdrawn":
		return dates{on(-30), on(10), on(ago(3, 9))}
	}
	return dates{on(ago(3, 18)), on(days), on(-1)}
}

// releases returns the notices of a row in order.
func (s *seeder) releases(r row, when dates, ocid string) ([]ocds.Release, error) {
	first, err := s.release(r, when, ocid)
	if err != nil {
		return nil, err
	}
	next := first
	next.ID, next.Date, next.Source.Version = ocid+"-02", when.later, "02"
	language := first.Language
	say := func(tag string) { next.Tags, next.Source.NoticeType = []string{tag}, tag }
	switch {
	case r["amended"] != "":
		say("tenderAmendment")
		changed := *first.Tender
		changed.Deadline = changed.Deadline.AddDate(0, 0, 12)
		next.Tender = &changed
	case r["state"] == "awarded":
		say("award")
		s.won(r, &next)
	case r["state"] == "unsuccessful":
		say("award")
		next.Bids = bids(r)
		next.Awards = []ocds.Award{{ID: "award-1", Status: "unsuccessful", Date: when.later, Reason: r["reason"]}}
	case r["state"] == "withdrawn":
		say("tenderCancellation")
		next.Tender = &ocds.Tender{Status: "cancelled"}
		next.Changes = []ocds.Amendment{{Section: "procedure", Description: i18n.Text{language: r["reason"]}}}
	default:
		return []ocds.Release{first}, nil
	}
	return []ocds.Release{first, next}, nil
}

// release returns the first notice of a row.
func (s *seeder) release(r row, when dates, ocid string) (ocds.Release, error) {
	form := s.tenderForm(r, when.deadline)
	said, err := form.Content(notice.Content{}, s.Kit.Form(), s.Kit.Words.For("en"))
	if err != nil {
		return ocds.Release{}, err
	}
	t := said.Tender
	for _, language := range []string{"es", "sv", "tr"} {
		if r[language] != "" {
			t.Title[language] = r[language]
		}
	}
	if r["english"] != "" {
		t.Title["en"] = r["english"]
	}
	t.Category, t.Method = category(t.CPV), "open"
	t.SubmitURL = "https://tenders.demo.citiesgrow.example/" + strings.TrimPrefix(ocid, "ocds-demo-")
	t.AwardCriteria = []ocds.AwardCriterion{{Kind: "price", Weight: 60}, {Kind: "quality", Weight: 40}}
	city, _ := s.Kit.Taxonomy.City(r["city"])
	town, _ := city.Names.In(said.Language)
	buyer := ocds.Party{ID: "buyer", Name: r["buyer"], Roles: []string{"buyer"}, Country: city.Country, NUTS: city.NUTS[0], Town: town}
	tag := "tender"
	if r["state"] == "planned" {
		tag = "planning"
	}
	return ocds.Release{
		OCID: ocid, ID: ocid + "-01", Date: when.published.UTC(), Tags: []string{tag}, Language: said.Language, Private: said.Private,
		Buyer: ocds.Reference{ID: buyer.ID, Name: buyer.Name}, Parties: []ocds.Party{buyer}, Tender: &t,
		Source: ocds.Source{System: "seed", NoticeID: ocid, Version: "01", Procedure: ocid, Schema: "1.1", NoticeType: tag, Test: true},
	}, nil
}

func (s *seeder) won(r row, next *ocds.Release) {
	currency := next.Tender.Value.Currency
	price := record.Units(int64(number(r["win"])), currency)
	award := ocds.Award{ID: "award-1", Status: "active", Value: &price, Date: next.Date, Reason: s.sentences[next.Language]["reason"],
		Suppliers: []ocds.Reference{{ID: "supplier-1", Name: r["winner"]}}}
	for _, l := range next.Tender.Lots {
		award.Lots = append(award.Lots, l.ID)
	}
	next.Awards, next.Bids = []ocds.Award{award}, bids(r)
	next.Parties = append(slices.Clone(next.Parties), ocds.Party{ID: "supplier-1", Name: r["winner"], Roles: []string{"supplier"}, Size: "small"})
}

func bids(r row) []ocds.BidCount {
	all, small := counts(r["bids"])
	return []ocds.BidCount{{Kind: "tenders", Count: all}, {Kind: "t-sme", Count: small}}
}

// category returns the OCDS mainProcurementCategory according to the division of the first code.
func category(codes []string) string {
	switch {
	case len(codes) == 0:
		return ""
	case strings.HasPrefix(codes[0], "45"):
		return "works"
	case codes[0] < "5", strings.HasPrefix(codes[0], "48"):
		return "goods"
	}
	return "services"
}
