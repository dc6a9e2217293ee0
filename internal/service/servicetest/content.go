package servicetest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/service"
	"citiesgrow/internal/slot"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// Cover is the form of a free service that supplies liability insurance within so many days.
func Cover(name string, days int) service.Form {
	return service.Form{Name: name, Description: "We compare offers and help with the papers.", Topics: []string{"insurance"}, Days: days,
		Supplies: []service.SupplyForm{{Kind: "insurance", Detail: "liability"}}, Apply: "Book an appointment."}
}

// Full is a form in which every field is filled in.
func Full() service.Form {
	f := Cover("Cover", 3)
	f.Description, f.Language, f.City = "Two\nlines", "lv", "riga"
	f.Stages, f.Cities, f.OnlyLanguages, f.Trades, f.Eligibility = []string{"running"}, []string{"ghent"}, []string{"lv"}, []string{"90910000"}, "Members only"
	f.Costs, f.Languages, f.Interpretation, f.Documents = []service.CostForm{{Option: "Fee", Amount: "12.5"}, {Option: "More"}}, []string{"lv", "en"},
		"By telephone", "Passport\nContract"
	f.Places = []service.PlaceForm{{Name: "House", Address: "Brīvības iela 1", Postcode: "LV-1010", Town: "Rīga", Transport: "Tram 3",
		Accessibility: []string{"lift"}}}
	f.Hours = []service.HoursForm{{Days: []string{"MO", "WE"}, Opens: "09:00", Closes: "12:30", Note: "Ring twice"},
		{Rule: "FREQ=MONTHLY;BYDAY=1MO", Opens: "14:00", Closes: "16:00"}}
	f.Online, f.Seats, f.Free, f.Waiting, f.WaitDays = "yes", "10", "0", 4, 20
	f.Email, f.Phone, f.Web, f.Status = "a@b.example", "+371 1", "https://b.example", service.Active
	return f
}

// Listed stores a service and waits until it can be found.
func (w *Town) Listed(as context.Context, f service.Form) *service.Listing {
	w.t.Helper()
	l, err := w.Services.Create(as, f)
	w.Must(err)
	w.CatchUp()
	return l
}

// ByName finds all listings by their names.
func (w *Town) ByName() map[string]*service.Listing {
	w.t.Helper()
	all := map[string]*service.Listing{}
	for l, err := range w.Services.All(w.t.Context()) {
		w.Must(err)
		all[l.Name] = l
	}
	return all
}

// Firm stores the profile of a firm that cleans offices and is insured for less than Tender asks.
func (w *Town) Firm(as context.Context, change func(*supplier.Form)) {
	w.t.Helper()
	who := actor.From(as)
	f := supplier.Form{Name: "Firm of " + who.Name, City: who.City, Words: "cleaning of offices", Language: "en", Languages: []string{"en"},
		Cities:    []string{who.City},
		Insurance: []supplier.InsuranceForm{{Kind: "liability", Amount: "500000"}}}
	if change != nil {
		change(&f)
	}
	_, err := w.Suppliers.Change(as, f)
	w.Must(err)
	w.CatchUp()
}

// Tender publishes the one tender of the town, in Riga, with a deadline in so many days; it asks for
// liability insurance where nothing else is asked.
func (w *Town) Tender(days int, asked ...ocds.Requirement) string {
	w.t.Helper()
	if len(asked) == 0 {
		amount := record.Units(1_500_000, "EUR")
		asked = []ocds.Requirement{{Kind: ocds.Insurance, Detail: "liability", Amount: &amount}}
	}
	id := "tender-of-" + time.Duration(days).String()
	_, err := w.Market.Processes.Receive(actor.AsSystem(w.t.Context()), &ocds.Release{OCID: id, ID: id, Date: moduletest.Now, Tags: []string{"tender"},
		Language: "en",
		Buyer:    ocds.Reference{Name: "Riga"},
		Source:   ocds.Source{System: "ocds", NoticeID: id, Version: "1"}, Tender: &ocds.Tender{Title: i18n.Text{"en": "Cleaning of offices"},
			CPV:    []string{"90919200"},
			Places: []ocds.Place{{NUTS: "LV006", Country: "LV"}}, Deadline: moduletest.Now.AddDate(0, 0, days), Requirements: asked}})
	w.Must(err)
	w.CatchUp()
	found, err := w.Market.Tenders.List(w.t.Context(), tender.Search{Words: "cleaning"})
	w.Must(err)
	if len(found.Tenders) != 1 {
		w.t.Fatalf("%d tenders", len(found.Tenders))
	}
	return found.Tenders[0].ID
}

// Slot offers the one appointment of a service, on Monday week at 09:00 in Riga.
func (w *Town) Slot(as context.Context, id string) *slot.Slot {
	w.t.Helper()
	start := time.Date(2026, 11, 30, 7, 0, 0, 0, time.UTC)
	_, err := w.Slots.Create(as, id, slot.Series{From: start, To: start.Add(30 * time.Minute), Minutes: 30, Weeks: 1, Where: "Room 4"})
	w.Must(err)
	free, err := w.Slots.ListFree(w.t.Context(), id)
	w.Must(err)
	if len(free) != 1 {
		w.t.Fatalf("%d slots", len(free))
	}
	return free[0]
}

// OfDirectory is a service of another directory, in HSDS, with these further fields of JSON.
func OfDirectory(n int, name, fields string) string {
	return fmt.Sprintf(`{"id":"5d1f0a10-0000-4000-8000-%012d","name":%q,"status":"active"%s}`, n, name, fields)
}

// File is a file of services in HSDS.
func File(services ...string) *strings.Reader {
	return strings.NewReader("[" + strings.Join(services, ",") + "]")
}
