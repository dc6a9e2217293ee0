package draft_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender/tendertest"
)

func TestATextIsKeptInTheLanguageItIsWrittenIn(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	for title, want := range map[string]string{
		"Уборка трёх школ в Риге":                         "ru",
		"Прибирання приміщень трьох шкіл щодня":           "uk",
		"Trīs skolu uzkopšana Rīgā un logu mazgāšana":     "lv",
		"Nettoyage des écoles et des crèches de la ville": "fr",
		"Catering": "en", // too short: the language the buyer reads in
	} {
		f := full()
		f.City, f.Title, f.Description = "riga", title, ""
		riga := actor.With(ctx, actor.Actor{ID: "account-r", Role: actor.Buyer, City: "riga", Organisation: "Rīgas dome", Active: true, Language: "en"})
		got, err := s.Drafts.Create(riga, f)
		if err != nil {
			t.Fatal(err)
		}
		if got.Draft.Language != want || got.Draft.Tender.Title[want] != title {
			t.Errorf("%q is kept as %s, want %s", title, got.Draft.Language, want)
		}
	}
}

func TestCodesThatThereAreNoneOfAreRefused(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	for says, c := range map[string]struct {
		change func(*draft.Form)
		want   []string
	}{
		"the language of the text":      {func(f *draft.Form) { f.Language = "zz" }, []string{"language"}},
		"a language of answers":         {func(f *draft.Form) { f.Languages = []string{"nl", "xx"} }, []string{"languages"}},
		"a language in capital letters": {func(f *draft.Form) { f.Languages = []string{"NL"} }, []string{"languages"}},
		"a social aim":                  {func(f *draft.Form) { f.Social = []string{"opp", "nonsense"} }, []string{"social"}},
		"all of them": {func(f *draft.Form) { f.Language, f.Languages, f.Social = "zz", []string{"xx"}, []string{"x"} },
			[]string{"language", "languages", "social"}},
		"none": {func(f *draft.Form) { f.Language, f.Languages, f.Social = "uk", []string{"nl", "ar"}, []string{"opp"} }, nil},
	} {
		t.Run(says, func(t *testing.T) {
			f := full()
			c.change(&f)
			_, err := s.Drafts.Create(buyer(ctx, "account-b"), f)
			if got := moduletest.Fields(err); !slices.Equal(got, c.want) {
				t.Errorf("refused %v (%v), want %v", got, err, c.want)
			}
		})
	}
}

// What a form says is read with its units: money in the city's currency, days in the city's time, requirements as
// numbers. Nothing of it is taken for something else.
func TestAFormIsReadAsItIsMeant(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	f := draft.Form{Title: "Sprzątanie", Description: "Trzy szkoły.", Language: "pl", CPV: []string{"90919300-5", "90919300", " "}, City: "gdansk",
		Value: "84 000,50", Deadline: "2026-12-20", Months: 12,
		Questions: "2026-12-10T10:00", Languages: []string{"pl", "uk"}, SME: "no", Social: []string{"opp"}, SubmitURL: "https://a.example/x",
		DocsURL: "https://a.example/y", ValueWhy: "Why.",
		Lots: []draft.LotForm{{Title: "North", Value: "1"}, {}, {Title: "South"}},
		Requirements: draft.RequirementsForm{Turnover: "150.000", Insurance: "1 500 000", References: 2, Staff: 3, Years: 4,
			Certificates: "ISO 9001, VCA;\nISO 14001،", Registration: "KRS",
			Other: "Bring a mop."}}
	got, err := s.Drafts.Create(as(ctx, person("p", actor.Buyer, "gdansk")), f)
	if err != nil {
		t.Fatal(err)
	}
	c := got.Draft.Tender
	// Warsaw time is an hour ahead of Greenwich in winter.
	if *c.Value != (record.Money{Minor: 84_000_50, Currency: "PLN"}) || !c.Deadline.Equal(time.Date(2026, 12, 20, 22, 59, 0, 0, time.UTC)) ||
		!c.Questions.Equal(time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)) || c.Period.Days != 360 || *c.SMESuitable || !slices.Equal(c.CPV, []string{"90919300"}) {
		t.Errorf("%+v", c)
	}
	if len(c.Lots) != 2 || c.Lots[0].ID != "LOT-0001" || c.Lots[1].ID != "LOT-0002" || c.Lots[1].Title["pl"] != "South" || c.Lots[1].Value != nil ||
		c.Lots[0].Value.Minor != 1_00 {
		t.Errorf("an empty lot is kept, or one is lost: %+v", c.Lots)
	}
	if c.Places[0].Country != "PL" || got.Draft.Cities[0] != "gdansk" || got.City != "gdansk" || got.Draft.Buyer.Name != "Stad Gent" {
		t.Errorf("%+v %v %s", c.Places, got.Draft.Cities, got.Draft.Buyer.Name)
	}
	var asked []string
	for _, r := range c.Requirements {
		text := fmt.Sprint(r.Kind, r.Number, r.Detail, r.Text["pl"])
		if r.Amount != nil {
			text += fmt.Sprint(r.Amount.Minor, r.Amount.Currency)
		}
		asked = append(asked, text)
	}
	want := []string{ocds.Turnover + "015000000PLN", ocds.Insurance + "0liability150000000PLN", ocds.References + "2", ocds.Staff + "3", ocds.Years + "4",
		ocds.Certificate + "0ISO 9001",
		ocds.Certificate + "0VCA", ocds.Certificate + "0ISO 14001", ocds.Registration + "0KRS", ocds.Other + "0Bring a mop."}
	if !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
}

