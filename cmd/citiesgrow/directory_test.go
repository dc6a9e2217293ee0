package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/hsds"
)

var freeOrPaid = regexp.MustCompile(`(?i)\bfree\b|costs money`)

// A service of another directory without a cost and without a confirmation shows no cost and no incomplete sentence.
func TestThePageSaysWhatTheDirectorySays(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	const file = `[{"id":"6e1f0a10-0000-4000-8000-000000000001","name":"Silent advice","description":"<p>One</p><p>two</p>"},
		{"id":"6e1f0a10-0000-4000-8000-000000000002","name":"Open advice","fees_description":"Bez maksas"},
		{"id":"6e1f0a10-0000-4000-8000-000000000003","name":"Old advice","fees_description":"Ask the office","assured_date":"2020-01-31"}]`
	done, err := h.app.directory.Import(actor.AsSystem(t.Context()), hsds.Read(strings.NewReader(file)), "riga")
	if err != nil || done.New != 3 {
		t.Fatalf("%+v, %v", done, err)
	}
	h.catchUp()
	reader := h.person("en")
	var list struct {
		Items []struct{ ID, Name, Charge string }
	}
	reader.get("/api/v1/services?city=riga", &list)
	if len(list.Items) != 3 {
		t.Fatalf("%+v", list)
	}
	for _, item := range list.Items {
		page := reader.sees("/services/" + item.ID)
		body := regexp.MustCompile(`(?s)<main.*</main>`).FindString(page)
		if strings.Contains(body, "since .") || strings.Contains(body, "by .") || strings.Contains(body, "&lt;p&gt;") {
			t.Errorf("%s: a gap or markup: %s", item.Name, body)
		}
		switch item.Name {
		case "Silent advice":
			if freeOrPaid.MatchString(body) || !strings.Contains(body, "Not stated. Ask before you go.") || !strings.Contains(body,
				"Nobody has confirmed these details yet.") || item.Charge != "" {
				t.Errorf("%s: %+v %s", item.Name, item, body)
			}
		case "Open advice":
			if !strings.Contains(body, ">free<") || strings.Contains(body, "costs money") || item.Charge != "free" {
				t.Errorf("%s: %+v %s", item.Name, item, body)
			}
		case "Old advice":
			if freeOrPaid.MatchString(body) || !strings.Contains(body, "Ask the office") || strings.Contains(body, "depends") || !strings.Contains(body,
				"since 31 January 2020") {
				t.Errorf("%s: %s", item.Name, body)
			}
		}
		var raw map[string]any
		reader.get("/api/v1/services/"+item.ID, &raw)
		if text := fmt.Sprint(raw); strings.Contains(text, "0001-01-01") || strings.Contains(text, "1970-01-01") {
			t.Errorf("%s: a day that was not given: %s", item.Name, text)
		}
	}
	list.Items = nil
	reader.get("/api/v1/services?city=riga&cost=free", &list)
	if len(list.Items) != 1 || list.Items[0].Name != "Open advice" {
		t.Errorf("free are %+v", list.Items)
	}
	page := reader.sees("/services?city=riga", "not confirmed yet", "not confirmed for half a year")
	if n := strings.Count(page, "costs money"); n != 0 {
		t.Errorf("%d say that they cost money", n)
	}
}

// The form asks whether the cost is known, and stores the answer.
func TestAProviderMaySayThatTheCostIsNotKnown(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	provider := h.registered("provider", "asta")
	service := provider.post("/services", url.Values{"name": {"New advice"}, "organization": {"House"}, "city": {"riga"}, "language": {"en"},
		"topics": {"training"}, "apply": {"Call."}, "charge": {"unknown"}})
	h.catchUp()
	if page := provider.sees(service, "Not stated. Ask before you go."); strings.Contains(page, ">free<") {
		t.Error("it is free")
	}
	provider.sees(service+"/edit", `<option value="unknown" selected>`)
}

// The command prints rejections and remarks with their positions, and its exit code shows the result.
func TestTheImportOfADirectoryReports(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, files map[string]string) string {
		path := filepath.Join(dir, name)
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for file, text := range files {
			w, err := z.Create(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const head = "id;organization_id;name;email\r"
	const row = "7d1f0a10-0000-4000-8000-00000000000"
	for _, c := range []struct {
		name    string
		files   map[string]string
		code    int
		new     int
		changed int
		refused []string
		remarks []string
	}{
		{"good.zip", map[string]string{"Services.csv": head + row + "1;o;Caf\xe9 Z\xfcrich;a@b.example\r"}, 0, 1, 0, nil, nil},
		{"remark.zip", map[string]string{"services.csv": head + row + "2;o;Advice;none given\r"}, 0, 1, 0, nil, []string{`services.csv:2: ` + row +
			`2: Advice: email: "none given" is no e-mail address, and was left out`}},
		{"some.zip", map[string]string{"services.csv": head + row + "3;o;Third;\r8;o;Fourth;\r"}, 3, 1, 0,
			[]string{`services.csv:3: 8: Fourth: the id "8" is no UUID`}, nil},
		{"none.zip", map[string]string{"services.csv": head + "8;o;Fourth;\r"}, 1, 0, 0, []string{`services.csv:2: 8: Fourth: the id "8" is no UUID`}, nil},
		{"empty.zip", nil, 1, 0, 0, []string{"empty.zip: the archive is empty"}, nil},
		{"page.zip", map[string]string{"page.json": `{"contents":null,"total_items":0}`}, 0, 0, 0, nil, nil},
		{"ten.zip", map[string]string{"services.csv": head + strings.Repeat(row+"4;o;Same;\r", 10)}, 0, 1, 0, nil, []string{}},
	} {
		path := write(c.name, c.files)
		var out, err bytes.Buffer
		code := run(t.Context(), []string{"import", "hsds", "--json", "--city", "riga", "--data", filepath.Join(dir, "data"), path}, nil, &out, &err)
		var report struct {
			New, Updated int
			Rejected     []struct {
				File, ID, Name, Reason string
				Line                   int
			}
			Remarks []struct {
				File, ID, Name, Reason string
				Line                   int
			}
		}
		if failed := json.Unmarshal(out.Bytes(), &report); failed != nil {
			t.Fatalf("%s: %v: %s %s", c.name, failed, &out, &err)
		}
		if code != c.code || report.New != c.new || report.Updated != c.changed || len(report.Rejected) != len(c.refused) {
			t.Errorf("%s: exit %d, %s", c.name, code, &out)
		}
		var plain, said bytes.Buffer
		run(t.Context(), []string{"import", "hsds", "--city", "riga", "--data", filepath.Join(dir, "again-"+c.name), path}, nil, &plain, &said)
		for _, line := range c.refused {
			if !strings.Contains(said.String(), "rejected "+line+"\n") {
				t.Errorf("%s: no line %q: %s", c.name, line, &said)
			}
		}
		for _, line := range c.remarks {
			if !strings.Contains(said.String(), "remark "+line+"\n") || !strings.Contains(plain.String(), "accepted with 1 remark") ||
				report.Remarks[0].Line != 2 || report.Remarks[0].ID == "" {
				t.Errorf("%s: no line %q: %s%s", c.name, line, &said, &plain)
			}
		}
	}
	var out bytes.Buffer
	if code := run(t.Context(), []string{"export", "hsds", "--data", filepath.Join(dir, "data")}, nil, &out, &out); code != 0 ||
		!strings.Contains(out.String(), "Café Zürich") || strings.Count(out.String(), `"Same"`) != 2 {
		t.Errorf("exit %d: %s", code, &out)
	}
}
