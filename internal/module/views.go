package module

import (
	"errors"
	"io/fs"
)

// Views are the pages of a module together with the parts that modules below it lend to them: files
// whose name begins with "_", as the page of a visit shows actions the way their own pages do.
func Views(own fs.FS, parts ...fs.FS) fs.FS { return views(append([]fs.FS{own}, parts...)) }

type views []fs.FS

// Open opens the file in the first that has it.
func (v views) Open(name string) (fs.File, error) {
	for _, one := range v {
		if f, err := one.Open(name); !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists the files of all.
func (v views) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for _, one := range v {
		entries, err := fs.ReadDir(one, name)
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}
