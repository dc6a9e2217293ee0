package main

import (
	"net/url"
	"strings"
	"testing"

	"citiesgrow/web"
)

// Every exported table opens in a spreadsheet as UTF-8, and values that users typed are not executed as formulas.
func TestTablesOpenInASpreadsheet(t *testing.T) {
	w := newTown(t)
	w.do("entrepreneur", "/conferences/"+w.things["/conferences"]+"/registrations", url.Values{"needs": {"a ramp;=HYPERLINK(\"http://x.example\")"}})
	tables := 0
	for _, r := range w.app.site.Routes() {
		if r.Media != "text/csv" || r.Voice == web.PageOnly {
			continue
		}
		tables++
		path := "/api/v1" + web.PathWith(r.Path, append(w.of(strings.TrimSuffix(r.Path, "/csv")), "nothing")[0])
		for _, v := range w.crowd {
			if !r.Who.Allows(v.actor) || v.actor.City == "ghent" || !v.actor.Active && !r.Who.Open {
				continue
			}
			got := w.ask(v, "GET", path, "")
			if got.status != 200 || !strings.HasPrefix(got.text, "\uFEFF") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/csv") {
				t.Errorf("%s, %s: %d %.200q", v.says, path, got.status, got.text)
			}
			if strings.Contains(path, "/conferences/") && !strings.Contains(got.text, "a ramp;'=HYPERLINK") {
				t.Errorf("%s: a formula is let through: %q", path, got.text)
			}
			break
		}
	}
	if tables != 4 {
		t.Errorf("%d tables were seen", tables)
	}
}
