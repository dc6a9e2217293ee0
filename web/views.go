package web

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"text/template/parse"
)

// views holds every page, each parsed with its own copy of the layout and the
// components, so that one page's blocks cannot overwrite another's.
type views struct {
	pages map[string]*template.Template // "tender/list"
}

// funcs are the few that need no language; words come from methods of View.
var funcs = template.FuncMap{
	"dict": func(pairs ...any) (map[string]any, error) {
		m := make(map[string]any, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			name, ok := pairs[i].(string)
			if !ok {
				return nil, fmt.Errorf("dict: %v is not a name", pairs[i])
			}
			m[name] = pairs[i+1]
		}
		return m, nil
	},
	"list": func(items ...any) []any { return items },
	"join": strings.Join,
	"path": path.Join,
	"add":  func(a, b int) int { return a + b },
	"div":  func(a, b int) float64 { return float64(a) / float64(b) },
	"mul":  func(a float64, b int) float64 { return a * float64(b) },
}

// loadViews parses web's own views and those of the modules. A file that begins with
// "_" holds parts shared by the pages of its folder.
func loadViews(own fs.FS, modules map[string]fs.FS) (*views, error) {
	base := template.New("").Funcs(funcs).Option("missingkey=error")
	base, err := base.ParseFS(own, "views/_layout.html", "views/_components.html", "views/_icons.html")
	if err != nil {
		return nil, fmt.Errorf("views: %w", err)
	}
	v := &views{pages: map[string]*template.Template{}}
	if err := v.add("web", base, own); err != nil {
		return nil, err
	}
	for name, files := range modules {
		if err := v.add(name, base, files); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *views) add(module string, base *template.Template, files fs.FS) error {
	names, err := fs.Glob(files, "views/*.html")
	if err != nil {
		return fmt.Errorf("views of %s: %w", module, err)
	}
	var shared []string
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			shared = append(shared, name)
		}
	}
	for _, name := range names {
		short := strings.TrimSuffix(path.Base(name), ".html")
		if strings.HasPrefix(short, "_") {
			continue
		}
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(files, append(shared, name)...)
		}
		if err != nil {
			return fmt.Errorf("view %s/%s: %w", module, short, err)
		}
		if missing := undefined(page); missing != "" {
			return fmt.Errorf("view %s/%s: there is no template %q", module, short, missing)
		}
		v.pages[module+"/"+short] = page
	}
	return nil
}

// undefined names a template that a page calls and that is not defined, so that it is found
// at start and not by the first visitor.
func undefined(page *template.Template) string {
	for _, t := range page.Templates() {
		if t.Tree == nil {
			continue
		}
		if missing := called(t.Tree.Root, page); missing != "" {
			return missing
		}
	}
	return ""
}

func called(n parse.Node, page *template.Template) string {
	lists := []*parse.ListNode{}
	switch n := n.(type) {
	case *parse.TemplateNode:
		if page.Lookup(n.Name) == nil {
			return n.Name
		}
	case *parse.ListNode:
		if n != nil {
			lists = append(lists, n)
		}
	case *parse.IfNode:
		lists = append(lists, n.List, n.ElseList)
	case *parse.RangeNode:
		lists = append(lists, n.List, n.ElseList)
	case *parse.WithNode:
		lists = append(lists, n.List, n.ElseList)
	}
	for _, list := range lists {
		if list == nil {
			continue
		}
		for _, child := range list.Nodes {
			if missing := called(child, page); missing != "" {
				return missing
			}
		}
	}
	return ""
}

func (v *views) has(name string) bool { return v.pages[name] != nil }

func (v *views) execute(w io.Writer, name string, data *View) error {
	page := v.pages[name]
	if page == nil {
		return fmt.Errorf("there is no view %q", name)
	}
	if err := v.labelled(name, data); err != nil {
		return err
	}
	if err := page.ExecuteTemplate(w, "layout", data); err != nil {
		return fmt.Errorf("view %s: %w", name, err)
	}
	return nil
}
