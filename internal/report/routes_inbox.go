package report

import (
	"cmp"
	"time"

	"citiesgrow/internal/seal"
	"citiesgrow/web"
)

// InboxPage shows a report to the owner of its receipt.
type InboxPage struct {
	*Inbox
	Receipt  string `json:"-"`
	Language string `json:"-"`
	Facts    []Fact `json:"-"`
}

// Filed returns the day of the report as a time, for the page.
func (p *InboxPage) Filed() time.Time { return On(p.Day) }

type receiptForm struct {
	Receipt  string `json:"receipt" validate:"max=60"`
	File     string `json:"file" validate:"max=60"`
	Speak    string `json:"speak" validate:"max=8"`
	Language string `json:"language" validate:"max=8"`
}

func (h handlers) showReceiptForm(c *web.Ctx, in beginInput) (*InboxPage, error) {
	return &InboxPage{Language: c.Words.Code}, nil
}

func (h handlers) inboxOf(c *web.Ctx, in receiptForm) (*InboxPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	if in.Speak != "" && in.Receipt == "" {
		return &InboxPage{Language: c.Words.Code}, nil
	}
	inbox, err := h.Inbox(c, in.Receipt, c.Network())
	if err != nil {
		return nil, err
	}
	return h.inboxPage(c, inbox, in.Receipt), nil
}

func (h handlers) inboxPage(c *web.Ctx, in *Inbox, receipt string) *InboxPage {
	typed, _ := seal.Typed(receipt)
	a := in.Account
	return &InboxPage{Inbox: in, Receipt: typed, Language: c.Words.Code,
		Facts: h.Facts(c, &Form{City: in.City, Channel: in.Channel, Ground: a.Grounds, Field: a.Field, What: a.What, Where: a.Where, Who: a.Who,
			Evidence: a.Evidence, For: a.For, Wish: a.Wish})}
}

func (h handlers) inboxAgain(c *web.Ctx, in receiptForm) (*InboxPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	return &InboxPage{Language: c.Words.Code}, nil
}

type replyForm struct {
	Reply
	Speak    string `json:"speak" validate:"max=8"`
	Language string `json:"language" validate:"max=8"`
}

func (h handlers) reply(c *web.Ctx, in replyForm) (*InboxPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	if in.Speak != "" {
		return h.inboxOf(c, receiptForm{Receipt: in.Receipt, Speak: in.Speak})
	}
	inbox, err := h.Reply(c, in.Reply, c.Network())
	if err != nil {
		return nil, err
	}
	return h.inboxPage(c, inbox, in.Receipt), nil
}

// replyAgain shows the inbox again if the receipt was right, otherwise the form for the receipt.
func (h handlers) replyAgain(c *web.Ctx, in replyForm) (*InboxPage, error) {
	p, err := h.inboxOf(c, receiptForm{Receipt: in.Receipt, Language: in.Language})
	if err != nil {
		return h.inboxAgain(c, receiptForm{Language: in.Language})
	}
	return p, nil
}

func (h handlers) attachment(c *web.Ctx, in receiptForm) (*web.File, error) {
	f, err := h.Attachment(c, in.Receipt, in.File, c.Network())
	if err != nil {
		return nil, err
	}
	return &web.File{Name: f.Name, Type: f.Type, Body: f.Data()}, nil
}

// ProofPage is a printable proof that a report was filed. It does not show the content.
type ProofPage struct {
	Number, Day, Hash, CityName string
	Language                    string
}

func (h handlers) proof(c *web.Ctx, in receiptForm) (*ProofPage, error) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	inbox, err := h.Inbox(c, in.Receipt, c.Network())
	if err != nil {
		return nil, err
	}
	return &ProofPage{inbox.Number, inbox.Day, inbox.Hash, h.kit.CityName(c, inbox.City), c.Words.Code}, nil
}
