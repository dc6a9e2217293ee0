package plaintext

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// walker writes the text of HTML.
type walker struct {
	out    strings.Builder
	breaks int    // line ends that are due before the next word
	space  bool   // a space is due
	begun  bool   // a word was written
	keep   bool   // line ends of the source count: in pre, and where there is no block
	skip   string // the element whose content is dropped
	lists  []int  // of the lists around: the next number, or 0 for one without
	link   string // the address of the link around
	shown  int    // where its words begin
	raised bool   // in sup
}

func walk(s string) string {
	w := &walker{keep: !divided(s)}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimRightFunc(w.out.String(), unicode.IsSpace)
		case html.TextToken:
			if w.skip == "" {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(z.Token())
		case html.EndTagToken:
			w.close(z.Token().Data)
		}
	}
}

// divided says whether there is a block, so that line ends of the source mean nothing.
func divided(s string) bool {
	for _, m := range tag.FindAllStringSubmatch(s, -1) {
		if blocks[strings.ToLower(m[2])] {
			return true
		}
	}
	return false
}

func (w *walker) open(t html.Token) {
	if w.skip != "" {
		return
	}
	name := t.Data
	if gone[name] && t.Type == html.StartTagToken && name != "link" && name != "meta" {
		w.skip = name
		return
	}
	w.block(name)
	switch name {
	case "br":
		w.breaks++
	case "li":
		w.item()
	case "td", "th":
		w.cell()
	case "ul":
		w.lists = append(w.lists, 0)
	case "ol":
		start, err := strconv.Atoi(attribute(t, "start"))
		if err != nil || start < 1 {
			start = 1
		}
		w.lists = append(w.lists, start)
	case "pre":
		w.keep = true
	case "sup":
		w.raised = true
	case "img":
		w.text(attribute(t, "alt"))
	case "a":
		w.link, w.shown = attribute(t, "href"), w.out.Len()
	}
}

func (w *walker) close(name string) {
	if w.skip != "" {
		if w.skip == name {
			w.skip = ""
		}
		return
	}
	switch name {
	case "ul", "ol":
		w.lists = w.lists[:max(0, len(w.lists)-1)]
	case "pre":
		w.keep = false
	case "sup":
		w.raised = false
	case "a":
		w.address()
	}
	if name != "br" && name != "td" && name != "th" {
		w.block(name)
	}
}

// block ends the line, and leaves one empty around paragraphs.
func (w *walker) block(name string) {
	switch {
	case name == "br" || name == "td" || name == "th" || !blocks[name]:
	case apart[name] && len(w.lists) == 0:
		w.breaks = max(w.breaks, 2)
	default:
		w.breaks = max(w.breaks, 1)
	}
}

func (w *walker) item() {
	w.breaks = max(w.breaks, 1)
	sign := "– "
	if n := len(w.lists); n > 0 && w.lists[n-1] > 0 {
		sign = strconv.Itoa(w.lists[n-1]) + ". "
		w.lists[n-1]++
	}
	w.flush()
	w.out.WriteString(strings.Repeat("  ", min(8, max(0, len(w.lists)-1))) + sign)
	w.begun, w.space = true, false
}

// cell stands behind the one before it in its row.
func (w *walker) cell() {
	if w.breaks == 0 && w.begun {
		w.out.WriteString(" | ")
		w.space = false
	}
}

// address writes where a link leads, unless its words say so.
func (w *walker) address() {
	words := w.out.String()[min(w.shown, w.out.Len()):]
	link := strings.TrimPrefix(w.link, "mailto:")
	w.link = ""
	if !strings.Contains(link, "@") && !strings.HasPrefix(link, "http://") && !strings.HasPrefix(link, "https://") {
		return
	}
	_, bare, _ := strings.Cut(link, "://")
	if bare == "" {
		bare = link
	}
	if !strings.Contains(words, strings.TrimSuffix(bare, "/")) {
		w.text(" (" + link + ")")
	}
}

func (w *walker) text(s string) {
	if w.raised {
		s = strings.NewReplacer("2", "²", "3", "³").Replace(s)
	}
	for _, r := range s {
		switch {
		case r == '\n' && w.keep:
			w.breaks++
		case unicode.IsSpace(r):
			w.space = true
		default:
			w.flush()
			w.out.WriteRune(r)
			w.begun = true
		}
	}
}

// flush writes the line ends or the space that are due; none before the first word.
func (w *walker) flush() {
	switch {
	case !w.begun:
	case w.breaks > 0:
		w.out.WriteString(strings.Repeat("\n", min(w.breaks, 2)))
	case w.space:
		w.out.WriteString(" ")
	}
	w.breaks, w.space = 0, false
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
