package moduletest

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
)

// Serve serves the pages and the API of a module, and of more that belong to it, and returns a function that asks them with a token,
// or with none for nobody; who says whose token it is. A body goes as JSON, redirects are not followed.
func (h *House) Serve(m module.Module, who func(token string) actor.Actor, more ...module.Module) func(token, method, path, body string) (int, string) {
	h.t.Helper()
	s := h.Site(append([]module.Module{m}, more...)...)
	s.who = who
	return func(token, method, path, body string) (int, string) {
		h.t.Helper()
		r := s.ask(token, method, path, "application/json", body)
		return r.Status, r.Body
	}
}
