package upload_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"citiesgrow/internal/upload"
)

const canary = "CANARY-48.1173N-Amina"

// picture is 40 wide and 20 high, red on its left half.
func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for y := range 20 {
		for x := range 40 {
			c := color.RGBA{0, 0, 255, 255}
			if x < 20 {
				c = color.RGBA{255, 0, 0, 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

// photograph is a JPEG whose camera noted how it was held, and where.
func photograph(orientation int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, picture(), nil)
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
	tiff = append(tiff, byte(orientation), 0, 0, 0, 0, 0, 0)
	exif := append([]byte("Exif\x00\x00"), append(tiff, canary...)...)
	segment := append([]byte{0xff, 0xe1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}, exif...)
	return append(append(append([]byte{}, b.Bytes()[:2]...), segment...), append(b.Bytes()[2:], canary...)...)
}

func drawnPNG() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, picture())
	text := "tEXtComment\x00" + canary
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = append(append(chunk, text...), 0, 0, 0, 0)
	at := 8 + 25 // after the head
	crc := crcOf([]byte(text))
	binary.BigEndian.PutUint32(chunk[len(chunk)-4:], crc)
	return append(append(append([]byte{}, b.Bytes()[:at]...), chunk...), append(b.Bytes()[at:], canary...)...)
}

func crcOf(data []byte) uint32 {
	crc := ^uint32(0)
	for _, b := range data {
		crc ^= uint32(b)
		for range 8 {
			if crc&1 == 1 {
				crc = crc>>1 ^ 0xedb88320
			} else {
				crc >>= 1
			}
		}
	}
	return ^crc
}

func drawnGIF() []byte {
	var b bytes.Buffer
	_ = gif.Encode(&b, picture(), nil)
	return append(b.Bytes(), "<script>"+canary+"</script>"...)
}

// document is a PDF of one page that says hello, with objects of the test's own.
func document(catalogue, page string, more ...string) []byte {
	content := "BT /F1 24 Tf 72 700 Td (hello) Tj ET"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R" + catalogue + ">>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>" + page + ">>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Title(" + canary + ")/Author(" + canary + ")/CreationDate(D:20261101120000)>>",
	}
	objects = append(objects, more...)
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func clean(t *testing.T, name string, data []byte) *upload.File {
	t.Helper()
	f, err := upload.Clean(name, data, upload.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if bytes.Contains(f.Data, []byte("CANARY")) {
		t.Errorf("%s still tells", name)
	}
	again, err := upload.Clean(f.Name, f.Data, upload.Limits{})
	if err != nil || again.Name != f.Name {
		t.Errorf("%s cleaned is refused: %v", name, err)
	}
	return f
}

// What cameras and programs add is gone, what the picture shows stays.
func TestPicturesTellOnlyWhatTheyShow(t *testing.T) {
	for name, data := range map[string][]byte{"a.png": drawnPNG(), "b.GIF": drawnGIF(), "c.jpeg": photograph(1)} {
		f := clean(t, name, data)
		m, _, err := image.Decode(bytes.NewReader(f.Data))
		if err != nil || m.Bounds().Dx() != 40 || m.Bounds().Dy() != 20 {
			t.Fatalf("%s: %v %v", name, m, err)
		}
		if r, _, b, _ := m.At(5, 10).RGBA(); r < b {
			t.Errorf("%s: its left is not red", name)
		}
	}
	m, _, err := image.Decode(bytes.NewReader(clean(t, "turned.jpg", photograph(6)).Data))
	if err != nil || m.Bounds().Dx() != 20 || m.Bounds().Dy() != 40 {
		t.Fatalf("held upright it is %v (%v)", m.Bounds(), err)
	}
	if r, _, b, _ := m.At(10, 5).RGBA(); r < b {
		t.Error("its top is not red")
	}
}

func TestADocumentTellsOnlyWhatItsPagesSay(t *testing.T) {
	metadata := "<</Type/Metadata/Subtype/XML/Length " + fmt.Sprint(len(canary)) + ">>\nstream\n" + canary + "\nendstream"
	data := append(document("/Metadata 7 0 R/OpenAction[3 0 R /Fit]", "/PieceInfo<</X<</Private("+canary+")>>>>/Annots[8 0 R]", metadata,
		"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://who-reads.example/"+canary+")>>>>"), canary...)
	f := clean(t, "Brief vom Amt.pdf", data)
	if !bytes.Contains(f.Data, []byte("(hello)")) || f.Name != "Brief vom Amt.pdf" || f.Type != "application/pdf" || bytes.Contains(f.Data, []byte("D:2026")) {
		t.Errorf("%s %s %.300s", f.Name, f.Type, f.Data)
	}
	doc, err := api.ReadContext(bytes.NewReader(f.Data), model.NewDefaultConfiguration())
	if err != nil || doc.EnsurePageCount() != nil || doc.PageCount != 1 {
		t.Errorf("what was written anew: %v", err)
	}
}

// What does something when it is opened is refused, also where it hides in packed objects.
func TestActiveDocumentsAreRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"script":         document("/OpenAction 7 0 R", "", "<</S/JavaScript/JS(app.alert\\(1\\))>>"),
		"named scripts":  document("/Names<</JavaScript<</Names[(a)7 0 R]>>>>", "", "<</S/JavaScript/JS(1)>>"),
		"hidden name":    document("", "/AA<</O 7 0 R>>", "<</S/J#61vaScript/JS(1)>>"),
		"launch":         document("", "/Annots[7 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/A<</S/Launch/F(cmd.exe)>>>>"),
		"file inside":    document("/Names<</EmbeddedFiles<</Names[(a)7 0 R]>>>>", "", "<</Type/Filespec/F(a)>>"),
		"form":           document("/AcroForm<</XFA 7 0 R>>", "", "<</Length 1>>\nstream\nx\nendstream"),
		"sends a form":   document("", "/Annots[7 0 R]", "<</Type/Annot/Subtype/Widget/Rect[0 0 1 1]/A<</S/SubmitForm/F(http://x.example)>>>>"),
		"rich media":     document("", "/Annots[7 0 R]", "<</Type/Annot/Subtype/RichMedia/Rect[0 0 1 1]>>"),
		"goes to a file": document("", "/Annots[7 0 R]", "<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/A<</S/GoToR/F(\\\\\\\\host\\\\a.pdf)>>>>"),
	} {
		_, err := upload.Clean(name+".pdf", data, upload.Limits{})
		if name == "script" { // what opens by itself is left out with all that it leads to
			if f := clean(t, "x.pdf", data); bytes.Contains(f.Data, []byte("alert")) {
				t.Error("the script is still in it")
			}
			continue
		}
		if !errors.Is(err, upload.ErrActive) {
			t.Errorf("%s: %v", name, err)
		}
		packed := packed(t, data)
		if bytes.Contains(packed, []byte("SubmitForm")) {
			t.Fatalf("%s: the objects are not packed", name)
		}
		if _, err := upload.Clean("packed.pdf", packed, upload.Limits{}); !errors.Is(err, upload.ErrActive) {
			t.Errorf("%s, packed: %v", name, err)
		}
	}
}

