package ocds

import (
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
)

// mailboxes are the words in addresses that belong to an office and not to a person.
var mailboxes = strings.Fields("info office contact procurement purchasing procure tender tenders tendering contract contracts commissioning commercial " +
	"einkauf vergabe vergabestelle zentrale poststelle post mail email enquiries enquiry sourcing supply supplies admin administration secretariat " +
	"secretaria sekretariat council buyer buying bids bid marches achats contratacion contratos compras concursos hankinnat hankinta kirjaamo inkoop " +
	"aanbesteding upphandling registrator anskaffelse udbud zamowienia przetargi iepirkumi iepirkums promitheies zakupki tendersupport corporate finance")

// Generic returns a mail address when it is that of an office, and "" when it is none
// or may be a person's: persons have no place in what is published.
func Generic(address string) string {
	address = codes.Mail(address)
	name, _, _ := strings.Cut(strings.ToLower(address), "@")
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' }) {
		if slices.Contains(mailboxes, strings.TrimRight(part, "0123456789")) {
			return address
		}
	}
	return ""
}
