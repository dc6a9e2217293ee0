package xmltree

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"hash"
	"io"
	"slices"
)

// Digest is a fingerprint of what an element says, 32 characters long: names, attributes and
// texts in their order. How the document is indented, which prefixes it uses and the elements
// of the names to skip do not change it.
func (n *Node) Digest(skip ...string) string {
	sum := sha256.New()
	n.digest(sum, skip)
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

func (n *Node) digest(sum hash.Hash, skip []string) {
	if n == nil || slices.Contains(skip, n.Name.Local) && n.Name.Local != "" {
		return
	}
	put := func(s string) { _, _ = io.WriteString(sum, s+"\x00") }
	put(n.Name.Local)
	attrs := slices.Clone(n.Attrs)
	slices.SortFunc(attrs, func(a, b xml.Attr) int { return cmp.Compare(a.Name.Local, b.Name.Local) })
	for _, a := range attrs {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && a.Name.Local != "schemaLocation" {
			put(a.Name.Local + "=" + a.Value)
		}
	}
	if n.Leaf() {
		put(n.Text())
	} else {
		for _, c := range n.Children {
			if c.Name.Local != "" || c.Text() != "" {
				c.digest(sum, skip)
			}
		}
	}
	put("/")
}
