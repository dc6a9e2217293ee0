// Package plaintext makes text of descriptions that their publisher wrote as HTML: paragraphs
// and lists are kept, entities become letters, tags go. Text in which "<" and "&" mean
// themselves stays as it is.
package plaintext

import (
	"html"
	"regexp"
	"strings"
)

// rounds is how often a text may have been escaped.
const rounds = 3

// Text is a text of several paragraphs. Words of two paragraphs never run together.
func Text(s string) string {
	for range rounds {
		was := s
		if tagged(s) {
			s = walk(guarded(s))
		} else {
			s = entity.ReplaceAllStringFunc(s, letterOf)
		}
		if s == was {
			break
		}
	}
	return s
}

// Line is a text of one line, as a title is.
func Line(s string) string { return strings.Join(strings.Fields(Text(s)), " ") }

// Only what ends in a semicolon is an entity, so that "R&D" and addresses with parameters stay.
var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// longest is how many bytes an entity has at most.
const longest = 34

// letterOf is what an entity stands for; one of no character is left out, one that is not
// known stays.
func letterOf(e string) string {
	switch s := html.UnescapeString(e); {
	case strings.ContainsRune(s, '\ufffd'):
		return ""
	case s == "\u00a0":
		return " "
	default:
		return s
	}
}

// Elements by what they do to the text around them.
const (
	inline = "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark o:p q s samp small span strike strong sub sup time tt u var wbr"
	lines  = "address article aside body br caption center col colgroup dd div dl dt fieldset " +
		"figcaption figure footer form header hgroup html label legend li main nav section tbody td tfoot th thead tr"
	spaced  = "blockquote h1 h2 h3 h4 h5 h6 hr ol p pre table ul"
	dropped = "head iframe link meta noembed noframes noscript object script style svg template title"
)

func set(words ...string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(strings.Join(words, " ")) {
		all[w] = true
	}
	return all
}

var (
	known  = set(inline, lines, spaced, dropped)
	blocks = set(lines, spaced)
	apart  = set(spaced)
	gone   = set(dropped)
)

// tag is an element's begin or end as HTML writes it: attributes have values, but for a few.
// Else "a <b and c> d" would lose its middle.
var (
	tag      = regexp.MustCompile(tagPattern)
	tagFirst = regexp.MustCompile(`^` + tagPattern)
)

const tagPattern = `<(/?)([A-Za-z][A-Za-z0-9:]*)(?:\s+(?:[A-Za-z_:][-A-Za-z0-9_:.]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)` +
	`|nowrap|hidden|noshade|defer|async))*\s*/?>`

// other is what else stands between "<" and ">": comments, declarations, instructions; and a
// tag at the end that was cut.
var other = regexp.MustCompile(`(?s)<!--.*?-->|<!\[[^<>]*>|<!(?i:doctype)[^<>]*>|<\?xml[^<>]*>` +
	`|<[A-Za-z][A-Za-z0-9]*\s+[-A-Za-z]+\s*=\s*["'][^<>]*$`)

// isTag says whether this is a tag of HTML in a text, given in lower case. Elements of one letter count where they also end:
// "a<b>c" is a chain of comparisons.
func isTag(name, lower string) bool {
	name = strings.ToLower(name)
	if !known[name] {
		return false
	}
	if len(name) > 1 || name == "p" {
		return true
	}
	return strings.Contains(lower, "</"+name)
}

func tagged(s string) bool {
	if !strings.Contains(s, "<") {
		return false
	}
	if other.MatchString(s) {
		return true
	}
	lower := strings.ToLower(s)
	for _, m := range tag.FindAllStringSubmatch(s, -1) {
		if isTag(m[2], lower) {
			return true
		}
	}
	return false
}

// guarded escapes what is neither tag nor entity, so that a parser of HTML leaves it.
func guarded(s string) string {
	s = other.ReplaceAllString(s, "")
	lower := strings.ToLower(s)
	var b strings.Builder
	for at := 0; at < len(s); {
		rest := s[at:]
		next := strings.IndexAny(rest, "<&")
		if next < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:next])
		at += next
		rest = s[at:]
		if m := tagFirst.FindStringSubmatchIndex(rest); m != nil && isTag(rest[m[4]:m[5]], lower) {
			b.WriteString(rest[:m[1]])
			at += m[1]
			continue
		}
		if m := entity.FindStringIndex(rest[:min(len(rest), longest)]); m != nil && m[0] == 0 {
			b.WriteString(html.EscapeString(letterOf(rest[:m[1]])))
			at += m[1]
			continue
		}
		b.WriteString(html.EscapeString(rest[:1]))
		at++
	}
	return b.String()
}
