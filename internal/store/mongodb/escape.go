package mongodb

import (
	"bytes"
	"strings"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
)

// Keys that are empty, begin with a dollar sign or have a dot are data like any
// other (they come from maps), but mean something to MongoDB or are refused.
// They are stored with those signs in the manner of URLs; "%" alone is the
// empty key.
var (
	escaper   = strings.NewReplacer("%", "%25", ".", "%2E", "$", "%24")
	unescaper = strings.NewReplacer("%25", "%", "%2E", ".", "%24", "$")
)

func escape(key string) string {
	switch {
	case key == "":
		return "%"
	case strings.ContainsAny(key, "%.$"):
		return escaper.Replace(key)
	}
	return key
}

func unescape(key string) string {
	if key == "%" {
		return ""
	}
	return unescaper.Replace(key)
}

// split takes the id and the revision, which the envelope has, off a document
// and escapes the keys of the rest.
func split(doc bson.Raw) (bson.Raw, error) {
	elements, err := doc.Elements()
	if err != nil {
		return nil, err
	}
	start, d := bsoncore.AppendDocumentStart(nil)
	for _, e := range elements {
		if key := e.Key(); key == "_id" || key == "rev" {
			continue
		}
		if d, err = renamed(d, e, escape); err != nil {
			return nil, err
		}
	}
	return bsoncore.AppendDocumentEnd(d, start)
}

// join undoes split.
func join(id string, revision int64, d bson.Raw) (bson.Raw, error) {
	start, doc := bsoncore.AppendDocumentStart(make([]byte, 0, len(d)+len(id)+32))
	doc = bsoncore.AppendStringElement(doc, "_id", id)
	doc = bsoncore.AppendInt64Element(doc, "rev", revision)
	if len(d) == 0 {
		return bsoncore.AppendDocumentEnd(doc, start)
	}
	if bytes.IndexByte(d, '%') < 0 { // nothing was escaped
		return bsoncore.AppendDocumentEnd(append(doc, d[4:len(d)-1]...), start)
	}
	elements, err := d.Elements()
	if err != nil {
		return nil, err
	}
	for _, e := range elements {
		if doc, err = renamed(doc, e, unescape); err != nil {
			return nil, err
		}
	}
	return bsoncore.AppendDocumentEnd(doc, start)
}

// renamed appends an element and all within it under other keys.
func renamed(dst []byte, e bson.RawElement, name func(string) string) ([]byte, error) {
	value := e.Value()
	dst = bsoncore.AppendHeader(dst, value.Type, name(e.Key()))
	if value.Type != bson.TypeEmbeddedDocument && value.Type != bson.TypeArray {
		return append(dst, value.Value...), nil
	}
	elements, err := bson.Raw(value.Value).Elements()
	if err != nil {
		return nil, err
	}
	start, dst := bsoncore.AppendDocumentStart(dst)
	for _, inner := range elements {
		if dst, err = renamed(dst, inner, name); err != nil {
			return nil, err
		}
	}
	return bsoncore.AppendDocumentEnd(dst, start)
}
