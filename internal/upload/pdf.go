package upload

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// What the streams of a PDF may hold unpacked, in bytes.
const (
	mostStream  = 96 << 20
	mostStreams = 256 << 20
)

// cleanPDF writes a PDF anew from the objects that its pages need: its description, its
// history, the metadata of its pictures and whatever followed its end are gone. One that
// does something when it is opened, or that is encrypted, is refused.
func cleanPDF(data []byte, limits Limits) (*File, error) {
	if err := packedSize(data); err != nil {
		return nil, err
	}
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	doc, err := api.ReadContext(bytes.NewReader(data), conf)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	if doc.Encrypt != nil {
		return nil, ErrType
	}
	if err := doc.EnsurePageCount(); err != nil || doc.PageCount == 0 {
		return nil, ErrBroken
	}
	if doc.PageCount > limits.Pages {
		return nil, ErrTooLarge
	}
	w := &rewriter{doc: doc, numbers: map[int]int{}}
	return w.file(limits)
}

// packedSize unpacks every stream and forgets it, so that a small file that unpacks to a
// large one is refused before anything is held.
func packedSize(data []byte) error {
	left := int64(mostStreams)
	for rest := data; ; {
		at := bytes.Index(rest, []byte("stream"))
		if at < 0 {
			return nil
		}
		rest = bytes.TrimLeft(rest[at+len("stream"):], "\r\n")
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue
		}
		n, _ := io.CopyN(io.Discard, z, min(mostStream, left)+1)
		if left -= n; n > mostStream || left < 0 {
			return ErrTooLarge
		}
	}
}

// rewriter copies what is reached from the catalogue into a new file.
type rewriter struct {
	doc     *model.Context
	numbers map[int]int // of objects, old to new
	queue   []int       // old numbers, in the order of new ones
}

func (w *rewriter) file(limits Limits) (*File, error) {
	root := w.number(w.doc.Root.ObjectNumber.Value())
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	for i := 0; i < len(w.queue); i++ {
		object, err := w.object(w.queue[i])
		if err != nil {
			return nil, err
		}
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
		if b.Len() > 4*limits.Bytes {
			return nil, ErrTooLarge
		}
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root, start)
	return &File{".pdf", "application/pdf", b.Bytes()}, nil
}

// number is the new number of an object; it will be copied.
func (w *rewriter) number(old int) int {
	if n, known := w.numbers[old]; known {
		return n
	}
	w.queue = append(w.queue, old)
	w.numbers[old] = len(w.queue)
	return len(w.queue)
}

func (w *rewriter) object(old int) (string, error) {
	entry, found := w.doc.Find(old)
	if !found || entry.Free || entry.Object == nil {
		return "null", nil
	}
	generation := 0
	if entry.Generation != nil {
		generation = *entry.Generation
	}
	// Objects in packed streams are read only now: what stands in the table may be raw text.
	object, err := w.doc.Dereference(*types.NewIndirectRef(old, generation))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrBroken, err)
	}
	switch o := object.(type) {
	case types.StreamDict:
		return w.stream(o)
	case *types.StreamDict:
		return w.stream(*o)
	case types.ObjectStreamDict, types.XRefStreamDict, *types.ObjectStreamDict, *types.XRefStreamDict:
		return "null", nil
	}
	return w.value(object, 0)
}

func (w *rewriter) stream(s types.StreamDict) (string, error) {
	raw := s.Raw
	dict := s.Dict.Clone().(types.Dict)
	if filter, one := dict["Filter"].(types.Name); one && filter == "DCTDecode" {
		raw = withoutMetadata(raw)
	}
	dict["Length"] = types.Integer(len(raw))
	delete(dict, "F") // the content of a stream lies in the file itself
	head, err := w.value(dict, 0)
	return head + "\nstream\n" + string(raw) + "\nendstream", err
}

var errDeep = errors.New("it is nested too deeply")

