package report

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/sheet"
	"citiesgrow/internal/suppress"
	"citiesgrow/web"
)

func sealTyped(typed string) (string, bool) { return seal.Typed(typed) }
func spoken(receipt string) string          { return seal.Spoken(receipt) }

// InboxPage is what a receipt opens.
type InboxPage struct {
	*Inbox
	Receipt  string       `json:"-"`
	Language string       `json:"-"`
	Facts    []PersonFact `json:"-"`
}

// Filed is the day of the report, as a page says it.
func (p *InboxPage) Filed() time.Time { return on(p.Day) }

// At is the day of a message, as a page says it.
func (m Message) At() time.Time { return on(m.Day) }

type receiptForm struct {
	Receipt  string `json:"receipt" validate:"max=60"`
	File     string `json:"file" validate:"max=60"`
	Speak    string `json:"speak" validate:"max=8"`
	Language string `json:"language" validate:"max=8"`
}

func (s handlers) askReceipt(c *web.Ctx, in beginInput) (*InboxPage, error) {
	return &InboxPage{Language: c.Words.Code}, nil
}

func (s handlers) openInbox(c *web.Ctx, in receiptForm) (*InboxPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	if in.Speak != "" && in.Receipt == "" {
		return &InboxPage{Language: c.Words.Code}, nil
	}
	inbox, err := s.Inbox(c, in.Receipt, c.Network())
	if err != nil {
		return nil, err
	}
	return s.inboxPage(c, inbox, in.Receipt), nil
}

func (s handlers) inboxPage(c *web.Ctx, in *Inbox, receipt string) *InboxPage {
	typed, _ := seal.Typed(receipt)
	a := in.Account
	return &InboxPage{Inbox: in, Receipt: typed, Language: c.Words.Code,
		Facts: s.facts(c, &Form{City: in.City, Door: in.Door, Ground: a.Grounds, Field: a.Field, What: a.What, Where: a.Where, Who: a.Who,
			Evidence: a.Evidence, For: a.For, Wish: a.Wish})}
}

func (s handlers) againInbox(c *web.Ctx, in receiptForm) (*InboxPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	return &InboxPage{Language: c.Words.Code}, nil
}

type replyForm struct {
	Reply
	Speak    string `json:"speak" validate:"max=8"`
	Language string `json:"language" validate:"max=8"`
}

func (s handlers) reply(c *web.Ctx, in replyForm) (*InboxPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	if in.Speak != "" {
		return s.openInbox(c, receiptForm{Receipt: in.Receipt, Speak: in.Speak})
	}
	inbox, err := s.Reply(c, in.Reply, c.Network())
	if err != nil {
		return nil, err
	}
	return s.inboxPage(c, inbox, in.Receipt), nil
}

// againReply shows the inbox again where the receipt was right.
func (s handlers) againReply(c *web.Ctx, in replyForm) (*InboxPage, error) {
	p, err := s.openInbox(c, receiptForm{Receipt: in.Receipt, Language: in.Language})
	if err != nil {
		return s.againInbox(c, receiptForm{Language: in.Language})
	}
	return p, nil
}

func (s handlers) attachment(c *web.Ctx, in receiptForm) (*web.File, error) {
	f, err := s.Attachment(c, in.Receipt, in.File, c.Network())
	if err != nil {
		return nil, err
	}
	return &web.File{Name: f.Name, Type: f.Type, Body: f.data}, nil
}

// ProofPage is what the reporter may print: that a report was filed, not what it says.
type ProofPage struct {
	Number, Day, Hash, CityName string
	Language                    string
}

func (s handlers) proof(c *web.Ctx, in receiptForm) (*ProofPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	inbox, err := s.Inbox(c, in.Receipt, c.Network())
	if err != nil {
		return nil, err
	}
	return &ProofPage{inbox.Number, inbox.Day, inbox.Hash, s.kit.Taxonomy.CityNames([]string{inbox.City}, c.Languages()...), c.Words.Code}, nil
}

