package xmltree_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"citiesgrow/internal/notice/xmltree"
)

const notice = `<?xml version="1.0"?>
<n xmlns:a="urn:a" id="7">
  <a:lot kind="x"><name>One</name></a:lot>
  <a:lot><name>Two <b>and</b> <i>more</i>.</name><name/></a:lot>
  <p>before<!-- a comment -->after</p>
</n>`

func TestPathsFindElementsByLocalName(t *testing.T) {
	root, err := xmltree.Read(strings.NewReader(notice))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for n := range root.All("lot/name") {
		names = append(names, n.Text())
	}
	if got := strings.Join(names, "|"); got != "One|Two and more.|" {
		t.Errorf("lot/name = %q", got)
	}
	if got := root.At("p"); got != "beforeafter" {
		t.Errorf("text around a comment = %q", got)
	}
	if got := root.Find("lot").Attr("kind") + root.Attr("id"); got != "x7" {
		t.Errorf("attributes = %q", got)
	}
	if lot := root.Find("lot"); lot.Line != 3 || lot.Name.Space != "urn:a" {
		t.Errorf("lot is at line %d in %q, want line 3 in urn:a", lot.Line, lot.Name.Space)
	}
	if s := root.Find("no").Find("such/path").At("any"); s != "" {
		t.Errorf("a path that is not there has %q", s)
	}
	count := 0
	for range root.Deep("name") {
		count++
	}
	if count != 3 {
		t.Errorf("%d names at any depth, want 3", count)
	}
}

func TestCharacterSets(t *testing.T) {
	utf16 := func(e unicode.Endianness, b unicode.BOMPolicy) encoding.Encoding { return unicode.UTF16(e, b) }
	for name, c := range map[string]struct {
		declared string
		as       encoding.Encoding
		words    string
	}{
		"utf-8":                {"UTF-8", encoding.Nop, "Ünïcode Ωμέγα"},
		"utf-8 with mark":      {"UTF-8", unicode.UTF8BOM, "Ünïcode"},
		"latin 1":              {"ISO-8859-1", charmap.ISO8859_1, "Straße"},
		"windows-1250":         {"windows-1250", charmap.Windows1250, "Łódź"},
		"windows-1253":         {"windows-1253", charmap.Windows1253, "Αθήνα"},
		"utf-16":               {"UTF-16", utf16(unicode.LittleEndian, unicode.UseBOM), "Rīga"},
		"utf-16 be with mark":  {"utf-16", utf16(unicode.BigEndian, unicode.UseBOM), "Rīga"},
		"utf-16 without mark":  {"UTF-16LE", utf16(unicode.LittleEndian, unicode.IgnoreBOM), "Rīga"},
		"utf-16 that is utf-8": {"UTF-16", encoding.Nop, "Gdańsk"},
	} {
		text, err := c.as.NewEncoder().String(`<?xml version="1.0" encoding="` + c.declared + `"?><a>` + c.words + `</a>`)
		if err != nil {
			t.Fatal(name, err)
		}
		root, err := xmltree.Read(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if root.Text() != c.words {
			t.Errorf("%s: %q, want %q", name, root.Text(), c.words)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ document, says string }{
		"nothing":          {"", "no XML element"},
		"words":            {"just words", "no XML element"},
		"cut off":          {"<a>\n<b>\n", "line 3: not well-formed"},
		"wrong end":        {"<a>\n</b>", "line 2: not well-formed"},
		"two roots":        {"<a/>\n<b/>", "line 2: a second root"},
		"doctype":          {"<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "document type declarations are not accepted"},
		"external doctype": {"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "document type declarations are not accepted"},
		"entity":           {"<a>&unknown;</a>", "not well-formed"},
		"character set":    {`<?xml version="1.0" encoding="klingon"?><a/>`, `the character set "klingon" is not known`},
		"letters of none":  {"<?xml version=\"1.0\" encoding=\"windows-1253\"?><a>\xd2</a>", "cut or damaged"},
		"half a pair":      {"\xff\xfe<\x00a\x00>\x00\x3d\xd8<\x00/\x00a\x00>\x00", "cut or damaged"},
		"deep":             {strings.Repeat("<a>", 201), "more than 200 levels"},
		"wide":             {"<a>" + strings.Repeat("<b/>", xmltree.MaxElements) + "</a>", "more than 1000000 elements"},
		"many pieces":      {"<a>" + strings.Repeat("x<!---->", xmltree.MaxElements+2) + "</a>", "more than 1000000 elements"},
		"endless tag":      {"<a " + strings.Repeat(`b="" `, 1<<20), "single tag or text"},
	} {
		root, err := xmltree.Read(strings.NewReader(c.document))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, %v; want an error that says %q", name, root, err, c.says)
		}
	}
}

func TestTooLargeIsSaidPlainly(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("<a>"), repeat("<!-- and so on -->"))
	if _, err := xmltree.Read(endless); !errors.Is(err, xmltree.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

type repeat string

func (r repeat) Read(p []byte) (int, error) {
	n := 0
	for n+len(r) <= len(p) {
		n += copy(p[n:], r)
	}
	return n, nil
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(notice))
	f.Add([]byte{0xFF, 0xFE, '<', 0, 'a', 0, '/', 0, '>', 0})
	f.Fuzz(func(t *testing.T, document []byte) {
		root, err := xmltree.Read(strings.NewReader(string(document)))
		if (root == nil) == (err == nil) {
			t.Fatalf("root %v and error %v", root, err)
		}
		_ = root.Text()
	})
}
