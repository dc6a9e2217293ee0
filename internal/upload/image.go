package upload

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif" // the first picture
	"image/jpeg"
	"image/png"
	"slices"

	"golang.org/x/image/webp"
)

// decodeImage draws an image, once its head says that it is not too large.
func decodeImage(data []byte, limits Limits) (image.Image, error) {
	head, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, ErrBroken
	}
	sizes := []image.Config{head}
	if kind == "webp" {
		// The head of an extended WebP says the size of its canvas; what is drawn, and what
		// memory that takes, the frame within tells.
		if sizes, err = webpFrames(data, head); err != nil {
			return nil, ErrBroken
		}
	}
	for _, size := range sizes {
		if size.Width <= 0 || size.Height <= 0 || size.Width > limits.Pixels/size.Height {
			return nil, ErrTooLarge
		}
	}
	drawn, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, ErrBroken
	}
	return drawn, nil
}

// webpFrames are the sizes that a WebP tells: of the head and of each frame within it.
func webpFrames(data []byte, head image.Config) ([]image.Config, error) {
	sizes := []image.Config{head}
	for at := 12; at+8 <= len(data); {
		name, size := string(data[at:at+4]), int64(binary.LittleEndian.Uint32(data[at+4:]))
		if size > int64(len(data)-at-8) {
			break // it is cut off, and not drawn
		}
		next := at + 8 + int(size) + int(size)&1
		if name == "VP8 " || name == "VP8L" {
			frame := slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(12+size)), []byte("WEBP"), data[at:at+8+int(size)], make([]byte, size&1))
			one, err := webp.DecodeConfig(bytes.NewReader(frame))
			if err != nil {
				return nil, err
			}
			sizes = append(sizes, one)
		}
		at = next
	}
	return sizes, nil
}

// cleanImage draws an image anew as PNG, so that nothing but its points is left.
func cleanImage(data []byte, limits Limits) (*File, error) {
	drawn, err := decodeImage(data, limits)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, drawn); err != nil {
		return nil, ErrBroken
	}
	if b.Len() > 2*limits.Bytes {
		return nil, ErrTooLarge
	}
	return &File{".png", "image/png", b.Bytes()}, nil
}

// quality of JPEGs that are drawn anew: evidence stays readable.
const quality = 92

// cleanJPEG draws a photograph anew, the way up that the camera noted.
func cleanJPEG(data []byte, limits Limits) (*File, error) {
	drawn, err := decodeImage(data, limits)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, upright(drawn, orientation(data)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, ErrBroken
	}
	return &File{".jpg", "image/jpeg", b.Bytes()}, nil
}

// orientation is the EXIF tag 0x0112, 1 to 8; 1 where there is none.
func orientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(data) {
			return 1
		}
		segment := data[at+4 : at+2+size]
		if marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return exifOrientation(segment[6:])
		}
		at += 2 + size
	}
	return 1
}

func exifOrientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case len(tiff) < 8:
		return 1
	case tiff[0] == 'I':
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for n := range int(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*n
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if o := int(order.Uint16(tiff[entry+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// upright turns and mirrors an image as its orientation asks.
func upright(m image.Image, orientation int) image.Image {
	if orientation == 1 {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	turned := image.NewRGBA(image.Rect(0, 0, w, h))
	from := m.Bounds().Min
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			turned.Set(x, y, m.At(from.X+sx, from.Y+sy))
		}
	}
	return turned
}
