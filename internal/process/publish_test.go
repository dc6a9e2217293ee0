package process_test

import (
	"testing"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender/tendertest"
)

// Only the buyer who posted a tender publishes a notice of it.
func TestOnlyItsBuyerPublishesANotice(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	for says, who := range strangers() {
		_, err := l.Processes.Publish(as(l.System, who), of, "tenderAmendment", of.Content, nil)
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("%s publishes: %v", says, err)
		}
	}
	if past, err := l.Tenders.Notices(l.System, of.ID); err != nil || len(past) != 1 {
		t.Errorf("%d notices are stored, %v", len(past), err)
	}
	// A tender from another source has no owner: no user can publish a notice of it here.
	other := l.Received(release("o", "n", "01", day(-1), "tender", nil))
	if _, err := l.Processes.Publish(as(l.System, nobody), other, "award", other.Content, &notice.Outcome{}); !problem.Is(err, problem.NotFound) {
		t.Errorf("no one is signed in: %v", err)
	}
}

// Of two concurrent requests, one publishes a notice and the other gets a conflict.
func TestTwoRequestsPublishOneNotice(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	of := l.Published(mine, full())
	if _, err := l.Processes.Publish(mine, of, "tenderAmendment", of.Content, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Processes.Publish(mine, of, "tenderAmendment", of.Content, nil); !problem.Is(err, problem.Conflict) {
		t.Errorf("the second: %v", err)
	}
	if past, err := l.Tenders.Notices(l.System, of.ID); err != nil || len(past) != 2 {
		t.Errorf("%d notices are stored, %v", len(past), err)
	}
}
