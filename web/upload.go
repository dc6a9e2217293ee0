package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"reflect"
	"strings"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/upload"
)

// Upload is a file that came with a form, or with JSON in base64.
type Upload = upload.Sent

// mostParts bounds the fields and files of one form.
const mostParts = 300

// readParts reads a multipart form in memory: it came in bounded, and nothing of it may
// touch a disk before it was sealed.
func (c *Ctx) readParts() error {
	if c.files != nil {
		return nil
	}
	_, params, err := mime.ParseMediaType(c.fiber.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return problem.New(problem.Malformed, "problem.malformed").Wrap(err)
	}
	r := multipart.NewReader(bytes.NewReader(bytes.Clone(c.fiber.Request().Body())), params["boundary"])
	c.typed, c.files = url.Values{}, map[string][]Upload{}
	for n := range mostParts {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) && n > 0 {
			return nil
		}
		if err != nil {
			return problem.New(problem.Malformed, "problem.malformed").Wrap(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return problem.New(problem.Malformed, "problem.malformed").Wrap(err)
		}
		name := part.FormName()
		switch file := part.FileName(); {
		case name == "":
		case file != "":
			c.files[name] = append(c.files[name], Upload{Name: strings.ToValidUTF8(file, "\uFFFD"), Data: content})
		case part.Header.Get("Content-Type") == "":
			c.typed.Add(name, string(content))
		}
	}
	return problem.New(problem.TooLarge, "problem.too_large")
}

func multipartForm(f *fiber.Ctx) bool {
	kind, _, _ := strings.Cut(f.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "multipart/form-data")
}

// setFiles fills the fields of type []Upload by their json names.
func setFiles(in reflect.Value, files map[string][]Upload) {
	for i := range in.NumField() {
		f := in.Type().Field(i)
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			setFiles(in.Field(i), files)
		case f.Type == reflect.TypeFor[[]Upload]():
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			in.Field(i).Set(reflect.ValueOf(files[name]))
		}
	}
}
