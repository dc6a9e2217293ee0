package web

import (
	"errors"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"

	"citiesgrow/internal/problem"
)

// noteRules turns broken validate tags into messages: tag "required" is said by
// the word key "problem.required", with the tag's parameter as Param.
func noteRules(wrong *problem.Problem, err error, in reflect.Type) {
	var many validator.ValidationErrors
	if !errors.As(err, &many) {
		wrong.Add("", problem.M("problem.invalid"))
		return
	}
	for _, f := range many {
		_, name, _ := strings.Cut(f.Namespace(), ".")
		wrong.Add(fieldName(in, name), problem.M(ruleKey(f.Tag(), f.Kind()), "Param", f.Param()))
	}
}

// fieldName is the name by which a page and a program know a field: the readers put the names of
// embedded structs into the path, which neither of them writes ("Form.months" is "months").
func fieldName(in reflect.Type, path string) string {
	var kept []string
	for _, part := range strings.Split(path, ".") {
		for in != nil && (in.Kind() == reflect.Pointer || in.Kind() == reflect.Slice) {
			in = in.Elem()
		}
		f, found := partOf(in, part)
		in = f.Type
		if !found || !f.Anonymous {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ".")
}

// partOf is the field of a struct that a part of a path names, with or without a place in a list.
func partOf(in reflect.Type, part string) (reflect.StructField, bool) {
	if in == nil || in.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	name, _, _ := strings.Cut(part, "[")
	for i := range in.NumField() {
		if f := in.Field(i); inputName(f) == name {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// ruleKey maps a validate tag to its sentence; lengths and sizes differ.
func ruleKey(tag string, kind reflect.Kind) string {
	text := kind == reflect.String
	switch tag {
	case "required", "email", "oneof", "http_url", "eqfield":
		return "problem." + tag
	case "min", "max":
		if tag == "max" && (kind == reflect.Slice || kind == reflect.Map) {
			return "problem.max_items"
		}
		if text {
			return "problem." + tag + "_length"
		}
		return "problem." + tag
	}
	return "problem.value"
}
