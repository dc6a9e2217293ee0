package hsds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// cleaner makes a tree of JSON fit a type. What does not fit is left out with a remark, so that one invalid
// field does not lose the service.
type cleaner struct{ remarks []Remark }

// decode reads an object into a service or an organization.
func decode(raw []byte, into any) ([]Remark, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	return fit(tree, into)
}

// fit reads a tree of JSON into a struct.
func fit(tree, into any) ([]Remark, error) {
	object, ok := tree.(map[string]any)
	if !ok {
		return nil, &Refusal{Reason: "this is a plain value, not a service"}
	}
	c := &cleaner{}
	clean, err := json.Marshal(c.object(object, reflect.TypeOf(into).Elem(), ""))
	if err != nil {
		return nil, err
	}
	return c.remarks, json.Unmarshal(clean, into)
}

func (c *cleaner) remark(path, format string, args ...any) {
	c.remarks = append(c.remarks, Remark{path, fmt.Sprintf(format, args...)})
}

var (
	textType   = reflect.TypeFor[Text]()
	numberType = reflect.TypeFor[Number]()
)

// whole is the field that a plain text is read into where an object is expected.
var whole = map[reflect.Type]string{
	reflect.TypeFor[Language](): "name", reflect.TypeFor[RequiredDocument](): "document", reflect.TypeFor[Phone](): "number",
	reflect.TypeFor[Contact]():     "name",
	reflect.TypeFor[ServiceArea](): "name", reflect.TypeFor[Accessibility](): "description", reflect.TypeFor[Organization](): "name",
	reflect.TypeFor[CostOption](): "option",
}

// object returns the fields of an object that a struct has; their names may be in any case.
func (c *cleaner) object(in map[string]any, t reflect.Type, path string) map[string]any {
	if t == reflect.TypeFor[CostOption]() {
		in = priced(in)
	}
	out := map[string]any{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		v, has := field(in, name)
		if !has || name == "-" || v == nil {
			continue
		}
		at := name
		if path != "" {
			at = path + "." + name
		}
		if v = c.value(v, f.Type, at); v != nil {
			out[name] = v
		}
	}
	return out
}

func field(in map[string]any, name string) (any, bool) {
	if v, has := in[name]; has {
		return v, true
	}
	for key, v := range in {
		if strings.EqualFold(strings.TrimSpace(key), name) {
			return v, true
		}
	}
	return nil, false
}

// priced moves an amount that is written in words to the field for words.
func priced(in map[string]any) map[string]any {
	words, isText := in["amount"].(string)
	if _, ok := number(words); !isText || ok || unsaid(words) {
		return in
	}
	out := map[string]any{}
	for k, v := range in {
		out[k] = v
	}
	if said, _ := in["amount_description"].(string); said == "" {
		out["amount_description"] = words
		delete(out, "amount")
	}
	return out
}

// value is what a type can take of a value, or nil.
func (c *cleaner) value(v any, t reflect.Type, path string) any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == textType:
		return c.text(v, path)
	case t == numberType:
		return c.number(v, path)
	case t.Kind() == reflect.Slice:
		return c.list(v, t.Elem(), path)
	}
	switch v := v.(type) {
	case map[string]any:
		return c.object(v, t, path)
	case []any:
		if len(v) == 1 {
			return c.value(v[0], t, path)
		}
	case string:
		switch name := whole[t]; {
		case strings.TrimSpace(v) == "":
			return nil
		case name != "":
			return map[string]any{name: v}
		}
	}
	c.remark(path, "%s does not fit here, and was left out", quoted(v))
	return nil
}

func (c *cleaner) list(v any, of reflect.Type, path string) any {
	all, ok := v.([]any)
	if !ok {
		if text, isText := v.(string); isText && strings.TrimSpace(text) == "" {
			return nil
		}
		all = []any{v} // one where a list belongs
	}
	out := []any{}
	for i, one := range all {
		if one == nil {
			continue
		}
		if one = c.value(one, of, fmt.Sprintf("%s[%d]", path, i)); one != nil {
			out = append(out, one)
		}
	}
	return out
}

func (c *cleaner) text(v any, path string) any {
	switch v := v.(type) {
	case string:
		if strings.ContainsRune(v, '\ufffd') {
			c.remark(path, "letters of it were lost before the import")
		}
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, one := range v {
			switch one.(type) {
			case string, json.Number, bool:
				parts = append(parts, fmt.Sprint(one))
			}
		}
		if len(parts) == len(v) {
			return strings.Join(parts, ",")
		}
	}
	c.remark(path, "%s is no text, and was left out", quoted(v))
	return nil
}

func (c *cleaner) number(v any, path string) any {
	text, isText := v.(string)
	if n, isNumber := v.(json.Number); isNumber {
		text, isText = n.String(), true
	}
	if isText {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		if n, ok := number(text); ok {
			return n
		}
	}
	c.remark(path, "%s is no number, and was left out", quoted(v))
	return nil
}

// number reads one with a point or a comma.
func number(text string) (float64, bool) {
	text = strings.Join(strings.Fields(text), "")
	point, comma := strings.LastIndex(text, "."), strings.LastIndex(text, ",")
	switch {
	case comma > point:
		if whole := strings.ReplaceAll(text[:comma], ".", ""); strings.Contains(whole, ",") || point < 0 && len(text)-comma == 4 {
			return 0, false // "1,000,000" and "1,234" may be thousands or not
		} else {
			text = whole + "." + text[comma+1:]
		}
	case comma >= 0:
		text = strings.ReplaceAll(text, ",", "")
	}
	n, err := strconv.ParseFloat(text, 64)
	plain := strings.Trim(text, "+-0123456789.eE") == ""
	return n, err == nil && plain && !math.IsNaN(n) && !math.IsInf(n, 0)
}

// unsaid are the texts with which files say that there is no value.
func unsaid(s string) bool {
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "", "n/a", "na", "n.a", "-", "--", "–", "—", "none", "null", "nil", "unknown", "not available", "not applicable", "tbd", "tbc", "?", "k.a",
		"keine angabe", "b.d", "brak", "nav":
		return true
	}
	return false
}

// quoted shows a value in a remark, cut short.
func quoted(v any) string {
	if s, ok := v.(string); ok {
		return strconv.Quote(cut(s))
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return "the value"
	}
	return cut(string(raw))
}

func cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