// packed writes the objects of a PDF that document made into a compressed stream.
func packed(t *testing.T, data []byte) []byte {
	t.Helper()
	var head, body, out bytes.Buffer
	type place struct{ kind, a, b int }
	places := map[int]place{0: {0, 0, 65535}}
	parts := strings.Split(string(data[:bytes.Index(data, []byte("\nxref\n"))]), "\nendobj\n")
	out.WriteString("%PDF-1.7\n")
	last, index := 0, 0
	for _, part := range parts {
		at := strings.Index(part, " 0 obj\n")
		if at < 0 {
			continue
		}
		var number int
		fmt.Sscan(strings.TrimPrefix(part[:at], "%PDF-1.7\n"), &number)
		object := strings.TrimSuffix(part[at+len(" 0 obj\n"):], "\nendobj")
		last = max(last, number)
		if strings.Contains(object, "\nstream\n") {
			places[number] = place{1, out.Len(), 0}
			fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", number, object)
			continue
		}
		fmt.Fprintf(&head, "%d %d ", number, body.Len())
		body.WriteString(object + " ")
		places[number] = place{2, 0, index}
		index++
	}
	container, table := last+1, last+2
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(append(head.Bytes(), body.Bytes()...))
	w.Close()
	places[container] = place{1, out.Len(), 0}
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", container, index,
		head.Len(), z.Len(), z.Bytes())
	places[table] = place{1, out.Len(), 0}
	var rows bytes.Buffer
	for n := range table + 1 {
		p := places[n]
		if p.kind == 2 {
			p.a = container
		}
		rows.Write([]byte{byte(p.kind), byte(p.a >> 8), byte(p.a), byte(p.b >> 8), byte(p.b)})
	}
	start := out.Len()
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 2 2]/Root 1 0 R/Info 6 0 R/Length "+
		"%d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", table, table+1, rows.Len(), rows.Bytes(), start)
	return out.Bytes()
}

// A document whose objects are packed is read as any other.
func TestAPackedDocument(t *testing.T) {
	f := clean(t, "a.pdf", packed(t, document("", "")))
	if !bytes.Contains(f.Data, []byte("(hello)")) {
		t.Errorf("%s", f.Data)
	}
}

// extendedWebP is one whose head tells one size, and the frame within another: squares.
func extendedWebP(canvas, frame uint32) []byte {
	body := []byte("WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00")
	body = append(body, byte(canvas-1), byte((canvas-1)>>8), 0, byte(canvas-1), byte((canvas-1)>>8), 0)
	body = append(body, "VP8L\x06\x00\x00\x00\x2f"...)
	body = binary.LittleEndian.AppendUint32(body, (frame-1)|(frame-1)<<14)
	body = append(body, 0)
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
}

