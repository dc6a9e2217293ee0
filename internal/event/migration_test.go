package event_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/storetest"
)

// The types and collections as they were in releases before December 2026.
type (
	oldConference struct {
		record.Meta `bson:",inline"`
		Title       string          `bson:"title"`
		Text        string          `bson:"text,omitempty"`
		Language    string          `bson:"language"`
		City        string          `bson:"city"`
		Where       string          `bson:"where"`
		From        time.Time       `bson:"from"`
		To          time.Time       `bson:"to"`
		Capacity    int             `bson:"capacity"`
		Sessions    []event.Session `bson:"sessions,omitempty"`
		Published   time.Time       `bson:"published,omitempty"`
		Cancelled   time.Time       `bson:"cancelled,omitempty"`
		Reason      string          `bson:"reason,omitempty"`
		Survey      string          `bson:"survey,omitempty"`
		Test        bool            `bson:"test,omitempty"`
	}
	oldGuest struct {
		Account      string    `bson:"account"`
		Name         string    `bson:"name"`
		Organisation string    `bson:"organisation,omitempty"`
		City         string    `bson:"city,omitempty"`
		Sessions     []string  `bson:"sessions,omitempty"`
		Needs        string    `bson:"needs,omitempty"`
		Waiting      bool      `bson:"waiting,omitempty"`
		At           time.Time `bson:"at"`
	}
	oldGuests struct {
		record.Meta `bson:",inline"`
		Guests      []oldGuest `bson:"guests,omitempty"`
	}
	oldEvent struct {
		record.Meta `bson:",inline"`
		Account     string    `bson:"account"`
		Organiser   string    `bson:"organiser"`
		Kind        string    `bson:"kind"`
		City        string    `bson:"city"`
		Title       string    `bson:"title"`
		Language    string    `bson:"language"`
		Where       string    `bson:"where"`
		Start       time.Time `bson:"start"`
		End         time.Time `bson:"end"`
		Capacity    int       `bson:"capacity"`
		Hosts       []string  `bson:"hosts,omitempty"`
		Published   time.Time `bson:"published,omitempty"`
		Cancelled   time.Time `bson:"cancelled,omitempty"`
		Reason      string    `bson:"reason,omitempty"`
	}
	oldRegistration struct {
		Account string         `bson:"account"`
		Name    string         `bson:"name"`
		Contact string         `bson:"contact,omitempty"`
		Note    string         `bson:"note,omitempty"`
		Waiting bool           `bson:"waiting,omitempty"`
		At      time.Time      `bson:"at"`
		Follow  event.FollowUp `bson:"follow"`
	}
	oldAttendance struct {
		record.Meta   `bson:",inline"`
		Registrations []oldRegistration `bson:"registrations,omitempty"`
		Meetings      []event.Meeting   `bson:"meetings,omitempty"`
	}
)

var (
	conferencesSpec = store.Spec{Name: "conferences", Indexes: []store.Index{{Name: "from", Fields: []string{"from"}},
		{Name: "survey", Fields: []string{"survey"}}}}
	guestsSpec      = store.Spec{Name: "conference_guests", Quiet: true}
	attendancesSpec = store.Spec{Name: "attendances", Quiet: true}
	eventsSpec      = store.Spec{Name: "events", Indexes: []store.Index{{Name: "end", Fields: []string{"end"}},
		{Name: "account", Fields: []string{"account", "start"}}}}
)