type figuresInput struct {
	Quarter string `query:"quarter" validate:"max=7"`
	Door    Door   `query:"door" validate:"omitempty,oneof=discrimination irregularity"`
	City    string `query:"city" validate:"max=40"`
	Lang    string `query:"lang" validate:"max=8"`
}

// Count is a figure as it may be shown; hidden ones have no number.
type Count struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Count *int   `json:"count"` // null: under the threshold, or it would tell one that is
}

// FiguresPage is what everybody may know.
type FiguresPage struct {
	Quarter   string       `json:"quarter"`
	Door      Door         `json:"door"`
	City      string       `json:"city,omitempty"`
	Threshold int          `json:"threshold"`
	Total     *int         `json:"total"`
	Cities    []Count      `json:"cities"`
	Grounds   []Count      `json:"grounds"`
	Fields    []Count      `json:"fields"`
	Outcomes  []Count      `json:"outcomes"`
	Quarters  []web.Option `json:"-"`
	Doors     []web.Option `json:"-"`
	Choices   []web.Option `json:"-"`
}

func (s handlers) showFigures(c *web.Ctx, in figuresInput) (*FiguresPage, error) {
	f, err := s.Figures(c, in.Quarter, Door(cmp.Or(string(in.Door), string(Discrimination))))
	if err != nil {
		return nil, err
	}
	w := c.Words
	city := in.City
	if slices.Contains(f.Table.Merged(0), city) {
		city = suppress.Others
	}
	if city != "" && !slices.Contains(f.Table.Values(0), city) {
		city = ""
	}
	cityName := func(id string) string {
		if id == suppress.Others {
			return w.T("report.other_cities")
		}
		return s.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
	}
	named := func(prefix, v string) string {
		if v == suppress.Others {
			return w.T("report.others")
		}
		return w.T(prefix + v)
	}
	count := func(n int, shown bool) *int {
		if !shown {
			return nil
		}
		return &n
	}
	p := &FiguresPage{Quarter: f.Quarter, Door: f.Door, City: city, Threshold: suppress.Least, Total: count(f.Table.At(city, suppress.Total, suppress.Total)),
		Cities: []Count{}, Grounds: []Count{}, Fields: []Count{}, Outcomes: []Count{}}
	for _, v := range f.Table.Values(0) {
		p.Cities = append(p.Cities, Count{v, cityName(v), count(f.Table.At(v, suppress.Total, suppress.Total))})
		p.Choices = append(p.Choices, web.Option{Value: v, Label: cityName(v)})
	}
	for _, v := range f.Table.Values(1) {
		p.Grounds = append(p.Grounds, Count{v, named("report.ground_", v), count(f.Table.At(city, v, suppress.Total))})
	}
	for _, v := range f.Table.Values(2) {
		p.Fields = append(p.Fields, Count{v, named("report.field_", v), count(f.Table.At(city, suppress.Total, v))})
	}
	for _, v := range f.Ends.Values(0) {
		p.Outcomes = append(p.Outcomes, Count{v, named("report.outcome_", v), count(f.Ends.At(v))})
	}
	for _, q := range s.Quarters() {
		p.Quarters = append(p.Quarters, web.Option{Value: q, Label: q})
	}
	p.Choices = append([]web.Option{{Label: w.T("report.all_cities")}}, p.Choices...)
	p.Doors = module.Options(c, "report.door_", []string{string(Discrimination), string(Irregularity)})
	return p, nil
}

func (s handlers) figuresCSV(c *web.Ctx, in figuresInput) (*web.File, error) {
	f, err := s.Figures(c, in.Quarter, Door(cmp.Or(string(in.Door), string(Discrimination))))
	if err != nil {
		return nil, err
	}
	body, err := f.CSV()
	return &web.File{Name: "reports-" + f.Quarter + ".csv", Type: sheet.Type, Body: body}, err
}

// Number is the count where it is shown.
func (c Count) Number() int {
	if c.Count == nil {
		return 0
	}
	return *c.Count
}

// Sum is the total where it is shown.
func (p *FiguresPage) Sum() int { return Count{Count: p.Total}.Number() }
