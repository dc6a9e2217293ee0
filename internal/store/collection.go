package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"

	"go.mongodb.org/mongo-driver/bson"
)

// Collection keeps nouns of one type. It is safe for use by many at once; a
// value passed to Put is the caller's alone until Put returns.
type Collection[T any] struct {
	db   DB
	spec Spec
}

// Of opens a collection. It panics when *T is no record.Noun, or does not
// store its Meta at the top (`record.Meta `+"`bson:\",inline\"`"+` in T): both
// are mistakes of the program, not of its data. The composition ensures the
// spec before the first use.
func Of[T any](db DB, spec Spec) *Collection[T] {
	if err := spec.Check(); err != nil {
		panic("store: " + err.Error())
	}
	probe := new(T)
	noun, ok := any(probe).(record.Noun)
	if !ok {
		panic(fmt.Sprintf("store: %T is no record.Noun, it cannot be kept in %s", probe, spec.Name))
	}
	noun.Head().ID = "probe"
	doc, err := bson.Marshal(probe)
	if err != nil {
		panic(fmt.Sprintf("store: %T: %v", probe, err))
	}
	if id, ok := bson.Raw(doc).Lookup("_id").StringValueOK(); !ok || id != "probe" {
		panic(fmt.Sprintf("store: %T must embed record.Meta with the tag `bson:\",inline\"`", probe))
	}
	return &Collection[T]{db: db, spec: spec}
}

// Spec returns the declaration.
func (c *Collection[T]) Spec() Spec { return c.spec }

// Get returns the noun of this id, or a NotFound problem.
func (c *Collection[T]) Get(ctx context.Context, id string) (*T, error) {
	if CheckID(id) != nil {
		return nil, c.problem(id, ErrNotFound)
	}
	doc, err := c.db.Get(ctx, c.spec.Name, id)
	if err != nil {
		return nil, c.problem(id, err)
	}
	return c.decode(doc)
}

// GetMany returns the nouns of these ids in the order asked; those that do not
// exist are left out.
func (c *Collection[T]) GetMany(ctx context.Context, ids []string) ([]*T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := c.db.GetMany(ctx, c.spec.Name, ids)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.spec.Name, err)
	}
	return c.decodeAll(docs)
}

// Save is Put for a use case that answers what it stored: after a failed write it answers
// nothing but the error.
func (c *Collection[T]) Save(ctx context.Context, v *T) (*T, error) {
	if err := c.Put(ctx, v); err != nil {
		return nil, err
	}
	return v, nil
}

// Put stores v. Revision 0 inserts; any other must be the one stored now. On
// success v's Revision has grown by one and its times are stamped; on failure
// v is as it was, and the error is a Conflict problem around ErrConflict (the
// revision moved on, or the id exists) or around a *DuplicateError (another
// noun holds a unique key), a TooLarge problem, or internal.
func (c *Collection[T]) Put(ctx context.Context, v *T) (err error) {
	head := any(v).(record.Noun).Head()
	if err := CheckID(head.ID); err != nil {
		return fmt.Errorf("%s: %w", c.spec.Name, err)
	}
	before := *head
	defer func() {
		if err != nil {
			*head = before
		}
	}()
	head.Revision++
	head.Touch(c.now())
	head.Assisted = actor.From(ctx).By
	doc, err := bson.Marshal(v)
	if err != nil {
		return fmt.Errorf("%s %s: %w", c.spec.Name, head.ID, err)
	}
	if len(doc) > MaxDocument {
		return problem.New(problem.TooLarge, "problem.too_large")
	}
	err = c.db.Put(ctx, c.spec.Name, Write{ID: head.ID, Expected: before.Revision, Doc: doc})
	if err != nil {
		return c.problem(head.ID, err)
	}
	return nil
}

// now is the moment, or for a quiet collection the day.
func (c *Collection[T]) now() time.Time {
	if c.spec.Quiet {
		return c.db.Now().UTC().Truncate(24 * time.Hour)
	}
	return c.db.Now()
}

// Delete removes the noun when it is still of this revision. It returns a
// NotFound problem, or a Conflict problem around ErrConflict.
func (c *Collection[T]) Delete(ctx context.Context, id string, revision int64) error {
	if CheckID(id) != nil {
		return c.problem(id, ErrNotFound)
	}
	if err := c.db.Delete(ctx, c.spec.Name, id, revision); err != nil {
		return c.problem(id, err)
	}
	return nil
}

// Find returns a page in the order of the index and the token of the next
// page, empty when this is the last. What is written between two pages
// neither repeats nor hides what stays in its place. A token that is none is
// an Invalid problem.
func (c *Collection[T]) Find(ctx context.Context, q Query) (items []*T, next string, err error) {
	docs, next, err := c.db.Find(ctx, c.spec.Name, q)
	if err != nil {
		return nil, "", c.problem("", err)
	}
	items, err = c.decodeAll(docs)
	return items, next, err
}

// First returns the first noun with these values, or a NotFound problem.
func (c *Collection[T]) First(ctx context.Context, index string, equal ...any) (*T, error) {
	items, _, err := c.Find(ctx, Query{Index: index, Equal: equal, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, c.problem("", ErrNotFound)
	}
	return items[0], nil
}

// All goes through the collection by id, page by page. It ends after the
// first error.
func (c *Collection[T]) All(ctx context.Context) iter.Seq2[*T, error] { return c.Each(ctx, Query{}) }

// List returns all that a query finds, page by page and however much it is, for what is few by its
// nature: the questions about one tender, the contracts of one buyer.
func (c *Collection[T]) List(ctx context.Context, q Query) ([]*T, error) {
	var all []*T
	for v, err := range c.Each(ctx, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// Each goes through all that a query finds, page by page, however much it is. It ends after the first error.
func (c *Collection[T]) Each(ctx context.Context, q Query) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		q.Limit = maxLimit / 4
		for {
			items, next, err := c.Find(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			q.After = next
		}
	}
}

func (c *Collection[T]) decode(doc bson.Raw) (*T, error) {
	v := new(T)
	if err := bson.Unmarshal(doc, v); err != nil {
		return nil, fmt.Errorf("%s %s: %w", c.spec.Name, doc.Lookup("_id"), err)
	}
	return v, nil
}

func (c *Collection[T]) decodeAll(docs []bson.Raw) ([]*T, error) {
	items := make([]*T, 0, len(docs))
	for _, doc := range docs {
		v, err := c.decode(doc)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

// problem says to people what an adapter says to programs.
func (c *Collection[T]) problem(id string, err error) error {
	var taken *DuplicateError
	switch {
	case errors.Is(err, ErrNotFound):
		return problem.New(problem.NotFound, "problem.not_found").Wrap(fmt.Errorf("%s %s: %w", c.spec.Name, id, err))
	case errors.Is(err, ErrConflict):
		return problem.New(problem.Conflict, "problem.conflict").Wrap(fmt.Errorf("%s %s: %w", c.spec.Name, id, err))
	case errors.As(err, &taken):
		return problem.New(problem.Conflict, "problem.duplicate").Wrap(fmt.Errorf("%s %s: %w", c.spec.Name, id, err))
	case errors.Is(err, ErrAfter):
		return problem.New(problem.Invalid, "problem.after").Wrap(fmt.Errorf("%s: %w", c.spec.Name, err))
	}
	return fmt.Errorf("%s %s: %w", c.spec.Name, id, err)
}
