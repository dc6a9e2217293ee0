package process

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

// target is the tender that a notice belongs to.
type target struct {
	tender  string   // id
	ocid    string   // process id of the notice in this tender
	known   bool     // the tender already exists
	others  []string // further tenders that the notice shows to be the same
	remarks []string
}

// find returns the tender of a notice. It looks for another version or format of the same notice, for notices that it refers to
// or that refer to it, and for its process id. A tender found this way only counts if it has a buyer in common with the notice.
// For an unknown process, the tender id follows from the process id.
func (s *Service) find(ctx context.Context, r *ocds.Release) (target, error) {
	p := target{ocid: r.OCID}
	candidates, err := s.referred(ctx, r)
	if err != nil {
		return p, err
	}
	for _, id := range candidates {
		t, err := s.tenders.Get(ctx, id)
		switch {
		case problem.Is(err, problem.NotFound): // the program stopped after it stored a notice and before it stored the tender
			p.take(id)
		case err != nil:
			return p, err
		case !s.commonBuyer(buyersOf(t), buyersIn(r)):
			p.remarks = codes.Add(p.remarks, otherBuyer)
		case otherCall(t, r):
			p.remarks = codes.Add(p.remarks, otherProcedure)
		default:
			p.take(t.ID)
		}
	}
	return s.byProcess(ctx, r, p)
}

// take adds a tender. The first one is the target; the others are the same tender.
func (p *target) take(id string) {
	switch {
	case p.tender == "":
		p.tender, p.known = id, true
	case p.tender != id:
		p.others = codes.Add(p.others, id)
	}
}

// byProcess finds the tender by the process id. Some programs leave the id of an example in their notices. If the tender of that
// id belongs to another buyer, the notice gets a process id of its own.
func (s *Service) byProcess(ctx context.Context, r *ocds.Release, p target) (target, error) {
	t, err := s.ofProcess(ctx, r.OCID)
	if problem.Is(err, problem.NotFound) {
		if p.tender == "" {
			p.tender = tender.IDOf(r.OCID)
		}
		return p, nil
	}
	if err != nil {
		return p, err
	}
	if r.Source.System == "ocds" || s.commonBuyer(buyersOf(t), buyersIn(r)) {
		p.take(cmp.Or(t.Joined, t.ID))
		return p, nil
	}
	if p.tender != "" {
		return p, nil
	}
	p.remarks = codes.Add(p.remarks, otherBuyer)
	p.ocid = r.OCID + "-" + buyerKey(buyersIn(r))
	p.tender = tender.IDOf(p.ocid)
	if _, err := s.tenders.Get(ctx, p.tender); err == nil {
		p.known = true
	} else if !problem.Is(err, problem.NotFound) {
		return p, err
	}
	return p, nil
}

// ofProcess returns the tender with a process id, or the tender to which the first notice of the process was added because of a
// reference.
func (s *Service) ofProcess(ctx context.Context, ocid string) (*tender.Tender, error) {
	t, err := s.tenders.Get(ctx, tender.IDOf(ocid))
	if problem.Is(err, problem.NotFound) { // a tender that was posted here has a random id
		t, err = s.tenders.First(ctx, "ocid", ocid)
	}
	if !problem.Is(err, problem.NotFound) {
		return t, err
	}
	alias, err := s.awaited.Get(ctx, awaitedID(processName(ocid)))
	if err != nil {
		return nil, err
	}
	return s.tenders.Get(ctx, alias.TenderID)
}

// otherCall reports whether a tender and a notice are calls of different procedures. Several procedures may start from one plan,
// but calls with different procedure ids are never one tender.
func otherCall(t *tender.Tender, r *ocds.Release) bool {
	return r.Replaces == "" && notice.IsCall(r.Tags) && r.Source.Procedure != "" && len(t.Calls) > 0 && !slices.Contains(t.Calls, r.Source.Procedure)
}

// referred lists the tenders of the same notice, of the notices that it refers to and of those that refer to it.
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
		waiting, err := s.awaited.Get(ctx, awaitedID(codes.NoticeNumber(name)))
		if err == nil {
			ids = codes.Add(ids, waiting.TenderID)
		} else if !problem.Is(err, problem.NotFound) {
			return nil, err
		}
	}
	return ids, nil
}

// tenderOfNotice returns the id of a notice's tender by any of the notice's names; "" if it is not stored.
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

// spellings lists the forms in which the name of a notice may be stored: sources write publication numbers with different numbers
// of digits.
func spellings(name string) []string {
	plain := codes.NoticeNumber(name)
	all := codes.Add(nil, plain, name)
	number, year, ok := strings.Cut(plain, "-")
	if ok && len(year) == 4 && strings.Trim(number+year, "0123456789") == "" {
		all = codes.Add(all, fmt.Sprintf("%06s-%s", number, year), fmt.Sprintf("%08s-%s", number, year))
	}
	return all
}
