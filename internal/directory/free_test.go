package directory

import (
	"strings"
	"testing"
)

// What says that nothing is to be paid, in the languages of the cities and of those who come.
func TestWordsThatSayFree(t *testing.T) {
	for _, text := range []string{"Free", "free of charge", "FREE OF CHARGE.", "No charge!", "free-of-charge", "Free (no charge)", "at no cost to you",
		"$0", "0.00", "Free service - no fees", "Complimentary", "Kostenlose Beratung", "par velti", "gratis voor iedereen", "no fees",
		"This service is free for everyone", "Consultations are free of charge", "0 €", "€0.00", "EUR 0", "0,00 EUR", "0",
		"Kostenlos", "Die Beratung ist kostenlos.", "gebührenfrei", "keine Kosten", "Gratuit", "Le service est gratuit pour tous", "sans frais",
		"Bezmaksas", "Bez maksas", "Konsultācijas ir bezmaksas",
		"Bezpłatnie", "Usługa jest bezpłatna", "nieodpłatne", "Безплатно", "Консултациите са безплатни", "безкоштовно", "Δωρεάν", "ΔΩΡΕΑΝ",
		"Η υπηρεσία είναι δωρεάν", "kosteloos", "Gratis", "maksuton", "Ilmainen neuvonta",
		"gratuito", "kostnadsfritt", "ücretsiz", "مجاني", "الخدمة مجانية", "رایگان", "ingyenes", "zdarma", "nemokamai", "tasuta"} {
		if !saysFree(text) {
			t.Errorf("%q is not understood", text)
		}
	}
	for _, text := range []string{"", "Not free", "nicht kostenlos", "n'est pas gratuit", "Free for members", "First hour free",
		"kostenlos für Mitglieder, sonst 20 €", "20 €", "Free up to 3 hours", "Ask us", "depends on income",
		"freedom", "sliding scale", "Donations welcome", "nav bez maksas", "0-50 €", "Free parking", "free of charge in May"} {
		if saysFree(text) {
			t.Errorf("%q counts as free", text)
		}
	}
}

func TestWordsThatSayAPrice(t *testing.T) {
	for text, want := range map[string]bool{"20 €": true, "Members 15 EUR a year": true, "£12.50 per hour": true, "od 100 zł": true, "10 лв.": true,
		"0 €": false, "€ 0,00": false, "Room 20": false,
		"Free, later 20 €": false, "depends": false, "": false} {
		if got := saysPrice(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Every phrase of the table counts by itself, so that no line of it is dead.
func TestEveryPhraseIsUnderstood(t *testing.T) {
	for _, cells := range mustLines(freeTable) {
		for said := range strings.SplitSeq(cells[1], ";") {
			if cells[0] != "+" && !saysFree(said) {
				t.Errorf("%s: %q", cells[0], said)
			}
		}
	}
}
