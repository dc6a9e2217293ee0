package monitor

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/sheet"
)

// Line is a row as a file holds it: what it is about in the names of the programme's own
// files, the same in every language, so that a spreadsheet can rely on them; and what it
// means in the reader's. A sum of money is in whole units of its currency.
type Line struct {
	Quarter  Quarter `json:"quarter"`
	State    string  `json:"state"`
	Theme    string  `json:"theme"`
	Figure   string  `json:"figure"`
	City     string  `json:"city"`
	Sex      string  `json:"sex"`
	Age      string  `json:"age"`
	Currency string  `json:"currency"`
	Outcome  string  `json:"outcome"` // of reports
	Count    int64   `json:"count"`
	Sum      float64 `json:"-"` // in whole units of the currency, as the files have it
	Summed
	Meaning string `json:"meaning"`
}

var columns = []string{"quarter", "state", "theme", "figure", "city", "sex", "age", "currency", "outcome", "count", "sum", "meaning"}

// Lines are the rows of a quarter that the actor may see, as a file holds them.
func (s *Service) Lines(ctx context.Context, q Quarter, w *i18n.Words) ([]Line, error) {
	rows, err := s.Rows(ctx, q)
	if err != nil {
		return nil, err
	}
	c, err := s.Closed(ctx, q)
	if err != nil {
		return nil, err
	}
	state := s.state(q, c)
	var all []Line
	for _, r := range rows {
		l := Line{q, state, r.Theme, r.Figure, r.City, r.Sex, r.Age, r.Unit, r.Outcome, r.Count, float64(r.Sum), summed(r.Sum, r.Unit),
			w.T("monitor." + r.Figure + "_means")}
		if r.Unit != "" {
			l.Sum /= 100
		}
		all = append(all, l)
	}
	return all, nil
}

func (l Line) cells() []any {
	return []any{string(l.Quarter), l.State, l.Theme, l.Figure, l.City, l.Sex, l.Age, l.Currency, l.Outcome, l.Count, l.Sum, l.Meaning}
}

// WriteCSV writes lines with a head.
func WriteCSV(to io.Writer, lines []Line) error {
	rows := make([][]any, len(lines))
	for i, l := range lines {
		rows[i] = l.cells()
	}
	return sheet.Write(to, columns, rows)
}

// XLSX writes the same lines as a spreadsheet, numbers as numbers.
func XLSX(lines []Line) (_ []byte, err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	sheet := "CitiesGrow"
	if err = f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	if err = out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	head := make([]any, len(columns))
	for i, name := range columns {
		head[i] = name
	}
	if err = out.SetRow("A1", head); err != nil {
		return nil, err
	}
	for i, l := range lines {
		if err = out.SetRow(fmt.Sprintf("A%d", i+2), l.cells()); err != nil {
			return nil, err
		}
	}
	if err = out.Flush(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}
