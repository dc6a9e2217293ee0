package criterion

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/i18n"
)

// Elsewhere reports whether a text asks for nothing by itself: it only points to other papers
// ("see the specification"), says that nothing is asked, or names what an offer is judged by
// ("price"). Every language that has words must say so.
func Elsewhere(words i18n.Text) bool {
	languages := words.Languages()
	return len(languages) > 0 && !slices.ContainsFunc(languages, func(l string) bool { return !asksNothing(words[l]) })
}

// address is one of the web; it names where to look and asks for nothing.
var address = regexp.MustCompile(`(?:https?://|www\.)\S+`)

func asksNothing(text string) bool {
	text = plain(strings.ToLower(address.ReplaceAllString(text, " ")))
	if slices.ContainsFunc(nothings, func(s string) bool { return strings.Contains(text, s) }) && len([]rune(text)) < 120 {
		return true
	}
	tokens := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	tokens = slices.DeleteFunc(tokens, func(t string) bool { return len([]rune(t)) < 2 || slices.Contains(fillers, t) })
	if len(tokens) == 1 && slices.Contains(prices, tokens[0]) || len(tokens) == 0 {
		return true
	}
	led := slices.Contains(pointers, tokens[0])
	if led && len(tokens) <= 3 {
		return true // "zie bestek", also with a slip of the pen
	}
	if led && len(tokens) <= 8 && slices.ContainsFunc(tokens, namesPaper) && !strings.ContainsAny(text, "0123456789") && kindOf(Unsorted, text) == "" {
		return true // "voir le règlement externe de consultation"
	}
	for _, t := range tokens {
		if !slices.Contains(pointers, t) && !namesPaper(t) {
			return false
		}
	}
	return true
}

func namesPaper(word string) bool {
	return slices.ContainsFunc(papers, func(stem string) bool { return strings.HasPrefix(word, stem) })
}

// nothings are ways to say that nothing is asked.
var nothings = []string{"nie wyznacza", "nie określa warunk", "nie stawia warunk", "не поставя изискван", "не се изисква",
	"nevyžaduje sa", "nepožaduje",
	" not applicable", " n/a ", " sans objet", " néant ", "no se precisa", "entfällt", " niet van toepassing", " ikke relevant",
	" ej tillämplig", " nem releváns"}

// prices name what an offer is judged by, not what a firm must have.
var prices = strings.Fields("price prices prix prijs preis cena precio prezzo preço pris hinta hind ár preț pret cijena цена ціна τιμή praghas prezz kaina " +
	"kosten cost costs coût")

// pointers are the words that lead to another place, without those that stand anywhere.
var pointers = strings.Fields("see please consult refer per stated specified indicated described listed defined set given voir cf cfr consulter selon " +
	"indiqué indiqués indiquées prévu zie zoals vermeld volgens conform siehe gemäß gemäss laut wie angegeben vgl véase véanse ver " +
	"ver. según vedi come indicato indicati previsto secondo conforme tal como indicado se som angivet anført angives anges enligt " +
	"ifølge jf kts katso ilmoitetaan mukaisesti määritellyn määritetyn vt lásd žr kaip nurodyta skatīt skat kā norādīts viz jak " +
	"uvedeno uvedeného určeno dle zgodnie określono zob zobacz podle pozri ako uvedené podľa upravené detailne glej glejte kot " +
	"navedeno vidi vidjeti kako vezi vedea indică conf astfel cum вж виж виж. както определено посочено съгласно βλέπε βλ όπως " +
	"ορίζεται περιγράφονται σύμφωνα φείτε féach mar luaite ara kif mistqarr available requirements required criteria criterion " +
	"selection vaatimukset eignungskriterien anforderungen critères criteri criterios kryteria")

// papers are the beginnings of the names of what they lead to.
var papers = strings.Fields("document doc docs tender procurement contract specification questionnaire dossier cahier csc bestek besket lastenboek " +
	"aanbestedingsstuk auftragsunterlage ausschreibungsunterlage vergabeunterlage leistungsbeschreibung prüfsystem pliego " +
	"contratación capitolato disciplinare gara bando avviso caderno concurso udbuds udbudsdokument upphandlingsdokument " +
	"förfrågningsunderlag hankinta tarjouspyyn konkurranse hanke hankedokument hankedokumen közbeszerzési dokumentáció dokumentum " +
	"pirkim iepirkum dokument zadávací dokumentac zamówieni swz siwz súťažn podklad razpisn javn naročil oddaj nabav caiet sarcini " +
	"achizi documenta atribuire документ обществен поръчк έγγραφ διαγωνισμ διακήρυξ δημοπράτησ doiciméid soláthair dokumenti ksib " +
	"marché consultation règlement appel offres rc espd section point annex annexe bijl bijlage ann bilag liste pièces particulars " +
	"guidance internet adres indirizzo address web provided nieuws rfi afsnit avsnitt abschnitt kohdassa")

// fillers stand anywhere.
var fillers = strings.Fields("the in at on of and or as to for by with is are be this that available le la les de du des dans aux au et en het van der die " +
	"das den dem und im el los las del una un uno i v ve w we z ze do na dei di nei nel della delle al alla alle da dos no os af " +
	"til på och för ja ne u o az a ir para pe și si във в за на с от της στα στο στη το του τα sna tal ta oz zv zvezi")
