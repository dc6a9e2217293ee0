package draft

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// Then is what the button of the form says: stay, see the draft as it will be public, or add lots.
type Then struct {
	Then string `json:"then" validate:"omitempty,oneof=check lots"`
}

// after is the page that follows the form.
func (in Then) after(id string) string {
	switch in.Then {
	case "check":
		return "/tenders/" + id + "/check"
	case "lots":
		return "/tenders/" + id + "/draft#lots"
	}
	return "/tenders/" + id + "/draft?done=saved"
}

type createInput struct {
	Then
	Form
}

func (s handlers) create(c *web.Ctx, in createInput) (tender.Saved, error) {
	t, err := s.Create(c, in.Form)
	if err != nil {
		return tender.Saved{}, err
	}
	return tender.SavedAt(t, c.Now, in.after(t.ID)), nil
}

type editInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision" validate:"min=0"`
	Then
	Form
}

func (s handlers) edit(c *web.Ctx, in editInput) (tender.Saved, error) {
	if in.Revision == 0 && c.API {
		t, err := s.tenders.Own(c, in.ID)
		if err != nil {
			return tender.Saved{}, err
		}
		in.Revision = t.Revision
	}
	t, err := s.Change(c, in.ID, in.Revision, in.Form)
	if err != nil {
		return tender.Saved{}, err
	}
	return tender.SavedAt(t, c.Now, in.after(t.ID)), nil
}

func (s handlers) discard(c *web.Ctx, in module.ID) (web.Go, error) {
	if err := s.Discard(c, in.ID); err != nil {
		return "", err
	}
	return "/tenders/mine?done=discarded", nil
}

type publishInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision" validate:"min=0"` // of the draft that was checked; 0 publishes what is stored
}

func (s handlers) againPublish(c *web.Ctx, in publishInput) (*CheckPage, error) {
	return s.showCheck(c, module.ID{ID: in.ID})
}

func (s handlers) publish(c *web.Ctx, in publishInput) (tender.Issued, error) {
	t, err := s.Publish(c, in.ID, in.Revision)
	if err != nil {
		return tender.Issued{}, err
	}
	return tender.IssuedAt(t, c.Now, "/tenders/"+t.ID+"/matches?done=published"), nil
}
