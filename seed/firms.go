package seed

import (
	"context"
	"fmt"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

func (s *seeder) addFirms(ctx context.Context) error {
	for _, r := range s.profiles {
		p, err := s.addFirm(ctx, r)
		if err != nil {
			return fmt.Errorf("firm %s: %w", r["name"], err)
		}
		s.firms = append(s.firms, p)
	}
	return nil
}

// owner returns the owner of a supplier: a demonstration account if the row has one, otherwise an actor with the supplier's name.
func (s *seeder) owner(r row) actor.Actor {
	if a := s.people[r["login"]]; a != nil {
		return a.Actor()
	}
	return owner("demo-"+s.addressOf(r), r["name"], r["city"], r["language"])
}

func owner(id, name, city, language string) actor.Actor {
	return actor.Actor{ID: id, Name: name, Role: actor.Entrepreneur, City: city, Language: language, Active: true}
}

func (s *seeder) addressOf(r row) string {
	if at := r["at"]; at != "" {
		return at
	}
	return slug(r["name"])
}

func (s *seeder) addFirm(ctx context.Context, r row) (*supplier.Profile, error) {
	as := actor.With(ctx, s.owner(r))
	p, err := s.Suppliers.Own(as)
	if err != nil {
		return nil, err
	}
	if p.ID == "" {
		form := s.firmForm(r)
		if err := form.Apply(p, s.Kit.Form(), r["language"], s.now); err != nil {
			return nil, err
		}
		p.ID, p.Test = record.NewID(source(r["name"]), "supplier"), true
		if err := s.Suppliers.Put(ctx, p); err != nil {
			return nil, err
		}
	}
	if told, err := s.Suppliers.OwnDeclaration(as); err != nil || told.MigrantLed != "" || r["declare"] == "" {
		return p, err
	}
	n := len(r["name"])
	return p, s.Suppliers.Declare(as, supplier.Declaration{MigrantLed: r["declare"], Sex: module.Sexes()[n%2], Age: module.AgeBands()[1+n%5/4]})
}

func (s *seeder) firmForm(r row) supplier.Form {
	f := supplier.Form{Name: r["name"], City: r["city"], Words: r["words"], Language: r["language"], Languages: strings.Fields(r["languages"]),
		Cities: split(r["cities"], ","), About: r["about"], Staff: number(r["staff"]), Largest: thousand(r["largest"]),
		SeeSize: r["see"], SeeProof: r["see"], References: s.references(r)}
	for _, id := range strings.Fields(r["trades"]) {
		if trade, known := s.Kit.Taxonomy.Trade(id); known {
			f.CPV = append(f.CPV, trade.CPV[:min(2, len(trade.CPV))]...)
		}
	}
	if r["age"] != "" {
		f.Founded = s.now.Year() - number(r["age"])
	}
	for i, amount := range strings.Fields(r["turnover"]) {
		f.Turnover = append(f.Turnover, supplier.YearForm{Year: s.now.Year() - 1 - i, Amount: thousand(amount)})
	}
	if r["bare"] == "" {
		f.Email, f.Web = "office@"+s.addressOf(r)+".example", "https://"+s.addressOf(r)+".example"
	}
	s.papers(&f, r)
	return f
}

// papers parses "liability:500:210; cert:ISO 9001:-9; reg:Tukes": the kind, the content, and the days until it expires.
func (s *seeder) papers(f *supplier.Form, r row) {
	var registers []string
	for _, paper := range split(r["papers"], ";") {
		kind, rest, _ := strings.Cut(paper, ":")
		what, ends, _ := strings.Cut(rest, ":")
		var until record.Day
		if ends != "" {
			until = record.Day(s.now.AddDate(0, 0, number(ends)).Format("2006-01-02"))
		}
		switch kind {
		case "reg":
			registers = append(registers, what)
		case "cert":
			f.Certificates = append(f.Certificates, supplier.CertificateForm{Name: what, Until: until})
		default:
			f.Insurance = append(f.Insurance, supplier.InsuranceForm{Kind: kind, Amount: thousand(what), Until: until})
		}
	}
	f.Registrations = strings.Join(registers, ", ")
}

// references parses "title;client;country;years ago;thousands;p"; p marks a private client.
func (s *seeder) references(r row) []supplier.ReferenceForm {
	var all []supplier.ReferenceForm
	for _, one := range split(r["references"], " / ") {
		c := append(strings.Split(one, ";"), "", "", "", "", "")
		ref := supplier.ReferenceForm{Title: c[0], Client: c[1], Country: c[2], Year: s.now.Year() - number(c[3]), Value: thousand(c[4])}
		if c[5] == "p" {
			ref.Private = "yes"
		}
		all = append(all, ref)
	}
	return all
}

// thousand returns an amount in thousands; empty for an empty cell.
func thousand(cell string) record.Amount {
	if cell == "" {
		return ""
	}
	return record.Amount(cell + "000")
}
