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
	ocid    string   // of the notice in it
	known   bool     // the tender is there
	others  []string // further tenders that the notice shows to be the same one
	remarks []string
}

// find finds the tender of a notice: by the notice itself in another version or format, by
// the notices it refers to, by those that refer to it, and by its process id. Each of these
// only counts between buyers that have something in common. A process that is not known gets
// the id that every notice of it will get.
func (s *Service) find(ctx context.Context, r *ocds.Release) (target, error) {
	p := target{ocid: r.OCID}
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

// take notes a tender; the first counts, and those after it are the same one.
func (p *target) take(id string) {
	switch {
	case p.tender == "":
		p.tender, p.known = id, true
	case p.tender != id:
		p.others = codes.Add(p.others, id)
	}
}

// byProcess takes the tender of the process id. Programs leave the procedure id of an example
// in their notices: where its tender is another buyer's, the notice has one of its own.
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

// ofProcess is the tender of a process id: the one that has it, or the one that took its first
// notice in by a reference.
func (s *Service) ofProcess(ctx context.Context, ocid string) (*tender.Tender, error) {
	t, err := s.tenders.Get(ctx, tender.IDOf(ocid))
	if problem.Is(err, problem.NotFound) { // a contract that was posted here has an id of its own
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

// otherCall reports whether a tender and a notice are calls of two procedures: a plan may be the
// beginning of several, and two calls with different procedure ids are never one contract.
func otherCall(t *tender.Tender, r *ocds.Release) bool {
	return r.Replaces == "" && notice.IsCall(r.Tags) && r.Source.Procedure != "" && len(t.Calls) > 0 && !slices.Contains(t.Calls, r.Source.Procedure)
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
		waiting, err := s.awaited.Get(ctx, awaitedID(codes.NoticeNumber(name)))
		if err == nil {
			ids = codes.Add(ids, waiting.TenderID)
		} else if !problem.Is(err, problem.NotFound) {
			return nil, err
		}
	}
	return ids, nil
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

// spellings are the ways in which the name of a notice is stored: publication numbers with as
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
