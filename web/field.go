package web

import (
	"strconv"
	"strings"
)

// Field is an input with its label, hint and error.
type Field struct {
	Name, Label, Hint, Value, Err, Type, Complete, Mode, Unit string
	ID                                                        string // on the page; its name, unless two forms of the page have a field of this name
	Required                                                  bool
	Depends                                                   bool // whether it is needed depends on other fields, as its hint says
	Rows                                                      int
	Options                                                   []Option
	Many                                                      bool // several may be chosen
}

// Described lists the ids of the hint and the error, as aria-describedby wants them.
func (f Field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-hint")
	}
	if f.Err != "" {
		ids = append(ids, f.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// Field builds an input. The label is a word key; its hint is label + "_hint" where
// named so. Settings are name, value pairs: id, type, hint, complete, mode, unit,
// required, depends, rows.
func (v *View) Field(name, label string, now any, settings ...string) *View {
	f := Field{Name: name, ID: name, Label: v.T(label), Value: v.Old(name, now), Err: v.Err(name), Type: "text"}
	if f.Err == "" {
		f.Err = v.Err(strings.ReplaceAll(name, "[]", ""))
	}
	v.settle(&f, settings)
	if f.Type == "password" {
		f.Value = "" // never sent back
	}
	v.has(name, f)
	return v.With(f)
}

// Choice builds radio buttons (or boxes, with "many", "yes") of options.
func (v *View) Choice(name, label string, now any, options []Option, settings ...string) *View {
	f := Field{Name: name, ID: name, Label: v.T(label), Err: v.Err(name)}
	v.settle(&f, settings)
	f.Type = "radio"
	if f.Many {
		f.Type = "checkbox"
	}
	v.has(name, f)
	for _, o := range options {
		o.Chosen = v.Chosen(name, o.Value, now)
		f.Options = append(f.Options, o)
	}
	return v.With(f)
}

func (v *View) settle(f *Field, settings []string) {
	for i := 0; i+1 < len(settings); i += 2 {
		value := settings[i+1]
		switch settings[i] {
		case "id":
			f.ID = value
		case "type":
			f.Type = value
		case "hint":
			f.Hint = v.T(value)
		case "complete":
			f.Complete = value
		case "mode":
			f.Mode = value
		case "unit":
			f.Unit = value
		case "required":
			f.Required = true
		case "depends":
			f.Depends = true
		case "many":
			f.Many = true
		case "rows":
			f.Rows, _ = strconv.Atoi(value)
		}
	}
}

// Preferences are what a private buyer may prefer in a firm.
func (v *View) Preferences() []Option {
	return []Option{
		{Value: "local", Label: v.T("tender.prefer_local")},
		{Value: "small", Label: v.T("tender.prefer_small")},
		{Value: "young", Label: v.T("tender.prefer_young")},
	}
}

// Agreed is the one box of a question that is agreed to or not.
func (v *View) Agreed() []Option { return []Option{{Value: "yes", Label: v.T("site.agreed")}} }

// YesNo are the options of a question that may stay open: unknown is an answer.
func (v *View) YesNo() []Option {
	return []Option{{Value: "yes", Label: v.T("site.yes")}, {Value: "no", Label: v.T("site.no")}, {Value: "", Label: v.T("site.not_told")}}
}
