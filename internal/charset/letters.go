package charset

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// page is an encoding of eight bits with the languages that were written in it.
type page struct {
	name      string
	family    string // those of one family differ in few characters
	encoding  encoding.Encoding
	languages []string // ISO 639-1
}

var (
	western  = []string{"ca", "da", "de", "en", "es", "et", "fi", "fr", "ga", "is", "it", "nl", "no", "pt", "sq", "sv"}
	central  = []string{"cs", "de", "en", "hr", "hu", "pl", "ro", "sk", "sl", "sq"}
	baltic   = []string{"da", "de", "en", "et", "fi", "lt", "lv", "pl", "sv"}
	turkish  = []string{"de", "en", "tr"}
	cyrillic = []string{"be", "bg", "mk", "ru", "sr", "uk"}
	greek    = []string{"el"}
)

// pages are those that are tried. Of two that read a text alike in all letters, the earlier
// one is meant: Windows wrote more files than the standards that it extends.
var pages = []page{
	{"windows-1252", "western", charmap.Windows1252, western},
	{"windows-1250", "central", charmap.Windows1250, central},
	{"windows-1257", "baltic", charmap.Windows1257, baltic},
	{"windows-1254", "turkish", charmap.Windows1254, turkish},
	{"windows-1251", "cyrillic", charmap.Windows1251, cyrillic},
	{"windows-1253", "greek", charmap.Windows1253, greek},
	{"iso-8859-15", "western", charmap.ISO8859_15, western},
	{"iso-8859-2", "central", charmap.ISO8859_2, central},
	{"iso-8859-13", "baltic", charmap.ISO8859_13, baltic},
	{"iso-8859-5", "iso cyrillic", charmap.ISO8859_5, cyrillic},
	{"iso-8859-7", "greek", charmap.ISO8859_7, greek},
	{"koi8-u", "koi8", charmap.KOI8U, cyrillic},
	{"koi8-r", "koi8", charmap.KOI8R, cyrillic},
	{"ibm866", "dos", charmap.CodePage866, cyrillic},
	{"macintosh", "mac", charmap.Macintosh, western},
	{"x-mac-cyrillic", "cyrillic", charmap.MacintoshCyrillic, cyrillic},
}

// letters are those of a language beyond a to z (CLDR, exemplar characters, with the common
// foreign ones left out).
var letters = map[string]string{
	"be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
	"bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
	"ca": "àçèéíïòóúü·",
	"cs": "áčďéěíňóřšťúůýž",
	"da": "æøåé",
	"de": "äöüß",
	"el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐ",
	"en": "é",
	"es": "áéíñóúü",
	"et": "äõöüšž",
	"fi": "äöåšž",
	"fr": "àâæçèéêëîïôœùûüÿ",
	"ga": "áéíóú",
	"hr": "čćđšž",
	"hu": "áéíóöőúüű",
	"is": "áðéíóúýþæö",
	"it": "àèéìîòù",
	"lt": "ąčęėįšųūž",
	"lv": "āčēģīķļņšūž",
	"mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
	"nl": "éëïóöüèêáí",
	"no": "æøåéòôó",
	"pl": "ąćęłńóśźż",
	"pt": "ãáàâçéêíóôõúü",
	"ro": "ăâîşţșț",
	"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
	"sk": "áäčďéíĺľňóôŕšťúýž",
	"sl": "čšž",
	"sq": "çë",
	"sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
	"sv": "åäöé",
	"tr": "çğıöşüâîûi̇",
	"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
