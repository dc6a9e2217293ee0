package codes

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// tongues are the languages in which names of countries and languages are understood.
var tongues = strings.Fields("en de fr es it pt nl pl fi sv da nb lv el ro uk ru cs sk hu bg et lt sl hr tr ar sq sr mk is ca fa ur")

// CountryNamed returns the ISO 3166-1 alpha-2 code of a country given as a code or by its
// name in one of the tongues ("Latvia", "Lettland"), and "" for what is none.
func CountryNamed(name string) string {
	if code := Country(name); code != "" {
		return code
	}
	return countries()[folded(name)]
}

// LanguageNamed returns the ISO 639-1 code of a language given as a code, as a tag with a
// region or script ("uk-UA", "sr_Latn"), or by its name in one of the tongues or in itself
// ("Latvian", "latviešu"). What is no language gives "".
func LanguageNamed(name string) string {
	name = strings.TrimSpace(name)
	if slices.Contains(noLanguage, strings.ToLower(name)) {
		return ""
	}
	if code := Language(name); code != "" {
		return code
	}
	if base, _, tagged := strings.Cut(strings.ReplaceAll(name, "_", "-"), "-"); tagged {
		if tag, err := language.Parse(strings.ReplaceAll(name, "_", "-")); err == nil && len(base) <= 3 {
			code, _ := tag.Base()
			return code.String()
		}
	}
	return languages()[folded(name)]
}

// noLanguage are codes of three letters that are words first, or say that there is none.
var noLanguage = []string{"all", "any", "und", "mul", "mis", "zxx", "non", "not", "yes"}

func folded(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// near are the countries whose names are understood: those of Europe and its neighbours.
const near = "AL AM AT BA BE BG BY CA CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MD ME MK MT NL NO PL PT RO RS SE SI SK TR UA US XK"

var countries = sync.OnceValue(func() map[string]string {
	names := map[string]string{"england": "GB", "scotland": "GB", "wales": "GB", "cymru": "GB", "northern ireland": "GB", "great britain": "GB",
		"eng": "GB", "u.k.": "GB", "uk": "GB",
		"holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "republic of cyprus": "CY", "republic of latvia": "LV", "hellas": "GR"}
	for _, code := range strings.Fields(near) {
		region := language.MustParseRegion(code)
		for _, tongue := range tongues {
			if namer := display.Regions(language.Make(tongue)); namer != nil {
				names[folded(namer.Name(region))] = code
			}
		}
	}
	return names
})

var languages = sync.OnceValue(func() map[string]string {
	names := map[string]string{"farsi": "fa", "dari": "fa", "mandarin": "zh", "cantonese": "zh", "flemish": "nl", "moldovan": "ro",
		"serbo-croatian": "sr", "gaelic": "gd", "punjabi": "pa",
		"kurmanji": "ku", "sorani": "ku", "tagalog": "tl", "filipino": "tl", "castilian": "es", "latviešu valoda": "lv", "українська мова": "uk",
		"ქართული ენა": "ka"}
	for first := 'a'; first <= 'z'; first++ {
		for second := 'a'; second <= 'z'; second++ {
			code := string(first) + string(second)
			base, err := language.ParseBase(code)
			if err != nil || base.String() != code {
				continue
			}
			for _, tongue := range tongues {
				if namer := display.Languages(language.Make(tongue)); namer != nil {
					keep(names, namer.Name(base), code)
				}
			}
			keep(names, display.Self.Name(language.Make(code)), code)
		}
	}
	return names
})

func keep(names map[string]string, name, code string) {
	if name = folded(name); name != "" && names[name] == "" && name != "root" {
		names[name] = code
	}
}
