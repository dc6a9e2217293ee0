package criterion

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// counted finds a number of one or two digits directly before the word it
// counts, with at most two words between ("3 comparable references") or the
// number once more in brackets ("three (3) references", "3 (three) references").
func counted(nouns string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\d.,/:§-])(\d{1,2})\)?\s*(?:\(\pL+\)\s*)?(?:[\pL-]+\s+){0,2}?(?:` + nouns + `)`)
}

// patterns by kind. Years are years of experience, never "the last three
// years", which only says how old a reference may be.
var patterns = map[string]*regexp.Regexp{
	ocds.References: counted(`referen[cstz]|références?|referências|similar contracts|comparable contracts|comparable projects|` +
		`vergleichbare|сходни|servizi analoghi`),
	ocds.Staff: counted(`employees|members of staff|full-time|mitarbeite|beschäftigte|fachkräfte|salariés|trabajadores|dipendenti|medewerkers|werknemers|` +
		`ansatte|medarbejdere|anställda|työntekij|töötaja|pracownik|zaměstnanc|zamestnanc|zaposlen|munkavállaló|angajați|служители|εργαζομέν`),
	ocds.Years: counted(`years?['’]?\s+(?:of\s+)?(?:\pL+\s+){0,2}experience|jahre[n]?\s+(?:\pL+\s+){0,2}(?:berufs)?erfahrung|jähriger?\s+(?:berufs)?erfahrung|` +
		`ans d['’](?:expérience)|années d['’]expérience|años de experiencia|anni di esperienza|anos de experiência|(?:jaar|jaren)\s+(?:\pL+\s+){0,2}ervaring|` +
		`års\s+(?:\pL+\s+){0,2}(?:erfaring|erfarenhet)|vuoden\s+(?:\pL+\s+){0,2}kokemus|aastane\s+(?:\pL+\s+){0,2}kogemus|lata?\s+doświadczeni|lat\s+doświadczeni|` +
		`let\s+praxe|rokov\s+praxe|let\s+izkušenj|godina\s+iskustva|év\s+(?:\pL+\s+){0,2}(?:gyakorlat|tapasztalat)|ani\s+(?:de\s+)?experien|` +
		`години\s+(?:професионален\s+)?опит|έτη\s+εμπειρίας|έτη\s+(?:\pL+\s+){0,2}εμπειρία`),
}

// numberOf returns the one number that the words give for the kind, or 0 when
// they give none or several.
func numberOf(kind string, words i18n.Text) int {
	one := 0
	for _, language := range words.Languages() {
		for _, n := range numbersIn(kind, words[language]) {
			if one != 0 && one != n {
				return 0
			}
			one = n
		}
	}
	return one
}

// uncounted lists what makes a number no minimum: it is a maximum, or that of
// an annex or a form.
var uncounted = []string{" max", " maks", "höchstens", "au plus", "up to", "no more than", " første", " premières", "anlage ", "formblatt ", " annex",
	" bijlage", " bilag", " příloh"}

func numbersIn(kind, words string) []int {
	var all []int
	for _, sentence := range sentences(words) {
		plain := plain(sentence)
		if slices.ContainsFunc(uncounted, func(s string) bool { return strings.Contains(plain, s) }) {
			continue
		}
		for _, at := range patterns[kind].FindAllStringSubmatchIndex(sentence, -1) {
			n, err := strconv.Atoi(sentence[at[2]:at[3]])
			if err == nil && n > 0 && !slices.Contains(all, n) && !ranged(sentence[:at[2]]) {
				all = append(all, n)
			}
		}
	}
	return all
}
