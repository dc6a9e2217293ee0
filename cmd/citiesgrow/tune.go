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
	objections, err := c.objections()
	if err != nil {
		return err
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

// objections reads the objections of suppliers and closes the store again, so that the service can use it while the award data is
// evaluated. It is nil if there is no store.
func (c *call) objections() (*eval.Objections, error) {
	if c.mongodb == "" {
		if _, err := os.Stat(filepath.Join(c.data, "store")); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
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
