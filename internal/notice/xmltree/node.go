package xmltree

import (
	"encoding/xml"
	"iter"
	"strings"

	"citiesgrow/internal/plaintext"
)

// Node is an element, or a piece of text between elements (Name is then empty).
// Every method may be called on a nil Node and then finds nothing, so that a
// path that a document does not have needs no check on the way.
type Node struct {
	Name     xml.Name
	Attrs    []xml.Attr
	Children []*Node
	Line     int // where the element begins in the document, from 1
	text     string
	mixed    bool // words stand between the children
}

// All goes through every element at the path ("TenderingTerms/Language/ID"):
// local names, one step a level, in document order. A path may begin anywhere
// below the node and never looks deeper than its steps.
func (n *Node) All(path string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.walk(path, yield) }
}

func (n *Node) walk(path string, yield func(*Node) bool) bool {
	if n == nil {
		return true
	}
	step, rest, more := strings.Cut(path, "/")
	for _, c := range n.Children {
		if c.Name.Local != step || c.Name.Local == "" {
			continue
		}
		if more {
			if !c.walk(rest, yield) {
				return false
			}
		} else if !yield(c) {
			return false
		}
	}
	return true
}

// Find returns the first element at the path, or nil.
func (n *Node) Find(path string) *Node {
	for c := range n.All(path) {
		return c
	}
	return nil
}

// Has reports whether there is an element at the path.
func (n *Node) Has(path string) bool { return n.Find(path) != nil }

// Deep goes through every element of this local name below the node, at any
// depth, in document order.
func (n *Node) Deep(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.deep(name, yield) }
}

func (n *Node) deep(name string, yield func(*Node) bool) bool {
	if n == nil {
		return true
	}
	for _, c := range n.Children {
		if c.Name.Local == name && !yield(c) {
			return false
		}
		if !c.deep(name, yield) {
			return false
		}
	}
	return true
}

// Elements goes through the child elements, without the text between them.
func (n *Node) Elements() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for _, c := range n.Children {
			if c.Name.Local != "" && !yield(c) {
				return
			}
		}
	}
}

// Leaf reports whether no element stands in the node.
func (n *Node) Leaf() bool {
	for range n.Elements() {
		return false
	}
	return true
}

// Clear takes the text of a leaf away.
func (n *Node) Clear() { n.text, n.Children, n.mixed = "", nil, false }

// Attr returns the attribute with this local name, or "".
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// Text returns all text in the node, trimmed at both ends, with HTML and
// entities in it read as what they mean.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	if len(n.Children) == 0 {
		return strings.TrimSpace(plaintext.Text(n.text))
	}
	var b strings.Builder
	n.write(&b)
	return strings.TrimSpace(plaintext.Text(b.String()))
}

func (n *Node) write(b *strings.Builder) {
	b.WriteString(n.text)
	for _, c := range n.Children {
		c.write(b)
	}
}

// At returns the text of the first element at the path that has any.
func (n *Node) At(path string) string {
	for c := range n.All(path) {
		if s := c.Text(); s != "" {
			return s
		}
	}
	return ""
}
