package web

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// formField is a field that a page has.
type formField struct {
	id, label string
	at        int // its place on the page
}

// Complaint is a field that was refused, for the summary on top of the form: its id and label
// on the page, where the page has it, and what is wrong with it.
type Complaint struct{ Field, Label, Text string }

// Complaints lists what is wrong with the form, in the order of the page; what the page has no field for comes last.
func (v *View) Complaints() []Complaint {
	if v.wrong == nil {
		return nil
	}
	type placed struct {
		Complaint
		at int
	}
	var all []placed
	for _, name := range slices.Sorted(maps.Keys(v.wrong.Fields)) {
		one := placed{Complaint{Field: name, Text: v.Say(v.wrong.Fields[name])}, len(v.fields)}
		f, has := v.fields[name]
		if !has {
			f, has = v.fields[listName(name)]
		}
		if has {
			one.Field, one.Label, one.at = f.id, f.label, f.at
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	list := make([]Complaint, len(all))
	for i, one := range all {
		list[i] = one.Complaint
	}
	return list
}

// Err is what is wrong with one field, or with one of the values of a field that takes several;
// empty when nothing is.
func (v *View) Err(name string) string {
	if v.wrong == nil {
		return ""
	}
	if m, has := v.wrong.Fields[name]; has {
		return v.Say(m)
	}
	for _, other := range slices.Sorted(maps.Keys(v.wrong.Fields)) {
		if listName(other) == name {
			return v.Say(v.wrong.Fields[other])
		}
	}
	return ""
}

// listName is the field whose value number so and so a name means: "languages" for
// "languages[0]"; other names stay.
func listName(name string) string {
	if i := strings.LastIndexByte(name, '['); i >= 0 && strings.HasSuffix(name, "]") {
		return name[:i]
	}
	return name
}

// has notes that the page has a field.
func (v *View) has(name string, field Field) {
	f := formField{field.ID, field.Label, len(v.fields)}
	if known, again := v.fields[name]; again {
		f.at = known.at
	}
	v.fields[name] = f
	if plain := strings.ReplaceAll(name, "[]", ""); plain != name {
		v.fields[plain] = f
	}
}

// labelled builds a page whose form was refused a first time, so that the summary on top of it
// can call the fields what the page calls them further down.
func (v *views) labelled(name string, data *View) error {
	if data.wrong == nil || len(data.wrong.Fields) == 0 {
		return nil
	}
	if err := v.pages[name].ExecuteTemplate(io.Discard, "layout", data); err != nil {
		return fmt.Errorf("view %s: %w", name, err)
	}
	return nil
}
