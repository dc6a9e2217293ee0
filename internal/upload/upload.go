// Package upload makes files that strangers send fit to be kept: it takes the few types
// that evidence comes in, removes what they tell beside their content (places, cameras,
// names, dates) and refuses what does something when it is opened. All of it happens in
// memory: nothing touches a disk before it is sealed.
package upload

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a file is refused for.
var (
	ErrTooLarge = errors.New("the file is too large")
	ErrType     = errors.New("this type of file is not taken")
	ErrActive   = errors.New("the file does something when it is opened")
	ErrBroken   = errors.New("the file cannot be read")
)

// Limits bound a file; zero values mean 5 MiB, 40 million pixels, 500 pages.
type Limits struct{ Bytes, Pixels, Pages int }

func (l Limits) orUsual() Limits {
	if l.Bytes == 0 {
		l.Bytes = 5 << 20
	}
	if l.Pixels == 0 {
		l.Pixels = 40_000_000
	}
	if l.Pages == 0 {
		l.Pages = 500
	}
	return l
}

// Sent is a file as a person sends it; nothing about it is checked yet.
type Sent struct {
	Name string `json:"name" validate:"max=300"`
	Data []byte `json:"data"`
}

// File is a file that was cleaned.
type File struct {
	Name string
	Type string // media type
	Data []byte
}

// kind is a type of file that is taken.
type kind struct {
	begins string // of the content
	ends   []string
	clean  func([]byte, Limits) (*File, error)
}

func kinds() []kind {
	return []kind{
		{"\xff\xd8\xff", []string{".jpg", ".jpeg", ".jpe"}, cleanJPEG},
		{"\x89PNG\r\n\x1a\n", []string{".png"}, cleanImage},
		{"GIF8", []string{".gif"}, cleanImage},
		{"RIFF", []string{".webp"}, cleanImage},
		{"%PDF-", []string{".pdf"}, cleanPDF},
		{"", []string{".txt"}, cleanText},
	}
}

// Clean returns the file in a form that reveals nothing but its content and does nothing
// when it is opened: JPEG, PNG, GIF and WebP (drawn anew), PDF (written anew), plain text.
// Content and name must agree. It returns ErrTooLarge, ErrType, ErrActive or ErrBroken.
func Clean(name string, data []byte, limits Limits) (file *File, err error) {
	limits = limits.orUsual()
	if len(data) > limits.Bytes {
		return nil, ErrTooLarge
	}
	defer func() {
		if r := recover(); r != nil { // a decoder met what it did not expect
			file, err = nil, fmt.Errorf("%w: %v", ErrBroken, r)
		}
	}()
	ending := strings.ToLower(path.Ext(name))
	for _, k := range kinds() {
		for _, e := range k.ends {
			if e != ending {
				continue
			}
			if !bytes.HasPrefix(data, []byte(k.begins)) {
				return nil, ErrType
			}
			if file, err = k.clean(data, limits); err != nil {
				return nil, err
			}
			file.Name = tidyName(name, file.Name)
			return file, nil
		}
	}
	return nil, ErrType
}

// mostName bounds a name in bytes.
const mostName = 120

// tidyName is the last part of a name without what could mislead, with the ending of what
// the file is now.
func tidyName(name, ending string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"/\|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	for len(name) > mostName-len(ending) {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	if name == "" {
		name = "file"
	}
	return name + ending
}
