package match

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

var euros = tendertest.Euros

var now = moduletest.Now

// weighing is a house with some other tenders, so that words and codes are rare or not.
func weighing(t *testing.T) func(p *supplier.Profile, tn *tender.Tender, rivals float64) *Match {
	h := moduletest.New(t)
	h.Start(tendertest.On(t, h).Modules()...)
	for i, code := range []string{"90919300", "45442110", "55524000", "79530000", "60130000", "90911200", "45310000", "77310000"} {
		other := matchtest.Schools()
		other.Meta.ID, other.City, other.Cities = fmt.Sprint("other-", i), "athens", []string{"athens"}
		other.Tender.Title, other.Tender.CPV = i18n.Text{"fi": "Palvelut " + code}, []string{code}
		if err := h.Search.Put(t.Context(), "tenders", *other.Document(h.Taxonomy)); err != nil {
			t.Fatal(err)
		}
	}
	return func(p *supplier.Profile, tn *tender.Tender, rivals float64) *Match {
		t.Helper()
		if err := h.Search.Put(t.Context(), "tenders", *tn.Document(h.Taxonomy)); err != nil {
			t.Fatal(err)
		}
		return NewJudge(h.Taxonomy, now).Weigh(p, tn, h.Search.Explain(Default.Offer(p, h.Taxonomy), tn.ID), rivals)
	}
}

func TestWeighing(t *testing.T) {
	weigh := weighing(t)
	same := weigh(matchtest.Cleaner(), matchtest.Schools(), 0)
	if again := weigh(matchtest.Cleaner(), matchtest.Schools(), 0); same.Score != again.Score || same.Fit != again.Fit {
		t.Errorf("%d then %d", same.Score, again.Score)
	}
	if !same.Fits || same.Score < 70 {
		t.Errorf("the right trade in the right city scores %d: %+v", same.Score, same.Parts)
	}
	elsewhere := matchtest.Schools()
	elsewhere.City, elsewhere.Cities = "athens", []string{"athens"}
	if far := weigh(matchtest.Cleaner(), elsewhere, 0); far.Fits || !slices.ContainsFunc(far.Reasons,
		func(r Reason) bool { return r.Part == "place" && r.State == "lacking" }) {
		t.Errorf("another city: %d, %+v", far.Score, far.Reasons)
	}
	painting := matchtest.Schools()
	painting.Tender.CPV = []string{"45442110"}
	if other := weigh(matchtest.Cleaner(), painting, 0); other.Fits {
		t.Errorf("another trade is a match: %d", other.Score)
	}
	for _, c := range []struct {
		says, part string
		change     func(*supplier.Profile, *tender.Tender)
	}{
		{"more than the firm can carry", "size", func(_ *supplier.Profile, t *tender.Tender) { t.Tender.Value = euros(900_000) }},
		{"a language the firm does not write", "language", func(_ *supplier.Profile, t *tender.Tender) { t.Tender.Languages = []string{"sv"} }},
		{"goods, of a firm that does services", "category", func(_ *supplier.Profile, t *tender.Tender) { t.Tender.CPV = []string{"39830000"} }},
		{"two days left", "time", func(_ *supplier.Profile, t *tender.Tender) { t.Tender.Deadline = now.AddDate(0, 0, 2) }},
	} {
		p, tn := matchtest.Cleaner(), matchtest.Schools()
		c.change(p, tn)
		if m := weigh(p, tn, 0); m.Fit >= same.Fit || !slices.ContainsFunc(m.Reasons, func(r Reason) bool { return r.Part == c.part && r.State == "lacking" }) {
			t.Errorf("%s: %.2f, before %.2f, %+v", c.says, m.Fit, same.Fit, m.Reasons)
		}
	}
	if crowded := weigh(matchtest.Cleaner(), matchtest.Schools(), 2); crowded.Fit >= same.Fit || crowded.Parts[8].Factor != 0.5 {
		t.Errorf("among many who fit as well: %.2f, alone %.2f, %+v", crowded.Fit, same.Fit, crowded.Parts)
	}
}

