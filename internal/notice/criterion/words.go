package criterion

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// stems are parts of words, in lower case, by which the languages of the Union
// name a kind of proof. A leading space means the beginning of a word. Words
// that also mean something else in such texts (French "assurance qualité", the
// social insurance of every exclusion ground) are left out on purpose.
var stems = map[string][]string{
	ocds.Turnover: {
		"umsatz", "umsätze", "turnover", "annual revenue", "net sales", "chiffre d'affaire", "chiffres d'affaire",
		"volumen de negocio", "volumen anual de negocio", "cifra de negocio", "volum anual de negoci",
		"fatturato", "volume d'affari", "volume de negócios", "volume anual de negócios", "omzet",
		"omsætning", "omsättning", "omsetning", "liikevaihto", "liikevaihdo", "käive", "käibe",
		"apgrozījum", "apyvart", " obrót", " obrotu", " obroty", " obrotów", "przychod", "przychód",
		" obrat", "letni promet", "prihodk", "ukupni prihod", "godišnji promet", "árbevétel",
		"cifra de afaceri", "cifrei de afaceri", "cifră de afaceri", "cifra medie de afaceri", "cifrei medii de afaceri",
		"оборот", "κύκλο εργασιών", "κύκλος εργασιών", "κύκλου εργασιών", "κύκλους εργασιών", "láimhdeachas",
	},
	ocds.Insurance: {
		"haftpflicht", "versicherungssumme", "deckungssumme", "liability insurance", "indemnity insurance", "professional indemnity",
		"public liability", "employer's liability", "employers' liability", "insurance cover", "level of insurance", "levels of insurance",
		"professional risk indemnity", "responsabilité civile", "attestation d'assurance", "attestations d'assurance",
		"assurance professionnelle", "assurance pour les risques", "assurance des risques professionnels", "assurance responsabilité",
		"seguro de responsabilidad", "seguro de indemniz", "póliza de seguro", "assegurança",
		"polizza assicurativa", "copertura assicurativa", "assicurazione contro i rischi", "seguro de respons",
		"aansprakelijkheidsverzek", "beroepsaansprakelijk", "bedrijfsaansprakelijk", "verzekering burg", "verzekering tegen beroepsrisico",
		"ansvarsforsikring", "erhvervsforsikring", "ansvarsförsäkring", "vastuuvakuutu", "vastutuskindlustus", "civiltiesiskās atbildības apdroš",
		"atsakomybės draudim", "odpowiedzialności cywilnej", "pojištění odpovědnost", "poistenie zodpovednost", "poistenia zodpovednost",
		"zavarovanje odgovornosti", "zavarovanja odgovornosti", "osiguranje od odgovornosti", "osiguranja od odgovornosti",
		"felelősségbiztosítás", "asigurare de răspundere", "asigurare profesional", "poliță de asigurare",
		"застраховка", "професионална отговорност", "ασφαλιστήριο", "ασφάλιση επαγγελματικ", "ασφάλισης επαγγελματικ", "ασφαλιστικής κάλυψης", "ασφαλιστική κάλυψη",
	},
	ocds.References: {
		"referenz", " references", "similar contract", "comparable contract", "référence", "referentie",
		"referenc", "referens", "referans", "références", "referências", "referencias", "referenze",
		"referents", "wykaz usług", "wykaz dostaw", "wykaz robót", "významných služ", "významných dodáv", "významných zakáz",
		"zoznam dodávok", "zoznam poskytnut", "zoznam uskutočnen", "principales servicios", "principales suministros", "trabajos similares",
		"servizi analoghi", "forniture analoghe", "lavori analoghi", "experiență similară", "experienta similara", "experienţa similara",
		"сходни", "идентични или сходни", "popis ugovora", "panaši", "līdzīg",
	},
	ocds.Registration: {
		"register", "registr", "registo", "registre", "registar", "rejestr", "reģistr", "registru", "registrul", "rekister", "rekisteri",
		"chamber of commerce", "kammer", "kamer van koophandel", "camera di commercio", " cciaa", " kvk", "registar",
		"регист", "μητρώ", "επιμελητήρι", "cégjegyzék", "nyilvántartás", "obchodního rejstříku", "živnost", "handelsregister",
		"licence", "authorisation", "autorización", "autorizzazion", "agrément", "vergunning", "erkenning", "koncesj", "zezwoleni", "dovolenj",
	},
}

// standard is a certificate that is named by its number.
var standard = regexp.MustCompile(`\b(?:EN[ -]*)?ISO(?:\s*/\s*(?:IEC|TS))?[ -]*(\d{4,5})\b`)

// kindOf returns the first kind of the group that the words are about, or "".
func kindOf(group, words string) string {
	plain := plain(words)
	for _, kind := range kinds[group] {
		switch kind {
		case ocds.Certificate:
			if standard.MatchString(words) {
				return kind
			}
		case ocds.Staff, ocds.Years:
			if len(numbersIn(kind, words)) > 0 {
				return kind
			}
		default:
			if slices.ContainsFunc(stems[kind], func(stem string) bool { return strings.Contains(plain, stem) }) {
				return kind
			}
		}
	}
	return ""
}

// plain is the text in lower case with one kind of apostrophe and blank, and
// with a blank at the beginning, so that a stem can ask for a word's beginning.
func plain(words string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, r := range words {
		switch {
		case r == '’' || r == '`' || r == '´':
			b.WriteByte('\'')
		case unicode.IsSpace(r) || strings.ContainsRune("(„\"«»“”", r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// standardsIn lists the standards that the words name, as "ISO 9001".
func standardsIn(words i18n.Text) []string {
	var names []string
	for _, language := range words.Languages() {
		for _, m := range standard.FindAllStringSubmatch(words[language], -1) {
			if name := "ISO " + m[1]; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// coverOf says what an insurance is to cover, when the words tell.
func coverOf(words i18n.Text) string {
	for _, language := range words.Languages() {
		s := plain(words[language])
		for _, stem := range []string{"professional", "berufshaft", "vermögensschaden", "beroeps", "professionnel", "profesional", "professionale",
			"професионална", "επαγγελματικ"} {
			if strings.Contains(s, stem) {
				return "professional"
			}
		}
		for _, stem := range []string{"liability", "haftpflicht", "civil", "ansvar", "aansprakelijk", "odpowiedzialn", "odpovědnost", "zodpovednost",
			"felelősség", "vastuu", "odgovornost"} {
			if strings.Contains(s, stem) {
				return "liability"
			}
		}
	}
	return ""
}