// before returns a house whose store was written by an earlier release: an event and a conference with registrations, one
// cancelled of each, a draft, and the letters.
func before(t *testing.T) *house {
	t.Helper()
	h := unstarted(t)
	h.Must(h.DB.Ensure(t.Context(), []store.Spec{mail.Letters, conferencesSpec, guestsSpec, attendancesSpec, eventsSpec}))
	at := h.now.Add(-72 * time.Hour)
	days := func(n int) time.Time { return time.Date(2027, 3, n, 23, 59, 0, 0, time.UTC) }
	sessions := []event.Session{{ID: "aaaaaaaa", Title: "First", Room: "B", Start: days(1).Add(-15 * time.Hour), End: days(1).Add(-14 * time.Hour), Capacity: 2},
		{ID: "bbbbbbbb", Title: "Second", Start: days(2).Add(-15 * time.Hour), End: days(2).Add(-14 * time.Hour)}}
	for _, k := range []*oldConference{
		{Meta: record.Meta{ID: "conference-one"}, Title: "What came of it", Text: "Two days.", Language: "en", City: "helsinki", Where: "Library", From: days(1),
			To: days(2), Capacity: 2, Sessions: sessions, Published: at, Survey: "secretcode", Test: true},
		{Meta: record.Meta{ID: "conference-off"}, Title: "Off", Language: "en", City: "riga", Where: "Hall", From: days(5), To: days(5), Capacity: 2,
			Published: at, Cancelled: at, Reason: "Snow"},
		{Meta: record.Meta{ID: "conference-draft"}, Title: "Draft", Language: "en", City: "riga", Where: "Hall", From: days(9), To: days(9), Capacity: 2},
	} {
		put(h, conferencesSpec, k, 4)
	}
	for _, id := range []string{"conference-one", "conference-off"} {
		put(h, guestsSpec, &oldGuests{Meta: record.Meta{ID: id}, Guests: []oldGuest{
			{Account: "a", Name: "Amina", Organisation: "Brooms", City: "riga", Sessions: []string{"aaaaaaaa"}, Needs: "a ramp", At: at},
			{Account: "b", Name: "Omar", At: at.Add(time.Minute)}, {Account: "c", Name: "Li", Waiting: true, At: at.Add(time.Hour)}}}, 2)
	}
	start := time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC)
	for _, e := range []*oldEvent{
		{Meta: record.Meta{ID: "event-one"}, Account: "buyer", Organiser: "City", Kind: "job_event", City: "riga", Title: "Meet", Language: "en", Where: "Hall",
			Start: start, End: start.Add(time.Hour), Capacity: 1, Hosts: []string{"A buyer"}, Published: at},
		{Meta: record.Meta{ID: "event-off"}, Account: "buyer", Organiser: "City", Kind: "job_event", City: "riga", Title: "Off", Language: "en", Where: "Hall",
			Start: start, End: start.Add(time.Hour), Capacity: 1, Published: at, Cancelled: at, Reason: "Snow"},
	} {
		put(h, eventsSpec, e, 2)
		put(h, attendancesSpec, &oldAttendance{Meta: record.Meta{ID: e.ID}, Meetings: []event.Meeting{{Host: "A buyer", Start: start, Account: "a"}},
			Registrations: []oldRegistration{{Account: "a", Name: "Amina", Contact: "+371", Note: "hello", At: at, Follow: event.FollowUp{Next: "Call"}},
				{Account: "b", Name: "Omar", Waiting: true, At: at}}}, 3)
	}
	second := at.Add(time.Second).In(time.FixedZone("", 7200)).Format(time.RFC3339) // the sending took until the next second, in the time zone of the server
	for about, due := range map[string]time.Time{
		"event-one/registered/a/" + at.Format(time.RFC3339):                        {},
		"event-one/waiting/b":                                                      {},
		"event-one/ahead/a":                                                        start.Add(-24 * time.Hour),
		"event-off/event.letter_cancelled/a/" + second:                             {},
		"event-off/event.letter_cancelled/b/" + second:                             {},
		fmt.Sprint("conference-one/conference.letter_registered/a/", at.Unix()):    {},
		fmt.Sprint("conference-one/conference.letter_registered/b/", at.Unix()+60): {},
		fmt.Sprint("conference-one/conference.letter_waiting/c/", at.Unix()+3600):  {},
		"conference-off/cancelled/a":                                               {},
		"conference-off/cancelled/b":                                               {},
		"conference-off/cancelled/c":                                               {},
	} {
		h.Must(h.Post.Queue(t.Context(), mail.Letter{About: about, Account: "x", Key: "of an earlier release", Due: due}))
		h.before = append(h.before, about)
	}
	all := store.Of[mail.Letter](h.DB, mail.Letters)
	for l, err := range all.All(t.Context()) {
		h.Must(err)
		if l.Due = l.Wanted; l.Due.IsZero() { // it was sent
			h.Must(all.Put(t.Context(), l))
		}
	}
	return h
}

// put writes a document until it has this number of revisions.
func put[T any](h *house, spec store.Spec, v *T, revisions int) {
	h.t.Helper()
	for range revisions {
		h.Must(store.Of[T](h.DB, spec).Put(h.t.Context(), v))
	}
}

