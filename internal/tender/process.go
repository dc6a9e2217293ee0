package tender

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// process is the tender that a notice belongs to.
type process struct {
	tender  string   // id
	ocid    string   // of the notice in it
	known   bool     // the tender is there
	others  []string // further tenders that the notice shows to be the same one
	remarks []string
}

// awaitedNotices keeps the names of notices that others refer to and that have not come.
var awaitedNotices = store.Spec{Name: "awaited_notices"}

// awaitedNotice says to which tender a notice belongs that has not come.
type awaitedNotice struct {
	record.Meta `bson:",inline"`
	Name        string `bson:"name"` // as codes.NoticeNumber gives it
	TenderID    string `bson:"tender_id"`
}

func awaitedID(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "awaited-" + hex.EncodeToString(sum[:12])
}

// process finds the tender of a notice: by the notice itself in another version or format, by
// the notices it refers to, by those that refer to it, and by its process id. Each of these
// only counts between buyers that have something in common. A process that is not known gets
// the id that every notice of it will get.
func (s *Service) process(ctx context.Context, r *ocds.Release) (process, error) {
	p := process{ocid: r.OCID}
	candidates, err := s.referred(ctx, r)
	if err != nil {
		return p, err
	}
	for _, id := range candidates {
		t, err := s.tenders.Get(ctx, id)
		switch {
		case problem.Is(err, problem.NotFound): // stopped between a notice and its tender
			p.take(id)
		case err != nil:
			return p, err
		case !s.commonBuyer(t.buyers(), buyersOf(r)):
			p.remarks = codes.Add(p.remarks, otherBuyer)
		case otherCall(t, r):
			p.remarks = codes.Add(p.remarks, otherProcedure)
		default:
			p.take(t.ID)
		}
	}
	return s.byProcess(ctx, r, p)
}

// take notes a tender; the first counts, and those after it are the same one.
func (p *process) take(id string) {
	switch {
	case p.tender == "":
		p.tender, p.known = id, true
	case p.tender != id:
		p.others = codes.Add(p.others, id)
	}
}

// byProcess takes the tender of the process id. Programs leave the procedure id of an example
// in their notices: where its tender is another buyer's, the notice has one of its own.
func (s *Service) byProcess(ctx context.Context, r *ocds.Release, p process) (process, error) {
	t, err := s.ofProcess(ctx, r.OCID)
	if problem.Is(err, problem.NotFound) {
		if p.tender == "" {
			p.tender = IDOf(r.OCID)
		}
		return p, nil
	}
	if err != nil {
		return p, err
	}
	if r.Source.System == "ocds" || s.commonBuyer(t.buyers(), buyersOf(r)) {
		p.take(cmp.Or(t.Joined, t.ID))
		return p, nil
	}
	if p.tender != "" {
		return p, nil
	}
	p.remarks = codes.Add(p.remarks, otherBuyer)
	p.ocid = r.OCID + "-" + buyerKey(buyersOf(r))
	p.tender = IDOf(p.ocid)
	if _, err := s.tenders.Get(ctx, p.tender); err == nil {
		p.known = true
	} else if !problem.Is(err, problem.NotFound) {
		return p, err
	}
	return p, nil
}

// ofProcess is the tender of a process id: the one that has it, or the one that took its first
// notice in by a reference.
func (s *Service) ofProcess(ctx context.Context, ocid string) (*Tender, error) {
	t, err := s.tenders.Get(ctx, IDOf(ocid))
	if problem.Is(err, problem.NotFound) { // a contract that was posted here has an id of its own
		t, err = s.tenders.First(ctx, "ocid", ocid)
	}
	if !problem.Is(err, problem.NotFound) {
		return t, err
	}
	alias, err := store.Of[awaitedNotice](s.kit.DB, awaitedNotices).Get(ctx, awaitedID(processName(ocid)))
	if err != nil {
		return nil, err
	}
	return s.tenders.Get(ctx, alias.TenderID)
}

// processName is the name under which the process id of a notice leads to another tender.
func processName(ocid string) string { return "process " + ocid }

// otherCall reports whether a tender and a notice are calls of two procedures: a plan may be the
// beginning of several, and two calls with different procedure ids are never one contract.
func otherCall(t *Tender, r *ocds.Release) bool {
	return r.Replaces == "" && isCall(r.Tags) && r.Source.Procedure != "" && len(t.Calls) > 0 && !slices.Contains(t.Calls, r.Source.Procedure)
}

func isCall(tags []string) bool {
	return slices.ContainsFunc(tags, func(tag string) bool { return strings.HasPrefix(tag, "tender") })
}

// referred lists the tenders of the notices that a notice is, names or is named by.
func (s *Service) referred(ctx context.Context, r *ocds.Release) ([]string, error) {
	var ids []string
	for _, name := range append(ownNames(r), r.Related...) {
		id, err := s.tenderOfNotice(ctx, name)
		if err != nil {
			return nil, err
		}
		ids = codes.Add(ids, id)
	}
	for _, name := range ownNames(r) {
		waiting, err := store.Of[awaitedNotice](s.kit.DB, awaitedNotices).Get(ctx, awaitedID(codes.NoticeNumber(name)))
		if err == nil {
			ids = codes.Add(ids, waiting.TenderID)
		} else if !problem.Is(err, problem.NotFound) {
			return nil, err
		}
	}
	return ids, nil
}

