package testdata

import (
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// HSDS returns a check against a compiled schema of the HSDS data folder, formats
// included. Nothing is fetched: the schema stands alone.
func HSDS(t testing.TB, name string) func(any) error {
	t.Helper()
	f, err := os.Open(Dir(t, "hsds", "schema", "compiled", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("hsds:"+name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("hsds:" + name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s.Validate
}
