package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/notice/ocds/encode"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
)

// with opens the service for a command, runs it, and waits for the followers.
func (c *call) with(do func(ctx context.Context, a *app) error) error {
	a, err := open(c, &c.config, c.quiet())
	if err != nil {
		return err
	}
	ctx := actor.AsSystem(c)
	err = do(ctx, a)
	if err == nil || errors.Is(err, context.Canceled) {
		err = errors.Join(err, a.catchUp(context.WithoutCancel(c)))
	}
	return errors.Join(err, a.close())
}

func importNotices(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	return c.with(func(ctx context.Context, a *app) error {
		r := intake.Request{Paths: c.args, Stdin: c.stdin, Source: c.set.Lookup("source").Value.String(), Restore: c.set.Lookup("restore").Value.String() == "true"}
		r.Prefixes = strings.FieldsFunc(c.set.Lookup("ocid-prefix").Value.String(), func(r rune) bool { return r == ',' || r == ' ' })
		return intake.Run(ctx, a.intake, r, c.stdout, c.stderr, c.json, terminal(c.stderr))
	})
}

func noticeFlags(f *flag.FlagSet) {
	f.String("source", "", "where the notices come from: only the source of a contract can change it")
	f.String("ocid-prefix", "", "how the ocids of the source begin, with commas; others are refused")
	f.Bool("restore", false, "the files are an export of this service: believe where they say each notice came from")
}

func importCodes(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	return c.with(func(ctx context.Context, a *app) error {
		return intake.RunCodes(ctx, a.intake, c.args, c.stdin, c.stdout, c.stderr, c.json, terminal(c.stderr))
	})
}

// terminal reports whether a writer is a terminal, on which the progress can be one line.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func exportOCDS(c *call) error {
	return c.with(func(ctx context.Context, a *app) error {
		meta := encode.PackageMeta{URI: a.site.URL("/api/v1/ocds/releases"), Published: a.kit.Now(), Publisher: "CitiesGrow"}
		return encode.Write(c.stdout, meta, a.tenders.Releases(ctx))
	})
}

func reindex(c *call) error {
	c.anew = true
	return c.with(func(ctx context.Context, a *app) error {
		for _, m := range a.modules {
			for _, f := range m.Followers {
				if err := a.feed.Rewind(ctx, f.Name); err != nil {
					return err
				}
			}
		}
		if err := a.catchUp(ctx); err != nil {
			return err
		}
		fmt.Fprintf(c.stdout, "%d documents indexed\n", a.kit.Search.Count(""))
		return nil
	})
}

func check(c *call) error {
	var differs []string
	err := c.with(func(ctx context.Context, a *app) error {
		if err := a.catchUp(ctx); err != nil {
			return err
		}
		for _, m := range a.modules {
			if m.Check == nil {
				continue
			}
			found, err := m.Check(ctx)
			if err != nil {
				return err
			}
			differs = append(differs, found...)
		}
		parked, err := a.feed.Parked(ctx)
		if err != nil {
			return err
		}
		for _, p := range parked {
			differs = append(differs, fmt.Sprintf("follower %s could not handle %s: %s", p.Follower, p.ID, p.Error))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if c.json {
		err = json.NewEncoder(c.stdout).Encode(map[string]any{"differences": append([]string{}, differs...)})
	} else {
		for _, d := range differs {
			fmt.Fprintln(c.stdout, d)
		}
		fmt.Fprintf(c.stdout, "%d differences\n", len(differs))
	}
	if err == nil && len(differs) > 0 {
		err = errors.New("store, index and derived data differ")
	}
	return err
}

func backup(c *call) error {
	if len(c.args) != 1 {
		return errUsage
	}
	if c.mongodb != "" {
		return errors.New("backup copies the embedded store; a MongoDB cluster is backed up with its own tools (mongodump, snapshots)")
	}
	return c.with(func(ctx context.Context, a *app) error {
		db, ok := a.kit.DB.(*embedded.DB)
		if !ok {
			return errors.New("not an embedded store")
		}
		if err := written(c.args[0], func(w io.Writer) error { return db.Backup(ctx, w) }); err != nil {
			return err
		}
		return written(c.args[0]+apartEnding, func(w io.Writer) error { return store.WriteApart(ctx, db, a.specs(), w) })
	})
}

// apartEnding is the suffix of the second backup file, with the collections that are not in the first one.
const apartEnding = ".keys"

// written writes a temporary file and renames it, so that an incomplete file never has the final name.
func written(path string, write func(io.Writer) error) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, path)
}

func restore(c *call) error {
	if len(c.args) != 1 {
		return errUsage
	}
	f, err := os.Open(c.args[0])
	if err != nil {
		return err
	}
	defer f.Close()
	if err := embedded.Restore(filepath.Join(c.data, "store"), f); err != nil {
		return err
	}
	if err := c.restoreApart(); err != nil {
		return err
	}
	// The index is derived data: it is built again from the restored store.
	return reindex(&call{Context: c.Context, config: c.config, stdin: c.stdin, stdout: c.stdout, stderr: c.stderr, set: c.set})
}

// restoreApart reads the second backup file, if it is next to the first one.
func (c *call) restoreApart() error {
	f, err := os.Open(c.args[0] + apartEnding)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(c.stderr, "there is no "+c.args[0]+apartEnding+": sealed reports cannot be opened")
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return c.with(func(ctx context.Context, a *app) error {
		_, err := store.ReadApart(ctx, a.kit.DB, a.specs(), f)
		return err
	})
}

func userFlags(f *flag.FlagSet) {
	f.String("email", "", "e-mail address")
	f.String("role", "", "entrepreneur, buyer, provider, employer, caseworker, custodian, staff or admin")
	f.String("city", "", "id of the city the account is limited to; empty for all (staff, custodian and admin only)")
	f.String("name", "", "name of the person")
	f.String("organisation", "", "organisation acted for")
}

func userAdd(c *call) error {
	value := func(name string) string { return c.set.Lookup(name).Value.String() }
	if value("email") == "" || value("role") == "" {
		return errUsage
	}
	password, err := bufio.NewReader(c.stdin).ReadString('\n')
	if err != nil && password == "" {
		return errors.New("the password is read from standard input, and nothing came")
	}
	return c.with(func(ctx context.Context, a *app) error {
		name := value("name")
		if name == "" {
			name, _, _ = strings.Cut(value("email"), "@")
		}
		who, err := a.accounts.Create(ctx, account.Registration{Email: value("email"), Password: strings.TrimRight(password, "\r\n"), Name: name,
			Role: actor.Role(value("role")), City: value("city"), Organisation: value("organisation")})
		if err != nil {
			return inWords(a.kit.Words, err)
		}
		fmt.Fprintf(c.stdout, "%s %s %s\n", who.ID, who.Role, who.Email)
		return nil
	})
}

// inWords turns a problem into an error with its English text and its fields.
func inWords(words *i18n.Catalogue, err error) error {
	p := problem.Of(err)
	if p == nil {
		return err
	}
	w := words.For("en")
	lines := []string{w.Say(p.Message)}
	for field, m := range p.Fields {
		lines = append(lines, field+": "+w.Say(m))
	}
	return errors.New(strings.Join(lines, "\n  "))
}