// after fails the test if anything of before is missing, or if a letter is sent again.
func (h *house) after() {
	h.t.Helper()
	t, system := h.t, actor.AsSystem(h.t.Context())
	conferences := h.Conferences()
	all, err := conferences.List(system, "", "")
	h.Must(err)
	if len(all) != 3 || all[0].ID != "conference-draft" || all[2].ID != "conference-one" {
		t.Fatalf("conferences: %+v", all)
	}
	one := all[2]
	if one.Title != "What came of it" || one.Text != "Two days." || one.City != "helsinki" || one.Where != "Library" || len(one.Sessions) != 2 ||
		one.Sessions[0].Room != "B" || one.Survey != "secretcode" || !one.Test || one.Created.IsZero() || one.Capacity != 2 || one.Revision != 1 {
		t.Errorf("%+v", one)
	}
	if ics := one.ICS(nil, ""); ics[0].Sequence <= 4 {
		t.Errorf("calendars have version 4 and are given version %d", ics[0].Sequence)
	}
	for id, want := range map[string]string{"conference-off": "cancelled", "conference-draft": "draft", "conference-one": "coming"} {
		if e, err := conferences.Get(system, id); err != nil || e.State(h.now) != want {
			t.Errorf("%s: %+v, %v", id, e, err)
		}
	}
	_, a, err := conferences.Attendance(system, "conference-one")
	h.Must(err)
	if r := a.Registrations; len(r) != 3 || r[0].Name != "Amina" || r[0].Organisation != "Brooms" || r[0].City != "riga" || r[0].Needs != "a ramp" ||
		!slices.Equal(r[0].Sessions, []string{"aaaaaaaa"}) || r[1].Waiting || !r[2].Waiting || !r[2].At.Equal(h.now.Add(-71*time.Hour)) {
		t.Errorf("%+v", r)
	}
	_, a, err = h.Attendance(system, "event-one")
	h.Must(err)
	if r := a.Registrations; len(r) != 2 || r[0].Contact != "+371" || r[0].Note != "hello" || r[0].Follow.Next != "Call" || !r[1].Waiting ||
		len(a.Meetings) != 1 || a.Meetings[0].Host != "A buyer" {
		t.Errorf("%+v %+v", r, a.Meetings)
	}
	for _, spec := range []store.Spec{conferencesSpec, guestsSpec, attendancesSpec} {
		if docs, _, err := h.DB.Find(t.Context(), spec.Name, store.Query{}); err != nil || len(docs) != 0 {
			t.Errorf("%d documents are left in %s, %v", len(docs), spec.Name, err)
		}
	}
	var fresh []string
	for _, l := range h.Letters("") {
		if !slices.Contains(h.before, l.About) {
			fresh = append(fresh, l.About)
		}
	}
	slices.Sort(fresh)
	if want := []string{"conference-one/ahead/a", "conference-one/ahead/b"}; !slices.Equal(fresh, want) {
		t.Errorf("new letters %q, want %q", fresh, want)
	}
	if due := h.due("event-one", "a"); !due.Equal(time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("who came to an event is reminded at %s", due)
	}
}

// A store of an earlier release shows the same content on its pages to the same users.
func TestAStoreOfAnEarlierRelease(t *testing.T) {
	h := before(t)
	h.Start(h.module())
	h.after()
	s := h.site()
	s.Shows(t.Context(), "/api/v1/conferences/conference-one", []string{`"id":"conference-one"`, `"title":"What came of it"`, `"from":"2027-03-01T23:59:00Z"`,
		`"to":"2027-03-02T23:59:00Z"`, `"free":0`, `"state":"coming"`, `"demonstration":true`}, []string{"secretcode", "Amina", `"start":"2027-03-01T23`})
	s.Shows(h.Staff("riga"), "/conferences/conference-one/registrations/csv", []string{"Amina,Brooms,riga,,First,a ramp", "Li,,,yes,,"}, nil)
	s.Shows(t.Context(), "/api/v1/events/event-one", []string{`"registered":1`, `"waiting":1`, `"kind":"job_event"`}, []string{"Amina"})
	s.Shows(t.Context(), "/api/v1/events", []string{`"total":1`}, []string{"What came of it"})
	if id, _, err := h.Conferences().Surveyed(t.Context(), "secretcode"); err != nil || id != "conference-one" {
		t.Errorf("the survey is about %q, %v", id, err)
	}
}

// If the process is killed at any write of the migration, the next start completes it and repeats nothing.
func TestAMigrationThatIsKilledAnywhere(t *testing.T) {
	h := before(t)
	h.Must(h.DB.Ensure(t.Context(), h.module().Collections))
	kills := 0
	for writes := 0; ; writes = 1 + writes%3 {
		err := store.Migrate(t.Context(), storetest.NewFragile(h.DB, writes), h.module().Migrations)
		if err == nil {
			break
		}
		if !errors.Is(err, storetest.ErrPower) || kills > 50 {
			t.Fatal(err)
		}
		kills++
	}
	if kills < 5 {
		t.Errorf("it was killed %d times only", kills)
	}
	h.Start(h.module())
	h.after()
}

// Nodes that start at the same time migrate the store once.
func TestNodesThatMigrateAtOnce(t *testing.T) {
	h := before(t)
	h.Must(h.DB.Ensure(t.Context(), h.module().Collections))
	h.Crowd(4, func(int) error { return store.Migrate(t.Context(), h.DB, h.module().Migrations) })
	h.Start(h.module())
	h.after()
}
