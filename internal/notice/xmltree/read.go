// Package xmltree reads an XML document of unknown origin into a small tree of
// elements that the readers of notices walk. It promises to stay within bounds
// whatever it is given: no entities, no document types, no more than MaxBytes
// of input, MaxDepth levels and MaxElements elements, and an error that names
// the line for everything else.
package xmltree

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// What a document may have at most. The largest notices of the Official Journal
// have about ten megabytes, 40 levels and 300,000 elements.
const (
	MaxBytes    = 64 << 20
	MaxDepth    = 200
	MaxElements = 1_000_000
	maxStretch  = 4 << 20 // bytes without a ">": bounds a single tag's attributes
)

// Errors of documents that are refused for what they are, not for a mistake in them.
var (
	ErrDoctype  = errors.New("document type declarations are not accepted")
	ErrTooLarge = fmt.Errorf("the document is larger than %d MiB", MaxBytes>>20)
	ErrTooDeep  = fmt.Errorf("the document has elements more than %d levels deep", MaxDepth)
	ErrTooMany  = fmt.Errorf("the document has more than %d elements", MaxElements)
	ErrNoRoot   = errors.New("the document has no XML element")
)

// Read returns the root element of the document.
func Read(r io.Reader) (*Node, error) {
	d, limit, err := decoder(r)
	if err != nil {
		return nil, err
	}
	b := builder{decoder: d, names: map[string]string{}}
	for {
		token, err := d.Token()
		if err == io.EOF && b.root != nil {
			return b.root, nil
		}
		if err == io.EOF {
			return nil, ErrNoRoot
		}
		if limit.err != nil {
			return nil, limit.err
		}
		if err != nil {
			return nil, explain(err, b.line())
		}
		if err := b.add(token); err != nil {
			return nil, fmt.Errorf("line %d: %w", b.line(), err)
		}
	}
}

// explain turns the parser's error into words with the line first.
func explain(err error, line int) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: not well-formed XML: %s", syntax.Line, syntax.Msg)
	}
	return fmt.Errorf("line %d: not readable as XML: %w", line, err)
}

// builder makes the tree from the parser's tokens.
type builder struct {
	decoder *xml.Decoder
	root    *Node
	open    []*Node
	count   int
	names   map[string]string // local names are few and repeat: each is kept once
}

func (b *builder) line() int { line, _ := b.decoder.InputPos(); return line }

func (b *builder) add(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return b.start(t)
	case xml.EndElement:
		b.open = b.open[:len(b.open)-1]
	case xml.CharData:
		return b.text(t)
	case xml.Directive:
		return ErrDoctype // XML has no other directive
	}
	return nil
}

func (b *builder) start(t xml.StartElement) error {
	if b.root != nil && len(b.open) == 0 {
		return errors.New("a second root element begins after the first has ended")
	}
	if len(b.open) >= MaxDepth {
		return ErrTooDeep
	}
	if b.count++; b.count > MaxElements {
		return ErrTooMany
	}
	n := &Node{Name: xml.Name{Space: t.Name.Space, Local: b.name(t.Name.Local)}, Line: b.line()}
	if len(t.Attr) > 0 {
		n.Attrs = t.Attr
	}
	if len(b.open) == 0 {
		b.root = n
	} else {
		parent := b.open[len(b.open)-1]
		parent.settle()
		parent.Children = append(parent.Children, n)
	}
	b.open = append(b.open, n)
	return nil
}

func (b *builder) name(local string) string {
	kept, ok := b.names[local]
	if !ok {
		kept = local
		b.names[local] = kept
	}
	return kept
}

// text keeps words. An element's only text stays in the element; words between
// child elements, or in several pieces, become children that keep their place.
func (b *builder) text(t xml.CharData) error {
	if len(b.open) == 0 {
		return nil
	}
	n := b.open[len(b.open)-1]
	if len(n.Children) == 0 && n.text == "" {
		n.text = string(t)
		return nil
	}
	if !n.mixed && len(n.Children) > 0 && strings.TrimSpace(string(t)) == "" {
		return nil // indentation
	}
	if b.count++; b.count > MaxElements {
		return ErrTooMany
	}
	n.settle()
	n.mixed = true
	n.Children = append(n.Children, &Node{text: string(t)})
	return nil
}

// settle is called when an element turns out to have more than one text: what
// it has so far becomes its first child, unless it was only indentation.
func (n *Node) settle() {
	if n.text != "" && strings.TrimSpace(n.text) != "" {
		n.mixed = true
		n.Children = append(n.Children, &Node{text: n.text})
	}
	n.text = ""
}
