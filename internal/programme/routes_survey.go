package programme

import (
	"net/http"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

func (s *Service) surveyRoutes() []web.Route {
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/surveys/{id}", View: "programme/survey", Who: web.Anyone(), Voice: web.PageOnly}, s.surveyPage),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/surveys/{id}", View: "programme/thanks", Who: web.Anyone(), Status: http.StatusCreated,
			About: "Say whether a visit or conference helped; nobody learns who said it."}, s.answerSurvey), "programme/survey", s.againSurvey),
		web.Again(web.Handle(web.Route{Method: "POST", Path: "/programme/visits/{id}/survey", Who: web.Only(actor.Staff, actor.Admin),
			Status: http.StatusCreated, About: "Begin the survey of a visit: a link for who took part."}, s.askVisit), "programme/visit", s.againAsk),
		web.Handle(web.Route{Method: "GET", Path: "/programme/visits/{id}/survey", Who: web.Only(actor.Staff, actor.Admin), Voice: web.APIOnly,
			About: "What those who took part in a visit said, from three answers on."}, s.said),
		web.Handle(web.Route{Method: "POST", Path: "/conferences/{id}/survey", Who: web.Only(actor.Staff, actor.Admin), Status: http.StatusCreated,
			About: "Begin the survey of a conference."}, s.askConference),
	}
}

type onlyID struct {
	ID string `path:"id" json:"-"`
}

// SurveyPage asks one who took part.
type SurveyPage struct {
	Code    string       `json:"-"`
	Title   string       `json:"title"`
	Answers []web.Option `json:"-"`
}

func (s *Service) surveyPage(c *web.Ctx, in module.IDLang) (*SurveyPage, error) {
	asked, err := s.Survey(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &SurveyPage{Code: in.ID, Title: asked.Title}
	for _, v := range []string{"4", "3", "2", "1"} {
		p.Answers = append(p.Answers, web.Option{Value: v, Label: c.Words.T("survey.helped_" + v)})
	}
	return p, nil
}

type answerInput struct {
	ID string `path:"id" json:"-"`
	AnswerForm
}

// ThanksPage is what one sees who answered.
type ThanksPage struct {
	Title string `json:"title"`
}

func (s *Service) answerSurvey(c *web.Ctx, in answerInput) (*ThanksPage, error) {
	asked, err := s.Survey(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &ThanksPage{asked.Title}, s.Answer(c, in.ID, c.Words.Code, in.AnswerForm)
}

func (s *Service) againSurvey(c *web.Ctx, in answerInput) (*SurveyPage, error) {
	return s.surveyPage(c, module.IDLang{ID: in.ID})
}

func (s *Service) askVisit(c *web.Ctx, in onlyID) (web.Made, error) {
	if _, _, err := s.Visit(c, in.ID); err != nil {
		return web.Made{}, err
	}
	id, err := s.Ask(c, in.ID)
	return web.Made{ID: id, At: "/programme/visits/" + in.ID + "/survey", Next: "/programme/visits/" + in.ID, Done: "saved"}, err
}

func (s *Service) againAsk(c *web.Ctx, in onlyID) (*VisitPage, error) {
	return s.visitPage(c, module.IDLang{ID: in.ID})
}

func (s *Service) askConference(c *web.Ctx, in onlyID) (web.Made, error) {
	if !strings.HasPrefix(in.ID, "conference-") {
		return web.Made{}, problem.New(problem.NotFound, "problem.not_found")
	}
	id, err := s.Ask(c, in.ID)
	return web.Made{ID: id, At: "/conferences/" + in.ID, Done: "saved"}, err
}

func (s *Service) said(c *web.Ctx, in module.IDLang) (*Said, error) {
	if _, _, err := s.Visit(c, in.ID); err != nil {
		return nil, err
	}
	return s.Said(c, in.ID)
}
