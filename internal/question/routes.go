package question

import (
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// Shower answers with the page of a tender.
type Shower func(c *web.Ctx, in module.ID) (*tender.ShowPage, error)

// handlers answer requests.
type handlers struct {
	*Service
	show Shower
}

// Module is questions as cmd/citiesgrow wires them; show is the page of a tender, where questions are
// asked and answered.
func (s *Service) Module(show Shower) module.Module {
	h := handlers{s, show}
	return module.Module{
		Name:        "question",
		Collections: []store.Spec{questions},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/questions", Who: web.Anyone(), Voice: web.APIOnly,
				About: "What was asked about a tender, and the answers."}, h.list),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/questions", Who: web.Only(actor.Entrepreneur), Area: actor.AreaContracts,
				Status: http.StatusCreated, About: "Ask the buyer; nobody learns who asked."}, h.ask), "tender/show", h.againAsk),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/questions/{id}/answer", Who: web.Only(actor.Buyer, actor.Employer),
				About: "Answer a question, to all."}, h.answer), "tender/show", h.againAnswer),
		},
	}
}

type askInput struct {
	ID   string `path:"id"`
	Text string `json:"text" validate:"required,max=2000"`
}

// Created is a question that was asked.
type Created struct{ *Question }

// Location is the place of the questions on the tender's page.
func (q Created) Location() string { return "/tenders/" + q.TenderID + "?done=asked" }

// Place is the list of the tender's questions.
func (q Created) Place() string { return "/tenders/" + q.TenderID + "/questions" }

func (s handlers) ask(c *web.Ctx, in askInput) (Created, error) {
	q, err := s.Create(c, in.ID, in.Text)
	if err != nil {
		return Created{}, err
	}
	return Created{q}, nil
}

func (s handlers) againAsk(c *web.Ctx, in askInput) (*tender.ShowPage, error) {
	return s.show(c, module.ID{ID: in.ID})
}

// QuestionList is what was asked about a tender.
type QuestionList struct {
	web.Whole[*Question]
}

func (s handlers) list(c *web.Ctx, in module.ID) (*QuestionList, error) {
	if _, err := s.tenders.Get(c, in.ID); err != nil {
		return nil, err
	}
	all, err := s.List(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &QuestionList{Whole: web.Whole[*Question]{Items: all}}, nil
}

type answerInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision" validate:"min=0"` // of the question that was read; 0: of any
	Answer   string `json:"answer" validate:"required,max=5000"`
}

// Answered is a question with its answer.
type Answered struct{ *Question }

// Location is the tender, whose page says that all can read the answer.
func (a Answered) Location() string { return "/tenders/" + a.TenderID + "?done=answered" }

func (s handlers) answer(c *web.Ctx, in answerInput) (Answered, error) {
	q, err := s.Answer(c, in.ID, in.Revision, in.Answer)
	if err != nil {
		return Answered{}, err
	}
	return Answered{q}, nil
}

// againAnswer shows the page of the tender with what was typed. Where another answer was stored since,
// it stands above the form, which then replaces it.
func (s handlers) againAnswer(c *web.Ctx, in answerInput) (*tender.ShowPage, error) {
	q, err := s.questions.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if _, err := s.tenders.Own(c, q.TenderID); err != nil {
		return nil, err
	}
	p, err := s.show(c, module.ID{ID: q.TenderID})
	if err != nil {
		return nil, err
	}
	for i := range p.Questions {
		if p.Questions[i].ID == in.ID {
			p.Questions[i].Again, p.Questions[i].Typed = true, in.Answer
		}
	}
	return p, nil
}
