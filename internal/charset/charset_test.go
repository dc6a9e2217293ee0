package charset_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"citiesgrow/internal/charset"
)

// Short notices as an old spreadsheet or database would write them.
func TestShortNoticesAreReadInTheirEncoding(t *testing.T) {
	for name, c := range map[string]struct {
		in   encoding.Encoding
		text string
	}{
		"German":           {charmap.Windows1252, `{"title":"Glasreinigung der Schulgebäude – Los 2: Müllerstraße"}`},
		"French":           {charmap.Windows1252, `{"title":"Maîtrise d’œuvre pour la rénovation de l’école","value":"12 000 €"}`},
		"Spanish":          {charmap.Windows1252, `{"title":"¿Quién limpia? Servicio de jardinería en Córdoba"}`},
		"a dash alone":     {charmap.Windows1252, `{"title":"Cleaning of schools – lot 2"}`},
		"old Western":      {charmap.ISO8859_15, `{"title":"Mise en œuvre d'un réseau","value":"500 €"}`},
		"Polish":           {charmap.Windows1250, `{"title":"Usługi sprzątania szkół w Gdańsku, część 3: żłobki"}`},
		"old Polish":       {charmap.ISO8859_2, `{"title":"Usługi sprzątania szkół w Gdańsku, część 3: żłobki"}`},
		"Czech":            {charmap.Windows1250, `{"title":"Úklid základních škol a údržba zeleně v městské části"}`},
		"Hungarian":        {charmap.Windows1250, `{"title":"Iskolák takarítása és zöldterületek fenntartása, hűtőszekrények beszerzése"}`},
		"Latvian":          {charmap.Windows1257, `{"title":"Skolu telpu uzkopšanas pakalpojumi un ēkas jumta remonts Rīgā"}`},
		"Lithuanian":       {charmap.Windows1257, `{"title":"Mokyklų valymo paslaugos ir žaliųjų plotų priežiūra Vilniuje"}`},
		"old Latvian":      {charmap.ISO8859_13, `{"title":"Skolu telpu uzkopšanas pakalpojumi un ēkas jumta remonts Rīgā"}`},
		"Turkish":          {charmap.Windows1254, `{"title":"Okulların temizliği ve yeşil alanların bakımı için ihale"}`},
		"Greek":            {charmap.Windows1253, `{"title":"Άδεια και υπηρεσίες καθαρισμού σχολικών κτιρίων"}`},
		"old Greek":        {charmap.ISO8859_7, `{"title":"Άδεια και υπηρεσίες καθαρισμού σχολικών κτιρίων"}`},
		"Bulgarian":        {charmap.Windows1251, `{"title":"Почистване на училищни сгради в район „Средец“"}`},
		"Bulgarian, DOS":   {charmap.CodePage866, `{"title":"Почистване на училищни сгради в район Средец"}`},
		"Ukrainian, KOI8":  {charmap.KOI8U, `{"title":"Прибирання шкільних приміщень та її околиць у місті"}`},
		"Cyrillic, ISO":    {charmap.ISO8859_5, `{"title":"Почистване на училищни сгради в район Средец"}`},
		"German, Mac":      {charmap.Macintosh, `{"title":"Glasreinigung der Schulgebäude in Köln, Müllerstraße"}`},
		"Swedish, Mac":     {charmap.Macintosh, `{"title":"Städning av förskolor och skötsel av grönytor på Öckerö"}`},
		"UTF-16, marked":   {unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), `{"title":"Skolu uzkopšana – 学校"}`},
		"UTF-16, big":      {unicode.UTF16(unicode.BigEndian, unicode.UseBOM), `{"title":"Skolu uzkopšana – 学校"}`},
		"UTF-16, unmarked": {unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), `{"title":"Skolu uzkopšana – 学校"}`},
		"UTF-8, marked":    {unicode.UTF8BOM, `{"title":"Skolu uzkopšana – 学校"}`},
	} {
		raw, err := c.in.NewEncoder().String(c.text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := charset.Decode([]byte(raw))
		if err != nil || string(got) != c.text {
			t.Errorf("%s: read as %q, %v", name, got, err)
		}
		slow, err := io.ReadAll(iotest.OneByteReader(charset.NewReader(iotest.OneByteReader(strings.NewReader(raw)))))
		if err != nil || string(slow) != c.text {
			t.Errorf("%s, byte by byte: read as %q, %v", name, slow, err)
		}
	}
}

