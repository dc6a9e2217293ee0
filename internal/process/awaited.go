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

// awaitedNotices holds names to which notices refer, but whose notices are not stored yet.
var awaitedNotices = store.Spec{Name: "awaited_notices"}

// awaitedNotice says which tender a notice will belong to when it arrives.
type awaitedNotice struct {
	record.Meta `bson:",inline"`
	Name        string `bson:"name"` // in the form of codes.NoticeNumber
	TenderID    string `bson:"tender_id"`
}

func awaitedID(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "awaited-" + hex.EncodeToString(sum[:12])
}

// processName is the name under which the process id of a notice is stored if the notice belongs to another tender.
func processName(ocid string) string { return "process " + ocid }

// ownNames lists the names by which other notices may refer to a notice.
func ownNames(r *ocds.Release) []string {
	return codes.Add(nil, r.Source.NoticeID, r.Source.Publication)
}

// await stores the names of referenced notices that have not arrived. It also stores the process id of a notice that was added to
// the tender of another process.
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