// value writes a value with new numbers; nothing active and no metadata passes.
func (w *rewriter) value(o types.Object, depth int) (string, error) {
	if depth > 200 {
		return "", fmt.Errorf("%w: %w", ErrBroken, errDeep)
	}
	switch o := o.(type) {
	case nil:
		return "null", nil
	case types.Dict:
		return w.dict(o, depth)
	case types.Array:
		var all []string
		for _, v := range o {
			s, err := w.value(v, depth+1)
			if err != nil {
				return "", err
			}
			all = append(all, s)
		}
		return "[" + strings.Join(all, " ") + "]", nil
	case types.IndirectRef:
		return fmt.Sprintf("%d 0 R", w.number(o.ObjectNumber.Value())), nil
	case *types.IndirectRef:
		return fmt.Sprintf("%d 0 R", w.number(o.ObjectNumber.Value())), nil
	}
	switch o.(type) {
	case types.Name, types.StringLiteral, types.HexLiteral, types.Integer, types.Float, types.Boolean:
		return o.PDFString(), nil
	}
	return "", fmt.Errorf("%w: an object of type %T", ErrBroken, o)
}

// Names that make a PDF do something, bring files along or ask the reader for something;
// they are refused wherever they stand. What only describes is left out.
func activeKeys() []string {
	return []string{"JS", "JavaScript", "AA", "XFA", "EF", "EmbeddedFiles", "RichMediaContent", "RichMediaSettings", "Launch", "SubmitForm"}
}

func activeKinds() []string {
	return []string{"JavaScript", "Launch", "SubmitForm", "ImportData", "ResetForm", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "RichMedia",
		"RichMediaExecute",
		"EmbeddedFile", "FileAttachment", "Screen", "3D", "Trans", "SetOCGState", "Hide"}
}

func leftOut() []string {
	return []string{"Metadata", "PieceInfo", "LastModified", "Info", "OpenAction", "Collection", "AF", "M", "CreationDate", "ModDate", "Author",
		"Producer", "Creator"}
}

func (w *rewriter) dict(d types.Dict, depth int) (string, error) {
	if err := active(d); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("<<")
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if slices.Contains(leftOut(), k) || k == "A" && w.leadsOut(d[k]) {
			continue
		}
		v, err := w.value(d[k], depth+1)
		if err != nil {
			return "", err
		}
		b.WriteString("/" + types.EncodeName(k) + " " + v)
	}
	b.WriteString(">>")
	return b.String(), nil
}

func active(d types.Dict) error {
	for k, v := range d {
		if slices.Contains(activeKeys(), plain(k)) {
			return ErrActive
		}
		if name, is := v.(types.Name); is && slices.Contains([]string{"S", "Subtype", "Type"}, plain(k)) && slices.Contains(activeKinds(), plain(string(name))) {
			return ErrActive
		}
	}
	return nil
}

// plain is a name with its #xx escapes read.
func plain(name string) string {
	if decoded, err := types.DecodeName(name); err == nil {
		return decoded
	}
	return name
}

// leadsOut reports whether an action opens an address: a click would tell its owner who reads.
func (w *rewriter) leadsOut(o types.Object) bool {
	d, err := w.doc.DereferenceDict(o)
	if err != nil || d == nil {
		return false
	}
	kind := d.NameEntry("S")
	return kind != nil && (plain(*kind) == "URI")
}

// withoutMetadata copies a JPEG without its application segments and comments, but for the
// two that say how its colours are to be read.
func withoutMetadata(data []byte) []byte {
	if len(data) < 4 || data[0] != 0xff || data[1] != 0xd8 {
		return data
	}
	kept := append([]byte{}, data[:2]...)
	at := 2
	for at+4 <= len(data) && data[at] == 0xff {
		marker, size := data[at+1], int(data[at+2])<<8|int(data[at+3])
		if marker == 0xda || at+2+size > len(data) || size < 2 {
			break
		}
		if application := marker >= 0xe1 && marker <= 0xef && marker != 0xee; !application && marker != 0xfe {
			kept = append(kept, data[at:at+2+size]...)
		}
		at += 2 + size
	}
	return append(kept, data[at:]...)
}