func TestWhatWasDoneBeforeCounts(t *testing.T) {
	weigh := weighing(t)
	tn := matchtest.Schools()
	tn.Buyer.Name = "Helsingin kaupunki, kasvatus"
	before := weigh(matchtest.Cleaner(), tn, 0)
	p := matchtest.Cleaner()
	p.References = []supplier.PastContract{{Title: "Päiväkotien siivous", Language: "fi", Client: "Espoon kaupunki", CPV: []string{"90919300"},
		Value: euros(75_000)}}
	after := weigh(p, tn, 0)
	if after.Fit <= before.Fit || after.Parts[3].Points == 0 {
		t.Errorf("with a like contract for a like customer %.3f, without %.3f: %+v", after.Fit, before.Fit, after.Parts)
	}
	for _, part := range []string{"words", "customers"} {
		if !slices.ContainsFunc(after.Reasons, func(r Reason) bool { return r.Part == part && r.State == "met" }) {
			t.Errorf("nothing is said of %s: %+v", part, after.Reasons)
		}
	}
}

// What fits rests on the trade: little words, words of every contract and names of cities are
// nothing in common, and the label of a code in a language that the firm did not choose is not a word of the firm.
func TestOnlyAWordOfTheTradeIsAMatch(t *testing.T) {
	weigh := weighing(t)
	said := func(language, words string, codes ...string) *supplier.Profile {
		return &supplier.Profile{Meta: record.Meta{ID: "supplier-2"}, Name: "And Other Services", CPV: codes, Cities: []string{"helsinki"},
			Languages: []string{language}, Said: []supplier.Phrase{{Words: words, Language: language}}}
	}
	called := func(language, title string, codes ...string) *tender.Tender {
		tn := matchtest.Schools()
		tn.Language, tn.Tender.Title, tn.Tender.CPV = language, i18n.Text{language: title}, codes
		return tn
	}
	for _, c := range []struct {
		says  string
		firm  *supplier.Profile
		asked *tender.Tender
		fits  bool
		words string
	}{
		{"little words are no trade", said("en", "painting and other work in Helsinki", "45442100"),
			called("en", "German courses and other services in Helsinki", "80580000"), false, ""},
		{"nor are they in Turkish", said("tr", "boya ve diğer işler", "45442100"), called("tr", "Dil kursu ve diğer hizmet işleri", "80580000"), false, ""},
		{"a word that names the trade is a match without the code", said("en", "plastering"), called("en", "Plastering of two halls", "45000000"), true,
			"plastering"},
		{"not where the contract is of another trade", said("en", "plastering"), called("en", "Translation of a plastering manual", "79530000"), false, "plastering"},
		{"a word is shown once, as the firm wrote it", said("en", "Catering, catering for offices", "55520000"),
			called("en", "Catering and catering equipment", "55520000"), true, "Catering"},
		{"the name of a code is nobody's word", said("uk", "прибирання", "90910000"), called("en", "Cleaning services", "90910000"), true, ""},
	} {
		m := weigh(c.firm, c.asked, 0)
		words := ""
		for _, r := range m.Reasons {
			if r.Part == "words" {
				words = r.Words
			}
		}
		if m.Fits != c.fits || words != c.words {
			t.Errorf("%s: fits %v by %q, want %v by %q (score %d)", c.says, m.Fits, words, c.fits, c.words, m.Score)
		}
	}
}

// A neighbouring trade is not shown as the firm's own: painting is not the trade of a joiner.
func TestNearWorkIsNotSaidToBeTheWork(t *testing.T) {
	weigh := weighing(t)
	for code, want := range map[string]string{"90919300": "met", "90910000": "met", "90920000": "unknown", "90900000": "unknown", "90620000": "lacking",
		"45442100": "lacking"} {
		tn := matchtest.Schools()
		tn.Tender.CPV = []string{code}
		if m := weigh(matchtest.Cleaner(), tn, 0); m.Reasons[0].State != want {
			t.Errorf("%s: %+v, want %s", code, m.Reasons[0], want)
		}
	}
}