// A form that is shown again and sent back as it is changes nothing: every field that can be said is shown.
func TestAFormThatIsSentBackChangesNothing(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	f := with(func(f *draft.Form) {
		f.Questions, f.Months, f.Social, f.DocsURL, f.ValueWhy, f.Language = "2026-12-10T10:00", 24, []string{"opp", "other"}, "https://a.example/docs",
			"One part is free.", "en"
		f.Lots, f.NoLotsWhy = []draft.LotForm{{Title: "North", Value: "40000"}, {Title: "South", Value: "44000.5"}}, ""
		f.Requirements = draft.RequirementsForm{Turnover: "150000", Insurance: "500000", References: 2, Staff: 3, Years: 1, Certificates: "ISO 9001, VCA",
			Registration: "KBO", Other: "A mop."}
	})
	begun := l.Drafted(mine, f)
	shown := draft.FormOf(begun.Draft, "Europe/Brussels")
	if shown.Deadline != "2026-12-20T12:00" || shown.Questions != "2026-12-10T10:00" || shown.Value != "84000" || shown.Currency != "EUR" ||
		shown.SME != "yes" || shown.Months != 24 {
		t.Errorf("shown %+v", shown)
	}
	again, err := l.Drafts.Change(mine, begun.ID, begun.Revision, shown)
	if err != nil {
		t.Fatal(err)
	}
	if changed := notice.Changes(begun.Draft, again.Draft); len(changed) != 0 || fmt.Sprint(draft.FormOf(again.Draft, "Europe/Brussels")) != fmt.Sprint(shown) {
		t.Errorf("sent back it changes %+v", changed)
	}
	if before, after := begun.Draft.Requirements(), again.Draft.Requirements(); len(before) != 9 || len(after) != len(before) {
		t.Errorf("%d requirements became %d", len(before), len(after))
	}
}

// Preferring some firms is for private buyers: a public one treats all alike (Directive 2014/24/EU, art. 18). What an
// employer buys is private whatever the form says.
func TestOnlyAPrivateBuyerPrefers(t *testing.T) {
	l := tendertest.New(t)
	employer := as(l.System, person("e", actor.Employer, "ghent"))
	prefers := with(func(f *draft.Form) { f.Prefer = []string{"local"} })
	if _, err := l.Drafts.Create(as(l.System, gent), prefers); !slices.Equal(moduletest.Fields(err), []string{"prefer"}) {
		t.Errorf("a public buyer prefers: %v", err)
	}
	said := prefers
	said.Private = "yes"
	if got, err := l.Drafts.Create(as(l.System, gent), said); err != nil || !got.Draft.Private {
		t.Errorf("a buyer who says that the contract is private: %v", err)
	}
	prefers.Private, prefers.NoLotsWhy = "no", ""
	got, err := l.Drafts.Create(employer, prefers)
	if err != nil || !got.Draft.Private || !slices.Equal(got.Draft.Tender.Prefer, []string{"local"}) {
		t.Fatalf("an employer: %+v %v", got, err)
	}
	prefers.Prefer = nil
	edited, err := l.Drafts.Change(employer, got.ID, got.Revision, prefers)
	if err != nil || !edited.Draft.Private {
		t.Errorf("an employer who edits: %v", err)
	}
	if done, err := l.Drafts.Publish(employer, got.ID, 0); err != nil || !done.Private {
		t.Errorf("an employer need not say why there are no lots: %v", err)
	}
}

