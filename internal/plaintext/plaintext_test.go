package plaintext_test

import (
	"testing"

	"citiesgrow/internal/plaintext"
)

func TestHTMLBecomesText(t *testing.T) {
	for in, want := range map[string]string{
		"<p>Cleaning of schools.</p><p>Lot 2: windows</p>": "Cleaning of schools.\n\nLot 2: windows",
		"<p>First<p>second": "First\n\nsecond",
		"We do:<ul><li>floors</li><li>stairs</li></ul>and more":                              "We do:\n\n– floors\n– stairs\n\nand more",
		"<ol start=\"3\"><li>three<li>four</ol>":                                             "3. three\n4. four",
		"<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>":                                   "– a\n  – b\n– c",
		"One<br>two<br/>three<BR />four":                                                     "One\ntwo\nthree\nfour",
		"<table><tr><th>Lot</th><th>Place</th></tr><tr><td>1</td><td>Riga</td></tr></table>": "Lot | Place\n1 | Riga",
		"<div>One</div><div>two</div>":                                                       "One\ntwo",
		"<h2>Task</h2>Mowing":                                                                "Task\n\nMowing",
		"<b>Bold</b> and <i>slanted</i>, <span style='color:red'>red</span>":                 "Bold and slanted, red",
		"keeps\nits lines <b>here</b>":                                                       "keeps\nits lines here",
		"<p>does not\nkeep them</p>":                                                         "does not keep them",
		"<pre>a\n  b</pre>":                                                                  "a\nb",
		"Caf&eacute; &amp; &Auml;rzte &#8211; &#x20AC; 5&nbsp;000":                           "Café & Ärzte – € 5 000",
		"&lt;p&gt;Escaped&lt;/p&gt;&lt;p&gt;twice &amp;amp; read&lt;/p&gt;":                  "Escaped\n\ntwice & read",
		"a<script>alert('x<y')</script>b<style>p{color:red}</style>c":                        "abc",
		"<!DOCTYPE html><html><head><title>t</title></head><body>x</body></html>":            "x",
		"<!-- note --><p>x</p><!--[if gte mso 9]><xml>y</xml><![endif]-->":                   "x",
		"An area of 50 m<sup>2</sup>":                                                        "An area of 50 m²",
		`See <a href="https://a.example/x">our page</a>.`:                                    "See our page (https://a.example/x).",
		`<a href="https://a.example/">a.example</a>`:                                         "a.example",
		`<a href="mailto:info@a.example">Write</a> <a href="javascript:x()">to us</a>`:       "Write (info@a.example) to us",
		`<img src="x.png" alt="A plan of the site"> here`:                                    "A plan of the site here",
		`<p class=MsoNormal>Word<o:p></o:p></p>`:                                             "Word",
		`The text was cut <a href="https://a.exam`:                                           "The text was cut",
		"A value < 5000 and <b>more</b> R&D than a&b":                                        "A value < 5000 and more R&D than a&b",
		"&#0;&#xD800;x": "x",
	} {
		if got := plaintext.Text(in); got != want {
			t.Errorf("%q\nbecame %q\nwant   %q", in, got, want)
		}
		if got := plaintext.Text(plaintext.Text(in)); got != want {
			t.Errorf("%q changes when it is read again: %q", in, got)
		}
	}
}

func TestPlainTextStaysAsItIs(t *testing.T) {
	for _, text := range []string{"", "< 5000 EUR", "R&D", "a<b", "a<b>c", "if a < b and c > d", "a <b and c> d", "AT&T; Co", "Smith & Sons; Co",
		"&unknown; stays",
		"https://a.example/?a=1&copy=2&lt=3", "<name of the firm>", "List<String>", "x <- y -> z", "1 <= 2 >= 0", "two\n\nparagraphs\r\nand   spaces ",
		"<<>>", "I <3 Riga", "<", "&", "a<p"} {
		if got := plaintext.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestATitleIsOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"<p>Care of</p><p>schools</p>":  "Care of schools",
		" Mowing\nof  lawns ":           "Mowing of lawns",
		"<b>Roofs</b>":                  "Roofs",
		"<ul><li>a</li><li>b</li></ul>": "– a – b",
		"A &amp; B<br>C":                "A & B C",
	} {
		if got := plaintext.Line(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// No input may break it, and none leaves a script.
func FuzzText(f *testing.F) {
	f.Add("<p>a<script>b</script>")
	f.Add("&lt;&amp;lt;script&amp;gt;")
	f.Add("</ul></ol><li><td>")
	f.Fuzz(func(t *testing.T, in string) {
		if got := plaintext.Text(in); len(got) > 20*len(in)+100 {
			t.Errorf("%d bytes became %d", len(in), len(got))
		}
	})
}