func TestDistanceCounts(t *testing.T) {
	weigh := weighing(t)
	for _, c := range []struct {
		says  string
		at    []ocds.Place
		fits  bool
		state string
	}{
		{"nothing is told", nil, true, "unknown"},
		{"the region around the city", []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}, true, "unknown"},
		{"the whole country", []ocds.Place{{NUTS: "FI", Country: "FI"}}, true, "unknown"},
		{"the other end of the country", []ocds.Place{{NUTS: "FI1D7", Country: "FI"}}, false, "lacking"},
		{"another country", []ocds.Place{{NUTS: "SE332", Country: "SE"}}, false, "lacking"},
		{"another country without a region", []ocds.Place{{Country: "SE"}}, false, "lacking"},
	} {
		tn := matchtest.Schools()
		tn.City, tn.Cities, tn.Tender.Places = "", nil, c.at
		m := weigh(matchtest.Cleaner(), tn, 0)
		i := slices.IndexFunc(m.Reasons, func(r Reason) bool { return r.Part == "place" })
		if m.Fits != c.fits || m.Reasons[i].State != c.state {
			t.Errorf("%s: fits %v, %s (score %d)", c.says, m.Fits, m.Reasons[i].State, m.Score)
		}
	}
}

func TestThePointsAddUpToTheScore(t *testing.T) {
	weigh := weighing(t)
	for _, rivals := range []float64{0, 0.7, 3} {
		p, tn := matchtest.Cleaner(), matchtest.Schools()
		tn.Tender.Value, tn.Tender.Deadline = euros(300_000), now.AddDate(0, 0, 1)
		m := weigh(p, tn, rivals)
		sum := 0.0
		for _, p := range m.Parts {
			sum += p.Points
		}
		if math.Abs(sum-float64(m.Score)) > 1 {
			t.Errorf("points add up to %.1f, the score is %d: %+v", sum, m.Score, m.Parts)
		}
	}
}

func TestTheMeanOfTheBestFirms(t *testing.T) {
	many := make([]float64, 30)
	for i := range many {
		many[i] = float64(i) // the best twenty are 10 to 29
	}
	if got := Mean(many); got != 19.5 {
		t.Errorf("mean %v, want 19.5", got)
	}
	if got := Mean([]float64{2}); got != 0.1 {
		t.Errorf("one firm alone: %v, want 0.1", got)
	}
}

