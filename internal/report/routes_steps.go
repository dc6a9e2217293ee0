package report

import (
	"cmp"
	"slices"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
	"citiesgrow/web"
)

// The steps of the form for a report, one page for each subject.
const (
	stepStart   = "start"  // channel and city
	stepBefore  = "before" // who reads the report, what may happen, the time limit
	stepAbout   = "about"  // ground and field
	stepAccount = "told"   // what happened
	stepWish    = "wish"   // for whom, and what the reporter asks for
	stepMore    = "more"   // name and contact data, if the reporter wants to give them
	stepCheck   = "check"  // summary, and files
	stepSent    = "sent"   // the receipt
	stepDone    = "done"   // the reporter has confirmed the receipt
)

func steps() []string {
	return []string{stepStart, stepBefore, stepAbout, stepAccount, stepWish, stepMore, stepCheck}
}

// stepForm is the form of one step. Each step also sends the values of the earlier ones.
type stepForm struct {
	Form
	Step    string `json:"step" validate:"max=20"`
	To      string `json:"to" validate:"max=20"` // "back", or the step to change
	Speak   string `json:"speak" validate:"max=8"`
	Receipt string `json:"receipt" validate:"max=60"`
	Number  string `json:"number" validate:"max=20"`
	Hash    string `json:"hash" validate:"max=80"`
	Day     string `json:"day" validate:"max=10"`
	Typed   string `json:"typed" validate:"max=60"`
	Written string `json:"written" validate:"omitempty,oneof=yes"`
}

type beginInput struct {
	City string `query:"city" validate:"max=40"`
}

func (h handlers) begin(c *web.Ctx, in beginInput) (*PersonPage, error) {
	return h.person(c, &Form{City: in.City, Language: c.Words.Code}, stepStart)
}

// submitStep takes the form of a step and shows the next step.
func (h handlers) submitStep(c *web.Ctx, in stepForm) (*PersonPage, error) {
	h.speak(c, &in)
	switch at := slices.Index(steps(), in.Step); {
	case in.Speak != "" && in.Step != stepSent && in.Step != stepDone:
		return h.person(c, &in.Form, known(in.Step))
	case in.Step == stepSent || in.Step == stepDone:
		return h.confirmReceipt(c, &in)
	case slices.Contains(steps(), in.To):
		return h.person(c, &in.Form, in.To)
	case in.To == "back":
		return h.person(c, &in.Form, steps()[max(at-1, 0)])
	case at == len(steps())-1:
		return h.send(c, &in.Form)
	default:
		if err := h.complete(c, &in.Form, known(in.Step)); err != nil {
			return nil, err
		}
		return h.person(c, &in.Form, steps()[at+1])
	}
}

func known(step string) string {
	if slices.Contains(steps(), step) {
		return step
	}
	return stepStart
}

func (h handlers) speak(c *web.Ctx, in *stepForm) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	in.Language = c.Words.Code
}

// fieldsOf lists the fields that a step validates.
func fieldsOf(step string) []string {
	switch step {
	case stepStart:
		return []string{"city"}
	case stepAbout:
		return []string{"ground", "field"}
	case stepAccount:
		return []string{"what", "when"}
	case stepWish:
		return []string{"wish"}
	case stepMore:
		return []string{"name", "contact", "avoid", "email"}
	}
	return nil
}

// complete returns errors for the missing or invalid fields of a step.
func (h handlers) complete(c *web.Ctx, f *Form, step string) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	err := h.checked(f)
	if p := problem.Of(err); p != nil {
		for _, name := range fieldsOf(step) {
			if m, is := p.Fields[name]; is {
				wrong.Add(name, m)
			}
		}
	} else if err != nil {
		return err
	}
	if step == stepStart && len(wrong.Fields) == 0 || step == stepMore && len(wrong.Fields) == 0 {
		if _, err := h.recipients(c, f); err != nil && !(step == stepStart && problem.Of(err) != nil) {
			return err
		}
	}
	return wrong.OrNil()
}

func (h handlers) submitStepAgain(c *web.Ctx, in stepForm) (*PersonPage, error) {
	h.speak(c, &in)
	if in.Step == stepSent || in.Step == stepDone {
		return h.sent(c, &in, stepSent)
	}
	return h.person(c, &in.Form, known(in.Step))
}

func (h handlers) send(c *web.Ctx, f *Form) (*PersonPage, error) {
	receipt, err := h.File(c, *f)
	if err != nil {
		return nil, err
	}
	return h.sent(c, &stepForm{Form: Form{City: f.City, Channel: f.Channel, Language: f.Language}, Receipt: receipt.Receipt, Number: receipt.Number,
		Hash: receipt.Hash, Day: receipt.Day}, stepSent)
}

// confirmReceipt checks that the reporter noted the receipt: they must type it again.
func (h handlers) confirmReceipt(c *web.Ctx, in *stepForm) (*PersonPage, error) {
	if in.Speak != "" {
		return h.sent(c, in, stepSent)
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if in.Written != "yes" {
		wrong.Add("written", problem.M("report.confirm_written"))
	}
	typed, _ := seal.Typed(in.Typed)
	if typed != in.Receipt {
		wrong.Add("typed", problem.M("report.typed_differs"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return h.sent(c, in, stepDone)
}

func (h handlers) sent(c *web.Ctx, in *stepForm, step string) (*PersonPage, error) {
	p := &PersonPage{Form: &in.Form, Step: step, Receipt: &Receipt{in.Receipt, in.Number, in.Day, in.Hash}, Spoken: seal.Spoken(in.Receipt),
		Agree: []web.Option{{Value: "yes", Label: c.Words.T("report.written")}}}
	p.CityName = h.kit.CityName(c, in.City)
	return p, nil
}
