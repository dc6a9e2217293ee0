package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/go-playground/form/v4"
	"github.com/go-playground/validator/v10"

	"citiesgrow/internal/problem"
)

// reader turns a request into a typed input.
type reader struct {
	form, query *form.Decoder
	validate    *validator.Validate
}

var newReader = sync.OnceValue(func() *reader {
	r := &reader{form: form.NewDecoder(), query: form.NewDecoder(), validate: validator.New(validator.WithRequiredStructEnabled())}
	for tag, d := range map[string]*form.Decoder{"json": r.form, "query": r.query} {
		d.RegisterTagNameFunc(onlyTagged(tag))
		d.SetMaxArraySize(200)
	}
	r.validate.RegisterTagNameFunc(inputName)
	return r
})

// onlyTagged lets a form fill the fields that carry the tag and no others; embedded
// structs are looked into.
func onlyTagged(tag string) form.TagNameFunc {
	return func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
		switch {
		case f.Anonymous:
			return f.Name
		case name == "":
			return "-"
		}
		return name
	}
}

// inputName is the name a person's form and a program's body use for a field.
func inputName(f reflect.StructField) string {
	for _, tag := range []string{"json", "query", "path"} {
		if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
			return name
		}
	}
	return f.Name
}

// read fills a new In from path, query and body and checks it. On a problem the
// input is returned as far as it was understood, so that the form can be shown again.
func (r *reader) read(c *Ctx, route Route) (reflect.Value, error) {
	ptr := reflect.New(route.in)
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if c.API {
		if err := noteUnknown(wrong, route, string(c.fiber.Request().URI().QueryString())); err != nil {
			return ptr.Elem(), err
		}
	}
	if route.in.Kind() != reflect.Struct {
		return ptr.Elem(), wrong.OrNil()
	}
	if err := r.query.Decode(ptr.Interface(), readable(c.Query())); err != nil {
		noteForm(wrong, err, route.in)
	}
	if route.Method != "GET" && route.Method != "DELETE" {
		if err := r.body(c, route, ptr.Interface(), wrong); err != nil {
			return ptr.Elem(), err
		}
	}
	setPath(c, ptr.Elem())
	tidy(ptr.Elem())
	if err := r.validate.StructCtx(c, ptr.Interface()); err != nil {
		noteRules(wrong, err, route.in)
	}
	if err := wrong.OrNil(); err != nil {
		return ptr.Elem(), err
	}
	if c.API && route.needsBody() && len(bytes.TrimSpace(c.fiber.Request().Body())) == 0 {
		return ptr.Elem(), problem.New(problem.Malformed, "problem.body_missing")
	}
	return ptr.Elem(), nil
}

// body reads JSON, or a form where a page sent it. Fiber's own body reader is not
// used: it unpacks compressed bodies without a limit (F3).
func (r *reader) body(c *Ctx, route Route, into any, wrong *problem.Problem) error {
	raw := bytes.Clone(c.fiber.Request().Body())
	kind, _, _ := strings.Cut(c.fiber.Get("Content-Type"), ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(raw))
		if err != nil {
			return problem.New(problem.Malformed, "problem.malformed").Wrap(err)
		}
		c.typed = values
		if err := r.form.Decode(into, readable(values)); err != nil {
			noteForm(wrong, err, route.in)
		}
		return nil
	case "multipart/form-data":
		if !route.Upload {
			return problem.New(problem.Unsupported, "problem.content_type")
		}
		if err := c.readParts(); err != nil {
			return err
		}
		setFiles(reflect.ValueOf(into).Elem(), c.files)
		if err := r.form.Decode(into, readable(c.typed)); err != nil {
			noteForm(wrong, err, route.in)
		}
		return nil
	case "application/json", "":
		if len(bytes.TrimSpace(raw)) == 0 {
			return nil
		}
		return readJSON(renamed(raw, reflect.TypeOf(into), fromCamel()), into, wrong)
	}
	return problem.New(problem.Unsupported, "problem.content_type")
}

