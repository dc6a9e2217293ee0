package main

import (
	"encoding/json"
	"errors"
	"flag"
	"io"

	"citiesgrow/internal/eval"
)

func evalFlags(f *flag.FlagSet) {
	f.String("codes", "", "official CPV table; by default cpv/cpv_2008_24langs.tsv in or beside PATH, or in the data folder")
	f.String("notices", "", "the notices that crosslang judges, file or folder; by default ted in or beside PATH, or in the data folder")
	f.String("scripts", "", "everyday questions; by default search/testdata/everyday.txt, where it is there")
	f.Bool("parts", true, "once more with each part left out")
}

// evaluate measures the quality of matching and search on judged answers.
func evaluate(c *call) error {
	if len(c.args) != 1 {
		return errUsage
	}
	value := func(name string) any { return c.set.Lookup(name).Value.(flag.Getter).Get() }
	progress := io.Discard
	if terminal(c.stderr) {
		progress = c.stderr
	}
	report, err := eval.Run(c, c.args[0], eval.Options{Codes: value("codes").(string), Notices: value("notices").(string),
		Scripts: value("scripts").(string), Parts: value("parts").(bool)}, progress)
	if report == nil {
		return err
	}
	if c.json {
		return errors.Join(json.NewEncoder(c.stdout).Encode(report), err)
	}
	return errors.Join(report.Write(c.stdout), err)
}
