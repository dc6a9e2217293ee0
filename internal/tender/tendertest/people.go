package tendertest

import (
	"context"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Person is an active actor whose account is "account-" and the id.
func Person(id string, role actor.Role, city string) actor.Actor {
	return actor.Actor{ID: "account-" + id, Name: id, Role: role, City: city, Organisation: "Stad Gent", Active: true, Language: "en"}
}

// People of the tests: no one who is signed in, a buyer and a firm of Ghent.
var (
	Nobody = actor.Actor{}
	Gent   = Person("b", actor.Buyer, "ghent")
	Firm   = Person("f", actor.Entrepreneur, "ghent")
)

// Strangers are all who are not the buyer Gent.
func Strangers() map[string]actor.Actor {
	all := map[string]actor.Actor{"nobody": Nobody, "another buyer of the city": Person("other", actor.Buyer, "ghent"),
		"a buyer of another city": Person("far", actor.Buyer, "riga"),
		"staff of the programme":  Person("programme", actor.Staff, ""), "a buyer who is not verified": {ID: "account-new", Role: actor.Buyer, City: "ghent"}}
	for _, role := range actor.Roles() {
		if role != actor.Buyer {
			all[string(role)+" of the city"] = Person(string(role), role, "ghent")
			all[string(role)+" of another city"] = Person(string(role), role, "riga")
		}
	}
	return all
}

// Buyer is the context of a buyer of Ghent with this account.
func Buyer(ctx context.Context, id string) context.Context {
	return actor.With(ctx, actor.Actor{ID: id, Role: actor.Buyer, City: "ghent", Organisation: "Stad Gent", Active: true, Language: "en"})
}

// Full is a form that can be published.
func Full() draft.Form {
	return draft.Form{Title: "Cleaning of three schools", Description: "Daily cleaning.", Trade: "school cleaning", City: "ghent", Value: "84 000",
		Deadline:  "2026-12-20T12:00",
		Languages: []string{"nl", "en"}, NoLotsWhy: "One building.", SME: "yes", SubmitURL: "https://tenders.ghent.example/schools",
		Requirements: draft.RequirementsForm{Turnover: "150.000", References: 2, Certificates: "ISO 9001, VCA"}}
}

// With is the full form with a change.
func With(change func(*draft.Form)) draft.Form {
	f := Full()
	change(&f)
	return f
}

// Day is so many days from the time of the tests.
func Day(n int) time.Time { return moduletest.Now.AddDate(0, 0, n) }

// Release is a notice of a buyer of Helsinki from elsewhere.
func Release(ocid, notice, version string, date time.Time, tag string, change func(*ocds.Release)) *ocds.Release {
	value := record.Units(90_000, "EUR")
	r := &ocds.Release{OCID: ocid, ID: notice + version, Date: date, Tags: []string{tag}, Language: "fi",
		Buyer:  ocds.Reference{ID: "b", Name: "Helsingin kaupunki"},
		Source: ocds.Source{System: "eforms", NoticeID: notice, Version: version},
		Tender: &ocds.Tender{Title: i18n.Text{"fi": "Koulujen siivous"}, Description: i18n.Text{"fi": "Kolmen koulun siivous."}, CPV: []string{"90919300"},
			Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}, Deadline: Day(20), Value: &value}}
	if change != nil {
		change(r)
	}
	return r
}

// Said is the kind and the word key of an error.
func Said(err error) string {
	p := problem.Of(err)
	if p == nil {
		return "nothing that a person is told"
	}
	return string(p.Kind) + " " + p.Message.Key
}

// Euros is an amount in euros.
func Euros(n int64) *record.Money { m := record.Units(n, "EUR"); return &m }
