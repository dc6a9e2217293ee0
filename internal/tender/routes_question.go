package tender

import (
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

type askInput struct {
	ID   string `path:"id"`
	Text string `json:"text" validate:"required,max=2000"`
}

// Asked is a question that was put.
type Asked struct{ *Question }

// Location is the place of the questions on the tender's page.
func (a Asked) Location() string { return "/tenders/" + a.TenderID + "?done=asked" }

// Place is the list of the tender's questions.
func (a Asked) Place() string { return "/tenders/" + a.TenderID + "/questions" }

func (s handlers) ask(c *web.Ctx, in askInput) (Asked, error) {
	q, err := s.Ask(c, in.ID, in.Text)
	return Asked{q}, err
}

func (s handlers) againAsk(c *web.Ctx, in askInput) (*ShowPage, error) {
	return s.show(c, module.ID{ID: in.ID})
}

// QuestionList is what was asked about a tender.
type QuestionList struct {
	web.Whole
	Items []*Question `json:"items"`
	Total int         `json:"total"`
}

func (s handlers) listQuestions(c *web.Ctx, in module.ID) (*QuestionList, error) {
	if _, err := s.Get(c, in.ID); err != nil {
		return nil, err
	}
	all, err := s.Questions(c, in.ID)
	return &QuestionList{Items: append([]*Question{}, all...), Total: len(all)}, err
}

type answerInput struct {
	ID     string `path:"id"`
	Answer string `json:"answer" validate:"required,max=5000"`
}

// Answered is a question with its answer.
type Answered struct{ *Question }

// Location is the tender, whose page says that all can read the answer.
func (a Answered) Location() string { return "/tenders/" + a.TenderID + "?done=answered" }

func (s handlers) answer(c *web.Ctx, in answerInput) (Answered, error) {
	q, err := s.Answer(c, in.ID, in.Answer)
	return Answered{q}, err
}
