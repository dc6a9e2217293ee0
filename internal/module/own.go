package module

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// Own gets a document that belongs to the actor, who must have one of the roles. One of another account is
// NotFound, as if there were none; the program itself gets any.
func Own[T any](ctx context.Context, from *store.Collection[T], id string, account func(*T) string, roles ...actor.Role) (*T, error) {
	who := actor.From(ctx)
	if err := who.Must(roles...); err != nil {
		return nil, err
	}
	v, err := from.Get(ctx, id)
	if err == nil && account(v) != who.ID && who.Role != actor.System {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return v, err
}