// ownNames are the names under which other notices may refer to a notice.
func ownNames(r *ocds.Release) []string {
	return codes.Add(nil, r.Source.NoticeID, r.Source.Publication)
}

// tenderOfNotice finds the tender of a notice by any of its names; "" where it is not here.
func (s *Service) tenderOfNotice(ctx context.Context, name string) (string, error) {
	for _, spelling := range spellings(name) {
		for _, index := range []string{"notice", "publication"} {
			n, err := s.notices.First(ctx, index, spelling)
			if err == nil && n.Disputed == "" {
				return n.TenderID, nil
			}
			if err != nil && !problem.Is(err, problem.NotFound) {
				return "", err
			}
		}
	}
	return "", nil
}

// spellings are the ways in which the name of a notice is kept: publication numbers with as
// many digits as their source writes.
func spellings(name string) []string {
	plain := codes.NoticeNumber(name)
	all := codes.Add(nil, plain, name)
	number, year, ok := strings.Cut(plain, "-")
	if ok && len(year) == 4 && strings.Trim(number+year, "0123456789") == "" {
		all = codes.Add(all, fmt.Sprintf("%06s-%s", number, year), fmt.Sprintf("%08s-%s", number, year))
	}
	return all
}

// await notes the notices that a notice refers to and that have not come, and the process id of
// a notice that was taken into another tender.
func (s *Service) await(ctx context.Context, r *ocds.Release, tender string) error {
	var names []string
	if IDOf(r.OCID) != tender {
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
	awaited := store.Of[awaitedNotice](s.kit.DB, awaitedNotices)
	for _, name := range names {
		err := awaited.Put(ctx, &awaitedNotice{Meta: record.Meta{ID: awaitedID(name)}, Name: name, TenderID: tender})
		if err != nil && !problem.Is(err, problem.Conflict) {
			return err
		}
	}
	return nil
}

// join moves the notices of a tender to the one that they turned out to be about. Its address
// leads there from then on.
func (s *Service) join(ctx context.Context, from, into string) error {
	t, err := s.tenders.Get(ctx, from)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil || t.Owner != "" {
		return err // what was posted here stays what it is
	}
	all, err := s.allNoticesOf(ctx, from)
	if err != nil {
		return err
	}
	for _, n := range all {
		n.TenderID = into
		if err := s.notices.Put(ctx, n); err != nil {
			return err
		}
	}
	if err := s.moveInterests(ctx, from, into); err != nil {
		return err
	}
	for try := 0; ; try++ {
		*t = Tender{Meta: t.Meta, OCID: t.OCID, Joined: into}
		err := s.tenders.Put(ctx, t)
		if !problem.Is(err, problem.Conflict) || try > 10 {
			return err
		}
		if t, err = s.tenders.Get(ctx, from); err != nil {
			return err
		}
	}
}

// moveInterests takes the firms that follow a tender along to another one. A firm that followed both keeps the
// stronger of its words there and the earlier days.
func (s *Service) moveInterests(ctx context.Context, from, into string) error {
	t, err := s.tenders.Get(ctx, into)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	for {
		all, err := s.interestsOf(ctx, from)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, old := range all {
			if err := s.moveInterest(ctx, old, into, t); err != nil {
				return err
			}
		}
	}
}

func (s *Service) moveInterest(ctx context.Context, old *Interest, into string, t *Tender) error {
	_, err := s.interests.Upsert(ctx, interestID(into, old.Account), func(i *Interest) error {
		there := *i
		if there.Account == "" || old.Declared && !there.Declared {
			*i = *old
		}
		i.Meta, i.TenderID, i.Since = there.Meta, into, earlier(old.Since, there.Since)
		if old.Declared && there.Declared {
			i.DeclaredOn = earlier(old.declaredOn(), there.declaredOn())
		}
		if t != nil && t.City != "" {
			i.City = t.City
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.interests.Delete(ctx, old.ID, old.Revision); err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	return nil
}

// earlier is the first of two moments, of those that are known.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// buyers are the buyers of a tender as parties.
func (t *Tender) buyers() []ocds.Party { return buyerParties(t.Buyer, t.Parties) }

func buyersOf(r *ocds.Release) []ocds.Party { return buyerParties(r.Buyer, r.Parties) }

func buyerParties(named ocds.Reference, parties []ocds.Party) []ocds.Party {
	var all []ocds.Party
	for _, p := range parties {
		if slices.Contains(p.Roles, "buyer") || slices.Contains(p.Roles, "procuringEntity") || p.ID == named.ID && p.Name == named.Name {
			all = append(all, p)
		}
	}
	if len(all) == 0 && named.Name != "" {
		all = append(all, ocds.Party{Name: named.Name})
	}
	return all
}
