package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"citiesgrow/internal/eval"
)

// tune tries other weights on award data and on the objections of suppliers. It does not change the weights.
func tune(c *call) error {
	if len(c.args) != 1 {
		return errUsage
	}
	if _, err := os.Stat(c.args[0]); err != nil {
		return fmt.Errorf("%s: there is no such file or folder", c.args[0])
	}
	var objections *eval.Objections
	if c.hasStore() {
		var err error
		if objections, err = c.objections(); err != nil {
			return err
		}
	}
	progress := io.Discard
	if terminal(c.stderr) {
		progress = c.stderr
	}
	tuning, err := eval.Tune(c, c.args[0], objections, progress)
	if err != nil {
		return err
	}
	if c.json {
		return json.NewEncoder(c.stdout).Encode(tuning)
	}
	return tuning.Write(c.stdout)
}

// hasStore reports whether there is a store: a MongoDB, or the file in the data folder.
func (c *call) hasStore() bool {
	_, err := os.Stat(filepath.Join(c.data, "store"))
	return c.mongodb != "" || !errors.Is(err, fs.ErrNotExist)
}

// objections reads the objections of suppliers and closes the store again, so that the service can use it while the award data is
// evaluated.
func (c *call) objections() (*eval.Objections, error) {
	var found *eval.Objections
	err := c.with(func(ctx context.Context, a *app) (err error) {
		if err = a.catchUp(ctx); err != nil {
			return err
		}
		found, err = eval.ReadObjections(ctx, a.matches)
		return err
	})
	return found, err
}
