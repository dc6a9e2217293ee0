package module

import (
	"fmt"
	"reflect"
	"strings"

	"citiesgrow/web"
)

// Stored lists in what a document, as a form would show it now, differs from a form that was read before
// the document was changed: a sentence for each field. Both are of one type; labels are the word keys of
// its fields by their names in JSON, and fields without one are left out.
func Stored(c *web.Ctx, stored, typed any, labels map[string]string) []string {
	now, old := reflect.ValueOf(stored), reflect.ValueOf(typed)
	var all []string
	for i := range now.NumField() {
		name, _, _ := strings.Cut(now.Type().Field(i).Tag.Get("json"), ",")
		label, shown := labels[name]
		if a, b := text(now.Field(i)), text(old.Field(i)); shown && a != b {
			all = append(all, c.Words.T("tender.stored_now", "Field", c.Words.T(label), "Stored", a, "Typed", b))
		}
	}
	return all
}

// text is what a field of a form holds; of a list all entries that hold something.
func text(v reflect.Value) string {
	if v.Kind() != reflect.Slice {
		return strings.TrimSpace(fmt.Sprint(v.Interface()))
	}
	var all []string
	for i := range v.Len() {
		if one := text(v.Index(i)); one != "" {
			all = append(all, one)
		}
	}
	return strings.Join(all, "; ")
}