// Only what a form says of one's own city is taken; a draft cannot be moved to another city later either, and nothing
// of what is refused is kept.
func TestADraftStaysInTheBuyersCity(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	none := with(func(f *draft.Form) { f.City = "" })
	begun := l.Drafted(mine, none)
	if begun.Draft.City != "ghent" {
		t.Errorf("without a city it is in %q", begun.Draft.City)
	}
	_, err := l.Drafts.Change(mine, begun.ID, begun.Revision, with(func(f *draft.Form) { f.City = "riga" }))
	if !slices.Equal(moduletest.Fields(err), []string{"city"}) {
		t.Errorf("moved to Riga: %v", err)
	}
	kept, err := l.Tenders.Own(mine, begun.ID)
	if err != nil || kept.Draft.City != "ghent" || kept.Revision != begun.Revision {
		t.Errorf("what was refused is kept: %+v %v", kept.Draft, err)
	}
	anywhere := as(l.System, person("all", actor.Buyer, ""))
	if got, err := l.Drafts.Create(anywhere, with(func(f *draft.Form) { f.City = "riga" })); err != nil || got.City != "riga" {
		t.Errorf("a buyer of the programme: %v", err)
	}
}

// Questions end with the offers at the latest.
func TestQuestionsEndBeforeTheDeadline(t *testing.T) {
	l := tendertest.New(t)
	for until, want := range map[string][]string{"2026-12-20T12:00": nil, "2026-12-20T12:01": {"questions"}, "2026-12-20": {"questions"}, "2026-12-19": nil} {
		_, err := l.Drafts.Create(as(l.System, gent), with(func(f *draft.Form) { f.Questions = record.Day(until) }))
		if !slices.Equal(moduletest.Fields(err), want) {
			t.Errorf("until %s: %v, want %v", until, err, want)
		}
	}
	if _, err := l.Drafts.Create(as(l.System, gent), with(func(f *draft.Form) { f.Questions, f.Deadline = "2026-12-20", "" })); err != nil {
		t.Errorf("without a deadline yet: %v", err)
	}
}

// Each thing that cannot be read is said at its own field, also of a lot and of a requirement.
func TestWhatCannotBeReadIsSaidAtItsField(t *testing.T) {
	l := tendertest.New(t)
	for want, change := range map[string]func(*draft.Form){
		"lots[1].title":          func(f *draft.Form) { f.Lots = []draft.LotForm{{Title: "A"}, {Value: "5"}} },
		"lots[0].value":          func(f *draft.Form) { f.Lots = []draft.LotForm{{Title: "A", Value: "much"}} },
		"requirements.turnover":  func(f *draft.Form) { f.Requirements.Turnover = "1.234,567" },
		"requirements.insurance": func(f *draft.Form) { f.Requirements.Insurance = "-5" },
		"value":                  func(f *draft.Form) { f.Value = "0.500" },
		"deadline":               func(f *draft.Form) { f.Deadline = "2026-02-30" },
		"questions":              func(f *draft.Form) { f.Questions = "Monday" },
		"cpv":                    func(f *draft.Form) { f.CPV = []string{"9091930"} },
		"trade":                  func(f *draft.Form) { f.Trade = "xyzzyq" },
		"city":                   func(f *draft.Form) { f.City = "atlantis" },
	} {
		if _, err := l.Drafts.Create(as(l.System, gent), with(change)); !slices.Contains(moduletest.Fields(err), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if mine, err := l.Tenders.ListOwn(as(l.System, gent)); err != nil || len(mine) != 0 {
		t.Errorf("%d drafts are kept of what could not be read, %v", len(mine), err)
	}
}

// A page has no field for the currency: who saves it again must not turn euros into zloty.
func TestTheCurrencyStaysWhatItWas(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, person("all", actor.Buyer, ""))
	in := func(city, currency string) draft.Form {
		return with(func(f *draft.Form) {
			f.City, f.Currency, f.Value, f.Requirements = city, currency, "", draft.RequirementsForm{Turnover: "150 000"}
			f.Lots = []draft.LotForm{{Title: "North", Value: "40 000"}, {Title: "South", Value: "44 000"}}
		})
	}
	begun := l.Drafted(mine, in("gdansk", "EUR"))
	for _, c := range []struct {
		says string
		form draft.Form
		want string
	}{
		{"a page saves it again", in("gdansk", ""), "EUR"},
		{"a program names another", in("gdansk", "pln"), "PLN"},
		{"a page saves that", in("gdansk", ""), "PLN"},
		{"the contract moves to another city", in("birmingham", ""), "GBP"},
		{"a program sends back what it read", draft.FormOf(begun.Draft, "Europe/Warsaw"), "EUR"},
	} {
		stored, err := l.Tenders.Own(mine, begun.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Drafts.Change(mine, begun.ID, stored.Revision, c.form)
		if err != nil {
			t.Fatal(err)
		}
		if d := got.Draft.Tender; *d.Lots[0].Value != record.Units(40_000, c.want) || *d.Requirements[0].Amount != record.Units(150_000, c.want) {
			t.Errorf("%s: %v and %v, want %s", c.says, d.Lots[0].Value, d.Requirements[0].Amount, c.want)
		}
	}
}
