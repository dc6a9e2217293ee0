package process

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// awaitedNotices are the names of notices that others refer to and that were not received yet.
var awaitedNotices = store.Spec{Name: "awaited_notices"}

// awaitedNotice says to which tender a notice belongs that was not received yet.
type awaitedNotice struct {
	record.Meta `bson:",inline"`
	Name        string `bson:"name"` // as codes.NoticeNumber gives it
	TenderID    string `bson:"tender_id"`
}

func awaitedID(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "awaited-" + hex.EncodeToString(sum[:12])
}

// processName is the name under which the process id of a notice leads to another tender.
func processName(ocid string) string { return "process " + ocid }

// ownNames are the names under which other notices may refer to a notice.
func ownNames(r *ocds.Release) []string {
	return codes.Add(nil, r.Source.NoticeID, r.Source.Publication)
}

// await notes the notices that a notice refers to and that have not come, and the process id of
// a notice that was taken into another tender.
func (s *Service) await(ctx context.Context, r *ocds.Release, into string) error {
	var names []string
	if tender.IDOf(r.OCID) != into {
		names = append(names, processName(r.OCID))
	}
	for _, name := range r.Related {
		known, err := s.tenderOfNotice(ctx, name)
		if err != nil {
			return err
		}
		if known == "" {
			names = codes.Add(names, codes.NoticeNumber(name))
		}
	}
	for _, name := range names {
		err := s.awaited.Put(ctx, &awaitedNotice{Meta: record.Meta{ID: awaitedID(name)}, Name: name, TenderID: into})
		if err != nil && !problem.Is(err, problem.Conflict) {
			return err
		}
	}
	return nil
}
