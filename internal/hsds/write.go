package hsds

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
)

// Page is a page of the API (GET /services).
type Page struct {
	TotalItems int        `json:"total_items"`
	TotalPages int        `json:"total_pages"`
	PageNumber int        `json:"page_number"` // from 1
	Size       int        `json:"size"`        // of this page
	FirstPage  bool       `json:"first_page"`
	LastPage   bool       `json:"last_page"`
	Empty      bool       `json:"empty"`
	Contents   []*Service `json:"contents"`
}

// NewPage is the page of this number out of so many services.
func NewPage(services []*Service, total, number, size int) Page {
	p := Page{TotalItems: total, PageNumber: number, Size: len(services), Contents: services, Empty: len(services) == 0}
	if p.TotalPages = (total + size - 1) / size; p.Contents == nil {
		p.Contents = []*Service{}
	}
	p.FirstPage, p.LastPage = number == 1, number >= p.TotalPages
	return p
}

// Root says which version and profile an API speaks (GET /).
type Root struct {
	Version    string `json:"version"`
	Profile    string `json:"profile"`
	OpenAPIURL string `json:"openapi_url"`
}

// WriteAll writes services as a package: one JSON array, streamed.
func WriteAll(w io.Writer, all iter.Seq2[*Service, error]) error {
	b := bufio.NewWriter(w)
	sign := "["
	for s, err := range all {
		if err != nil {
			return err
		}
		raw, err := json.Marshal(s)
		if err != nil {
			return err
		}
		b.WriteString(sign + "\n")
		b.Write(raw)
		sign = ","
	}
	if sign == "[" {
		b.WriteString("[")
	}
	b.WriteString("\n]\n")
	return b.Flush()
}