// languageKey is the key of a query that every route knows: the language of the answer.
const languageKey = "lang"

// noteUnknown complains of what a program asks for in a query and the route does not know: an
// answer that leaves a misspelt filter out looks like a filtered one.
func noteUnknown(wrong *problem.Problem, route Route, query string) error {
	asked, err := url.ParseQuery(query)
	if err != nil {
		return problem.New(problem.Malformed, "problem.malformed").Wrap(err)
	}
	for key := range asked {
		name, place, _ := strings.Cut(key, "[")
		kind, known := route.queries[name]
		single := place != "" && strings.IndexByte(place, ']') == len(place)-1 // "tag[0]"
		if key != languageKey && !(known && (key == name || single && kind == reflect.Slice)) {
			wrong.Add(key, problem.M("problem.unknown_field"))
		}
	}
	return nil
}

// queriesOf are the keys of a query that an input has fields for.
func queriesOf(in reflect.Type) map[string]reflect.Kind {
	all := map[string]reflect.Kind{}
	for _, f := range visible(in) {
		if name, _, _ := strings.Cut(f.Tag.Get("query"), ","); name != "" && name != "-" {
			all[name] = f.Type.Kind()
		}
	}
	return all
}

// readable leaves out the names whose brackets do not match, which the form reader panics on: no
// field has such a name.
func readable(values url.Values) url.Values {
	kept := make(url.Values, len(values))
	for name, all := range values {
		if matched(name) {
			kept[name] = all
		}
	}
	return kept
}

func matched(name string) bool {
	inside := false
	for _, r := range name {
		switch {
		case r == '[':
			inside = true
		case r == ']' && !inside:
			return false
		case r == ']':
			inside = false
		}
	}
	return !inside
}

// readJSON accepts one value with known names only; depth is bounded by the
// standard library (10,000) and size by the body limit.
func readJSON(raw []byte, into any, wrong *problem.Problem) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			return problem.New(problem.Malformed, "problem.malformed")
		}
		return nil
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		wrong.Add(fieldName(reflect.TypeOf(into), kind.Field), problem.M("problem.kind_of_value"))
		return wrong
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		wrong.Add(strings.Trim(name, `"`), problem.M("problem.unknown_field"))
		return wrong
	}
	return problem.New(problem.Malformed, "problem.malformed").Wrap(err)
}

// noteForm turns the form reader's complaints into messages at the fields.
func noteForm(wrong *problem.Problem, err error, in reflect.Type) {
	var many form.DecodeErrors
	if !errors.As(err, &many) {
		wrong.Add("", problem.M("problem.malformed"))
		return
	}
	for name := range many {
		wrong.Add(fieldName(in, name), problem.M("problem.kind_of_value"))
	}
}

// setPath copies the address's parts into fields tagged path, those of embedded structs too.
func setPath(c *Ctx, in reflect.Value) {
	for _, field := range reflect.VisibleFields(in.Type()) {
		name := field.Tag.Get("path")
		if name == "" {
			continue
		}
		switch f := in.FieldByIndex(field.Index); f.Kind() {
		case reflect.String:
			f.SetString(strings.Clone(c.fiber.Params(name)))
		case reflect.Int:
			n, _ := strconv.Atoi(c.fiber.Params(name))
			f.SetInt(int64(n))
		}
	}
}

// tidy trims the spaces that a phone's keyboard leaves around what was typed, and
// removes what no text of a form has a use for: control characters, and the invisible signs
// that turn the direction of a text and so make it read as another. Passwords are left as
// typed (tag tidy:"no").
func tidy(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			tidy(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); (f.IsExported() || f.Anonymous) && f.Tag.Get("tidy") != "no" {
				tidy(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			tidy(v.Index(i))
		}
	case reflect.String:
		if v.CanSet() {
			v.SetString(clean(v.String()))
		}
	}
}

func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.TrimSpace(s)
}