func TestBothSidesSeeTheSameMatch(t *testing.T) {
	h := moduletest.New(t)
	tenders, suppliers := tendertest.On(t, h), supplier.New(h.Kit)
	s := New(h.Kit, tenders.Tenders, suppliers, tenders.Interests)
	h.Start(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	ctx := actor.AsSystem(t.Context())
	firm := actor.With(ctx, actor.Actor{ID: "account-f", Name: "Olena", Role: actor.Entrepreneur, City: "helsinki", Active: true, Language: "uk"})
	buyer := actor.With(ctx, actor.Actor{ID: "account-b", Role: actor.Buyer, City: "helsinki", Organisation: "Helsinki", Active: true, Language: "en"})
	if _, err := suppliers.Change(firm, supplier.Form{Section: "work", Name: "Чисто", City: "helsinki", Words: "прибирання шкіл, миття вікон",
		Language: "uk", Languages: []string{"uk", "fi"}}); err != nil {
		t.Fatal(err)
	}
	begun, err := tenders.Drafts.Create(buyer, draft.Form{Title: "Koulujen siivous", Description: "Kolme koulua.", Language: "fi", Trade: "koulusiivous",
		City: "helsinki", Deadline: "2026-12-20", Languages: []string{"fi"}, NoLotsWhy: "Yksi.", SubmitURL: "https://hankinnat.example/koulut"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tenders.Drafts.Publish(buyer, begun.ID, 0); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	_, mine, err := s.ListOwn(firm)
	if err != nil || len(mine) != 1 {
		t.Fatalf("the firm sees %d matches, %v", len(mine), err)
	}
	_, firms, err := s.List(buyer, begun.ID)
	if err != nil || len(firms) != 1 {
		t.Fatalf("the buyer sees %d firms, %v", len(firms), err)
	}
	if mine[0].Match.ID != firms[0].Match.ID || mine[0].Match.Score != firms[0].Match.Score || len(mine[0].Match.Reasons) < 2 {
		t.Errorf("the firm sees %+v, the buyer %+v", mine[0].Match, firms[0].Match)
	}
	// The trade changes: the match goes, on both sides.
	if _, err := suppliers.Change(firm, supplier.Form{Section: "work", Name: "Чисто", City: "helsinki", Words: "бухгалтерія", Language: "uk"}); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if _, firms, err := s.List(buyer, begun.ID); err != nil || len(firms) != 0 {
		t.Errorf("the buyer still sees %d firms, %v", len(firms), err)
	}
}

// However many firms of other cities do the same work: that of the city is found, and it
// alone is the rival.
func TestAFirmOfTheCityIsFoundAmongMany(t *testing.T) {
	h := moduletest.New(t)
	tenders, suppliers := tendertest.On(t, h), supplier.New(h.Kit)
	s := New(h.Kit, tenders.Tenders, suppliers, tenders.Interests)
	h.Start(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	ctx := actor.AsSystem(t.Context())
	for i := range mostFirms + 20 {
		p := matchtest.Cleaner()
		p.ID, p.Account, p.City, p.Cities = fmt.Sprint("supplier-", i), fmt.Sprint("account-", i), "athens", []string{"athens"}
		if i == mostFirms {
			p.City, p.Cities = "helsinki", []string{"helsinki"}
		}
		if err := suppliers.Put(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	buyer := actor.With(ctx, actor.Actor{ID: "account-b", Role: actor.Buyer, City: "helsinki", Organisation: "Helsinki", Active: true, Language: "en"})
	begun, err := tenders.Drafts.Create(buyer, draft.Form{Title: "Koulujen siivous", Description: "Kolme koulua.", Language: "fi", Trade: "koulusiivous",
		City: "helsinki", Deadline: "2026-12-20", Languages: []string{"fi"}, NoLotsWhy: "Yksi.", SubmitURL: "https://hankinnat.example/koulut"})
	if err == nil {
		_, err = tenders.Drafts.Publish(buyer, begun.ID, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	_, firms, err := s.List(buyer, begun.ID)
	if err != nil || len(firms) != 1 || firms[0].Profile.City != "helsinki" {
		t.Fatalf("%d firms, %v", len(firms), err)
	}
	if last := firms[0].Match.Parts[8]; last.Name != "rivals" || last.Factor != 1 {
		t.Errorf("firms of other cities count as rivals: %+v", last)
	}
}

func TestAFirmShowsOnlyWhatItsOwnerLetsBeSeen(t *testing.T) {
	p := matchtest.Cleaner()
	p.Contact = supplier.Contact{Phone: "+358 1"}
	p.Visible = supplier.Visibility{Contact: supplier.ToInterested, Capacity: supplier.ToMe, Proof: supplier.ToBuyers}
	stranger, turned := p.SeenBy(false, false), p.SeenBy(false, true)
	if stranger.Contact.Phone != "" || stranger.Turnover != nil || stranger.Staff != 0 || len(stranger.References) == 0 {
		t.Errorf("a stranger sees %+v", stranger)
	}
	if turned.Contact.Phone == "" || turned.Turnover != nil {
		t.Errorf("a buyer the firm turned to sees %+v", turned)
	}
	if own := p.SeenBy(true, false); own.Staff != 4 {
		t.Errorf("the owner sees %+v", own)
	}
}
