package survey

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Box is the part of a page that shows the survey of a thing to staff, template "survey-box"; it is
// given the address to begin it at, the address of the survey or none, and its Summary.
//
//go:embed views/_box.html
var Box embed.FS

// handlers are the pages and the API of surveys.
type handlers struct{ *Service }

// Module is what the program is given of surveys.
func (s *Service) Module() module.Module {
	h := handlers{s}
	routes := []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/surveys/{id}", View: "survey/form", Who: web.Anyone(), Voice: web.PageOnly}, h.fresh),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/surveys/{id}", View: "survey/thanks", Who: web.Anyone(), Status: http.StatusCreated,
			About: "Say whether a visit or conference helped; nobody learns who said it."}, h.answer), "survey/form", h.again),
	}
	for _, kind := range s.kinds {
		routes = append(routes, web.Handle(web.Route{Method: "POST", Path: kind.Path + "/{id}/survey", Who: web.Only(actor.Staff, actor.Admin),
			Status: http.StatusCreated, About: kind.About}, h.begin(kind)))
	}
	return module.Module{Name: "survey", Views: views, Collections: []store.Spec{answers}, Routes: routes}
}

type beginInput struct {
	ID string `path:"id" json:"-"`
}

func (h handlers) begin(kind Kind) func(*web.Ctx, beginInput) (web.Made, error) {
	return func(c *web.Ctx, in beginInput) (web.Made, error) {
		code, err := h.Begin(c, kind, in.ID)
		if err != nil {
			return web.Made{}, err
		}
		at := kind.Path + "/" + in.ID
		if kind.Summed {
			return web.Made{ID: code, At: at + "/survey", Next: at, Done: "saved"}, nil
		}
		return web.Made{ID: code, At: at, Done: "saved"}, nil
	}
}

// FormPage asks a person who took part.
type FormPage struct {
	Code    string       `json:"-"`
	Title   string       `json:"title"`
	Answers []web.Option `json:"-"`
}

func (h handlers) fresh(c *web.Ctx, in module.ID) (*FormPage, error) {
	_, title, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &FormPage{Code: in.ID, Title: title, Answers: module.Options(c, "survey.helped_", []string{"4", "3", "2", "1"})}, nil
}

type answerInput struct {
	ID string `path:"id" json:"-"`
	Form
}

// ThanksPage is what a person sees who answered.
type ThanksPage struct {
	Title string `json:"title"`
}

func (h handlers) answer(c *web.Ctx, in answerInput) (*ThanksPage, error) {
	_, title, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if err := h.Answer(c, in.ID, c.Words.Code, in.Form); err != nil {
		return nil, err
	}
	return &ThanksPage{title}, nil
}

func (h handlers) again(c *web.Ctx, in answerInput) (*FormPage, error) {
	return h.fresh(c, module.ID{ID: in.ID})
}