func TestWhatIsNotTaken(t *testing.T) {
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	f, _ := w.Create("word/document.xml")
	f.Write([]byte("<x/>"))
	w.Close()
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x75\x30\x00\x00\x75\x30\x08\x02\x00\x00\x00")
	huge = binary.BigEndian.AppendUint32(huge, crcOf(huge[12:]))
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"page.html":      {[]byte("<html>"), upload.ErrType},
		"page.pdf":       {[]byte("<html><script>"), upload.ErrType},
		"drawing.svg":    {[]byte("<svg/>"), upload.ErrType},
		"drawing.png":    {[]byte("<svg/>"), upload.ErrType},
		"page.txt":       {[]byte(" \n<!DOCTYPE html>"), upload.ErrActive},
		"run.txt":        {[]byte("#!/bin/sh"), upload.ErrActive},
		"letter.docx":    {z.Bytes(), upload.ErrType},
		"letter.txt":     {z.Bytes(), upload.ErrActive},
		"program.exe":    {[]byte("MZ\x90"), upload.ErrType},
		"binary.txt":     {[]byte("a\x00b"), upload.ErrType},
		"noname":         {[]byte("hello"), upload.ErrType},
		"huge.png":       {huge, upload.ErrTooLarge},
		"small.webp":     {extendedWebP(10, 16384), upload.ErrTooLarge},
		"large.webp":     {extendedWebP(16384, 10), upload.ErrTooLarge},
		"large.txt":      {make([]byte, 6<<20), upload.ErrTooLarge},
		"cut.jpg":        {photograph(1)[:200], upload.ErrBroken},
		"cut.pdf":        {document("", "")[:80], upload.ErrBroken},
		"photograph.png": {photograph(1), upload.ErrType},
	} {
		if _, err := upload.Clean(name, c.data, upload.Limits{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestNamesAndTexts(t *testing.T) {
	for name, want := range map[string]string{
		"رسالة.txt": "رسالة.txt", "../../etc/passwd.txt": "passwd.txt", `C:\temp\a.txt`: "a.txt", "a\r\nSet-Cookie: x.txt": "aSet-Cookie x.txt",
		"invoice\u202egpj.txt": "invoicegpj.txt", ".txt": "file.txt", strings.Repeat("ä", 200) + ".txt": strings.Repeat("ä", 58) + ".txt",
	} {
		f, err := upload.Clean(name, []byte("مرحبا\n"), upload.Limits{})
		if err != nil || f.Name != want || string(f.Data) != "مرحبا\n" {
			t.Errorf("%q is %+v %v, want %q", name, f, err, want)
		}
	}
	for says, data := range map[string]string{"UTF-16": "\xff\xfeh\x00\xe9\x00", "Windows-1252": "h\xe9", "marked UTF-8": "\ufeffhé"} {
		f, err := upload.Clean("a.txt", []byte(data), upload.Limits{})
		if err != nil || string(f.Data) != "hé" {
			t.Errorf("%s: %v %v", says, f, err)
		}
	}
}

var never = regexp.MustCompile(`/(JavaScript|JS|Launch|EmbeddedFiles?|AA|XFA|OpenAction|Metadata|Info)[\s/<>\[\]()]`)

// Whatever comes, nothing active is let through and nothing breaks.
func FuzzClean(f *testing.F) {
	endings := []string{".jpg", ".png", ".gif", ".webp", ".pdf", ".txt", ".html", ".docx"}
	for i, data := range [][]byte{photograph(3), drawnPNG(), drawnGIF(), []byte("RIFF\x24\x00\x00\x00WEBPVP8L\x17\x00\x00\x00\x2f\x00\x00\x00\x00"),
		document("", ""), []byte("hello"), []byte("<html><script>"), []byte("PK\x03\x04")} {
		f.Add(data, uint8(i))
	}
	f.Add(document("/OpenAction 7 0 R", "/AA<</O 7 0 R>>", "<</S/JavaScript/JS(1)>>"), uint8(4))
	f.Fuzz(func(t *testing.T, data []byte, ending uint8) {
		limits := upload.Limits{Bytes: 1 << 20, Pixels: 1 << 20}
		got, err := upload.Clean("x"+endings[int(ending)%len(endings)], data, limits)
		if err != nil {
			if !errors.Is(err, upload.ErrActive) && !errors.Is(err, upload.ErrBroken) && !errors.Is(err, upload.ErrTooLarge) && !errors.Is(err, upload.ErrType) {
				t.Fatal(err)
			}
			return
		}
		switch got.Type {
		case "image/png", "image/jpeg":
			if _, _, err := image.DecodeConfig(bytes.NewReader(got.Data)); err != nil {
				t.Fatal(err)
			}
		case "application/pdf":
			for line := range bytes.SplitSeq(got.Data, []byte("\n")) {
				if bytes.HasPrefix(line, []byte("<<")) && !bytes.Contains(line, []byte("(")) && never.Match(line) {
					t.Fatalf("%q", line)
				}
			}
		default:
			if begins := bytes.TrimSpace(got.Data); bytes.HasPrefix(begins, []byte("<")) || bytes.HasPrefix(begins, []byte("#!")) {
				t.Fatalf("%q", begins)
			}
		}
	})
}
