package gap

import (
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
)

// Firm is what an adviser of a firm may know of it.
type Firm struct {
	ID        string
	Account   string
	City      string
	Cities    []string // where it works
	Languages []string
	CPV       []string
	Founded   int // year; 0 when not given
	Staff     int
}

// Lack is something that a firm lacks for certain: a requirement of a tender, or a paper
// of its own that ends soon.
type Lack struct {
	Requirement ocds.Requirement
	Ends        time.Time // of a paper; zero for a requirement
	Tenders     int       // how many of the firm's best matches ask for it; 0 when it is about one
}

func FirmOf(p *supplier.Profile) Firm {
	return Firm{ID: p.ID, Account: p.Account, City: p.City, Cities: p.Cities, Languages: p.Languages, CPV: p.CPV, Founded: p.Founded, Staff: p.Staff}
}

// lacksOf are the requirements that are lacking, and where they stand among those held.
func Lacks(held []Held) (lacks []Lack, at []int) {
	for i, h := range held {
		if h.State == "lacking" {
			lacks, at = append(lacks, Lack{Requirement: h.Requirement}), append(at, i)
		}
	}
	return lacks, at
}
