package custody

import (
	"cmp"

	"citiesgrow/web"
)

// LogPage is a page of the audit log.
type LogPage struct {
	web.Whole[LogItem]
	Total *int   `json:"total"` // null where all of it would have to be read
	Next  string `json:"next,omitempty"`
}

// LogItem is a line of it.
type LogItem struct {
	City   string `json:"city"`
	Number int    `json:"number"`
	Day    string `json:"day"`
	Who    string `json:"who"`
	Act    string `json:"act"`
	Case   string `json:"case,omitempty"`
	Hash   string `json:"hash"`
}

type logInput struct {
	After string `query:"after" validate:"max=600"`
}

func (h handlers) log(c *web.Ctx, in logInput) (*LogPage, error) {
	found, next, err := h.Audit.List(Session(c), in.After)
	if err != nil {
		return nil, err
	}
	p := &LogPage{Next: next}
	if total := len(found); in.After == "" && next == "" {
		p.Total = &total
	}
	names := map[string]string{}
	for _, e := range found {
		if _, known := names[e.Who]; !known {
			name, err := h.Name(c, e.Who)
			if err != nil {
				return nil, err
			}
			names[e.Who] = cmp.Or(name, e.Who)
		}
		p.Items = append(p.Items, LogItem{e.City, e.Number, e.Day, names[e.Who], e.Act, e.Case, e.Hash})
	}
	return p, nil
}
