package web

import (
	"reflect"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

type sampleOf[T any] struct {
	Value T `json:"value"`
}

func TestSchemasAreNamedByTheirNoun(t *testing.T) {
	for want, of := range map[string]reflect.Type{
		"RecordMoney": reflect.TypeFor[record.Money](),
		"Actor":       reflect.TypeFor[actor.Actor](),
		"Problem":     reflect.TypeFor[problem.Problem](),
		"I18nWords":   reflect.TypeFor[i18n.Words](),
		"GapItem":     reflect.TypeFor[GapItem](),
		"ThingInput":  reflect.TypeFor[thingInput](),
		"SampleOf":    reflect.TypeFor[sampleOf[record.Money]](),
	} {
		if got := schemaName(of); got != want {
			t.Errorf("%s is named %s, want %s", of, got, want)
		}
	}
}

// Two types under one name would be described as one.
func TestSchemasOfTwoTypesHaveTwoNames(t *testing.T) {
	d := newDescriber()
	whole, share := d.named(reflect.TypeFor[sampleOf[int]]()), d.named(reflect.TypeFor[sampleOf[float64]]())
	if again := d.named(reflect.TypeFor[sampleOf[int]]()); !reflect.DeepEqual(again, whole) || reflect.DeepEqual(share, whole) || len(d.schemas) != 2 {
		t.Errorf("%v and %v of %v", whole, share, d.schemas)
	}
}