// What would have to be guessed is refused, and so is what is no text.
func TestWhatCannotBeKnownIsRefused(t *testing.T) {
	half := func(e encoding.Encoding, text string) string {
		s, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct {
		raw  string
		want error
	}{
		"one letter, five readings":   {"Y\xf0", charset.ErrUnsure},
		"no language":                 {"\xe2\xfe\xf0\xdd \xba\xac\xbe\xe5\xf8\xfe", charset.ErrUnknown},
		"a program":                   {"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x90\xff", charset.ErrBinary},
		"a zero in UTF-8":             {"{\"title\":\"a\x00b\"}", charset.ErrBinary},
		"a picture":                   {"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", charset.ErrBinary},
		"UTF-32":                      {"\xff\xfe\x00\x00{\x00\x00\x00", charset.ErrUnknown},
		"UTF-16 cut in a letter":      {"\xff\xfe{\x00}", charset.ErrBroken},
		"half of a pair in UTF-16":    {"\xff\xfe{\x00\x3d\xd8}\x00", charset.ErrBroken},
		"UTF-8 cut in a letter":       {"{\"a\":\"š\xc5", charset.ErrBroken},
		"UTF-8, then another":         {"{\"a\":\"š\"}\n{\"a\":\"" + half(charmap.Windows1257, "Skolu uzkopšana") + "\"}", charset.ErrMixed},
		"a letter that no page holds": {half(charmap.Windows1252, "Die Schulgebäude der Stadt sind sauber ") + "\x81", charset.ErrUnknown},
	} {
		got, err := charset.Decode([]byte(c.raw))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v; want %v", name, got, err, c.want)
		}
		if bytes.ContainsRune(got, '\ufffd') {
			t.Errorf("%s: letters were replaced: %q", name, got)
		}
	}
}

// UTF-8 passes byte for byte, also where the publisher lost letters before.
func TestUTF8PassesAsItIs(t *testing.T) {
	for _, text := range []string{"", "a", "plain", "š", "\ufffd lost earlier", "قص", strings.Repeat("ē", 100_000)} {
		got, err := io.ReadAll(charset.NewReader(iotest.HalfReader(strings.NewReader(text))))
		if err != nil || string(got) != text {
			t.Errorf("%.20q became %.20q, %v", text, got, err)
		}
	}
}

// The first letter may stand behind any amount of ASCII, and the rest may be of any length.
func TestALongFileIsReadAsItComes(t *testing.T) {
	line, err := charmap.Windows1257.NewEncoder().String(`{"title":"Skolu telpu uzkopšanas pakalpojumi un ēkas jumta remonts Rīgā"}` + "\n")
	if err != nil {
		t.Fatal(err)
	}
	plain := `{"title":"Cleaning of schools"}` + "\n"
	in := io.MultiReader(repeated(plain, 100_000), repeated(line, 100_000))
	out := charset.NewReader(in)
	buf, total, most := make([]byte, 32<<10), 0, 0
	var last []byte
	for {
		n, err := out.Read(buf)
		total += n
		most = max(most, n)
		last = append(last, buf[:n]...)
		last = last[max(0, len(last)-200):]
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if want := 100_000 * (len(plain) + len(line) + 4); total != want || !strings.HasSuffix(string(last),
		"uzkopšanas pakalpojumi un ēkas jumta remonts Rīgā\"}\n") {
		t.Errorf("%d bytes of %d, ending in %q", total, want, last)
	}
	held := testing.AllocsPerRun(1, func() {
		if _, err := io.Copy(io.Discard, charset.NewReader(repeated(plain, 300_000))); err != nil {
			t.Fatal(err)
		}
	})
	if held > 100 {
		t.Errorf("%v allocations for ten megabytes", held)
	}
}

// A failing file is a failure, not an end.
func TestAReadErrorIsPassedOn(t *testing.T) {
	failed := errors.New("the disk is gone")
	_, err := io.ReadAll(charset.NewReader(io.MultiReader(strings.NewReader("{\"a\":1"), iotest.ErrReader(failed))))
	if !errors.Is(err, failed) {
		t.Error(err)
	}
}

func repeated(line string, n int) io.Reader {
	return io.LimitReader(&forever{line: line}, int64(n*len(line)))
}

type forever struct {
	line string
	at   int
}

func (f *forever) Read(p []byte) (int, error) {
	n := copy(p, f.line[f.at:])
	f.at = (f.at + n) % len(f.line)
	return n, nil
}

// Whatever comes in, what comes out is UTF-8 in which nothing was replaced.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("Stra\xdfe \x96 M\xfcller"))
	f.Add([]byte("\xff\xfea\x00\x3d\xd8"))
	f.Add([]byte("\xcf\xee\xf1\xf2\xe0\xe2\xea\xe0"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := charset.Decode(raw)
		if !utf8.Valid(got) && err == nil {
			t.Fatalf("%q became %q", raw, got)
		}
		if bytes.ContainsRune(got, '\ufffd') && !bytes.Contains(raw, []byte("\ufffd")) {
			t.Fatalf("letters of %q were replaced: %q", raw, got)
		}
	})
}
