// Package storetest is the contract of store.DB as tests. An adapter is right
// when it passes Run, and Crash where it can be killed.
package storetest

import (
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Open opens the same data each time it is called, with this clock. The one
// opened before is closed by then.
type Open func(clock func() time.Time) (store.DB, error)

// Run runs the contract. fresh gives each case data of its own, empty at first.
func Run(t *testing.T, fresh func(t *testing.T) Open) {
	cases := []struct {
		name string
		run  func(t *testing.T, s *suite)
	}{
		{"insert, read, change, delete", crud},
		{"a failed put leaves the value as it was", failedPut},
		{"many by id, in the order asked", many},
		{"a deleted id can be used again", reuse},
		{"problems for people", problems},
		{"quiet documents carry the day only", quietDay},
		{"32 writers lose no update", lostUpdates},
		{"32 writers make one document together", madeTogether},
		{"32 inserts of one unique key: one wins", uniqueRace},
		{"32 writers swap unique keys: never two owners", uniqueSwap},
		{"a unique key has one owner, moves and is freed", uniqueMoves},
		{"a unique index allows many without a value", uniqueSparse},
		{"a compound unique key", uniqueCompound},
		{"find by equality and range", findRange},
		{"every kind of value is in its order", findOrder},
		{"empty values are not in an index", findEmpty},
		{"paging is stable while writes go on", findPaging},
		{"find by id", findByID},
		{"all, by id", findAll},
		{"a new index finds old documents", newIndex},
		{"odd values come back as they were", oddValues},
		{"a document of a megabyte", megabyte},
		{"what is written is in the feed", feedComplete},
		{"the feed goes on from a bookmark after a restart", feedRestart},
		{"the feed misses nothing of 8 writers", feedCrowd},
		{"quiet collections are not in the feed", feedQuiet},
		{"a write ends the wait", feedWait},
		{"followers come in order", followersInOrder},
		{"a follower that fails sees the change again", followerResumes},
		{"a change that keeps failing is parked", followerParks},
		{"a rewound follower begins again", followerRewinds},
		{"an earlier follower is rewound past a batch", earlierRewinds},
		{"catch up while the feed runs", catchUpBesideRun},
		{"a panic is a failure", followerPanics},
		{"a migration moves documents", migrated},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := &suite{open: fresh(t), now: start}
			s.reopen(t)
			t.Cleanup(func() { s.close(t) })
			c.run(t, s)
		})
	}
}

var start = time.Date(2026, 3, 14, 9, 26, 53, 589_000_000, time.UTC)

// suite is one case's data.
type suite struct {
	open   Open
	db     store.DB
	things *store.Collection[thing]
	secret *store.Collection[thing]
	mu     sync.Mutex
	now    time.Time
}

// thing has a field of each kind that an index may hold.
type thing struct {
	record.Meta `bson:",inline"`
	Name        string            `bson:"name,omitempty"`
	City        string            `bson:"city"`
	Count       int64             `bson:"count"`
	Ratio       float64           `bson:"ratio,omitempty"`
	Due         time.Time         `bson:"due,omitempty"`
	Sealed      time.Time         `bson:"sealed"`
	Open        bool              `bson:"open"`
	Source      source            `bson:"source"`
	Parts       []source          `bson:"parts,omitempty"`
	Words       map[string]string `bson:"words,omitempty"`
	Deep        map[string]any    `bson:"deep,omitempty"`
	Data        []byte            `bson:"data,omitempty"`
	Maybe       *source           `bson:"maybe"`
}

type source struct {
	System string `bson:"system,omitempty"`
	Code   string `bson:"code,omitempty"`
}

var thingSpec = store.Spec{Name: "things", Indexes: []store.Index{
	{Name: "city_due", Fields: []string{"city", "due"}},
	{Name: "name", Fields: []string{"name"}},
	{Name: "count", Fields: []string{"count"}},
	{Name: "ratio", Fields: []string{"ratio"}},
	{Name: "due", Fields: []string{"due"}},
	{Name: "open", Fields: []string{"open"}},
	{Name: "code", Fields: []string{"source.code"}, Unique: true},
}}

var secretSpec = store.Spec{Name: "secrets", Quiet: true, Indexes: []store.Index{
	{Name: "city", Fields: []string{"city"}},
	{Name: "code", Fields: []string{"source.code"}, Unique: true},
}}

// reopen closes the store, as at the end of a process, and opens it again.
func (s *suite) reopen(t *testing.T) {
	t.Helper()
	s.close(t)
	db, err := s.open(s.clock)
	must(t, err)
	s.db = db
	must(t, db.Ensure(t.Context(), []store.Spec{thingSpec, secretSpec}))
	s.things = store.Of[thing](db, thingSpec)
	s.secret = store.Of[thing](db, secretSpec)
}

func (s *suite) close(t *testing.T) {
	t.Helper()
	if s.db != nil {
		must(t, s.db.Close())
		s.db = nil
	}
}

func (s *suite) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *suite) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func (s *suite) put(t *testing.T, things ...*thing) {
	t.Helper()
	for _, v := range things {
		must(t, s.things.Put(t.Context(), v))
	}
}

func named(id string) *thing { return &thing{Meta: record.Meta{ID: id}} }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ids(things []*thing) []string {
	list := make([]string, len(things))
	for i, v := range things {
		list[i] = v.ID
	}
	return list
}
