package report

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
	"citiesgrow/internal/upload"
)

// Form is what a reporter says. The door is that of discrimination unless it says else.
type Form struct {
	City     string        `json:"city" validate:"max=40"`
	Door     Door          `json:"door" validate:"omitempty,oneof=discrimination irregularity"`
	Ground   Words         `json:"ground" validate:"max=14,dive,max=40"`
	Field    string        `json:"field" validate:"max=40"`
	What     string        `json:"what" validate:"max=20000"`
	When     record.Day    `json:"when" validate:"max=30"`
	Where    string        `json:"where" validate:"max=500"`
	Who      string        `json:"who" validate:"max=500"`
	Evidence string        `json:"evidence" validate:"max=3000"`
	For      string        `json:"for" validate:"omitempty,oneof=self other witness"`
	Wish     string        `json:"wish" validate:"omitempty,oneof=record advice act"`
	Reply    string        `json:"reply" validate:"omitempty,oneof=yes no"`
	Avoid    []string      `json:"avoid" validate:"max=20,dive,max=80"` // readers who shall not read it
	Name     string        `json:"name" validate:"max=200"`             // the identity, sealed apart
	Contact  string        `json:"contact" validate:"max=300"`
	Email    string        `json:"email" validate:"omitempty,email,max=254"` // for a word that something waits
	Language string        `json:"language" validate:"max=8"`
	Files    []upload.Sent `json:"files" validate:"max=10"`
}

// Grounds are those chosen, for the page.
func (f *Form) Grounds() []string { return f.Ground }

// limits of what is attached.
var limits = upload.Limits{Bytes: 5 << 20}

// filesTogether bounds the files of one sending, in bytes.
const filesTogether = 7 << 20

// Check tells what is missing or cannot be, by field.
func (f *Form) Check(now time.Time, cities func(string) bool) *problem.Problem {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	f.Door = Door(cmp.Or(string(f.Door), string(Discrimination)))
	if !cities(f.City) {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	for i, g := range f.Ground {
		if f.Ground[i] = plainly(g); f.Ground[i] == "other" {
			f.Ground[i] = GroundsOf(f.Door)[len(GroundsOf(f.Door))-1]
		}
	}
	f.Field = plainly(f.Field)
	if f.Field == "other" {
		f.Field = "other_field"
	}
	grounds := GroundsOf(f.Door)
	if len(f.Ground) == 0 {
		wrong.Add("ground", problem.M("report.choose_ground"))
	}
	for _, g := range f.Ground {
		if !slices.Contains(grounds, g) {
			wrong.Add("ground", problem.M("report.choose_ground"))
		}
	}
	if f.Door == Irregularity {
		f.Field = "procurement"
	}
	if !slices.Contains(Fields(), f.Field) {
		wrong.Add("field", problem.M("report.choose_field"))
	}
	if strings.TrimSpace(f.What) == "" {
		wrong.Add("what", problem.M("report.tell_what"))
	}
	if f.Wish == "" {
		wrong.Add("wish", problem.M("report.choose_wish"))
	}
	if at, err := f.When.Time("when", "UTC"); err != nil {
		wrong.Add("when", problem.M("problem.date"))
	} else if at.After(now.AddDate(0, 0, 1)) {
		wrong.Add("when", problem.M("report.when_future"))
	}
	if f.Contact != "" && f.Name == "" || f.Name != "" && f.Contact == "" {
		wrong.Add("contact", problem.M("report.name_and_contact"))
	}
	if len(wrong.Fields) == 0 {
		return nil
	}
	return wrong
}

// Receipt is what the reporter takes along.
type Receipt struct {
	Receipt string `json:"receipt"` // 16 digits, told once
	Number  string `json:"number"`  // of the case
	Day     string `json:"day"`
	Hash    string `json:"hash"` // SHA-256 of the sealed account, proof that it was filed
}

// File takes a report from whoever brings it, and gives the receipt. Nothing tells who
// brought it. The clear text is never stored.
func (s *Service) File(ctx context.Context, f Form) (*Receipt, error) {
	_, receipt, err := s.receive(ctx, &f, func() error {
		now := s.kit.Now()
		return errors.Join(flooded(s.limiters.ofCity.Take(f.City, 1, now)), flooded(s.limiters.ofAll.Take("", 1, now)))
	})
	return receipt, err
}

// receive checks a report, lets it in, and seals it with a receipt.
func (s *Service) receive(ctx context.Context, f *Form, admit func() error) (*Report, *Receipt, error) {
	if err := s.checked(f); err != nil {
		return nil, nil, err
	}
	desk, err := s.deskFor(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	clean, err := cleaned(f.Files)
	if err != nil {
		return nil, nil, err
	}
	if err := admit(); err != nil {
		return nil, nil, err
	}
	receipt, err := seal.NewReceipt()
	if err != nil {
		return nil, nil, err
	}
	back, err := s.gate.Return(ctx, s.pepper, receipt)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.seal(ctx, f, desk, back, clean)
	if err != nil {
		return nil, nil, err
	}
	return r, &Receipt{receipt, r.Number, r.Day, r.Hash}, nil
}

func (s *Service) checked(f *Form) error {
	if wrong := f.Check(s.kit.Now(), func(city string) bool { _, known := s.kit.Taxonomy.City(city); return known }); wrong != nil {
		return wrong
	}
	return nil
}

// deskFor is the desk of a report without those who shall not read it.
func (s *Service) deskFor(ctx context.Context, f *Form) (*DeskOf, error) {
	desk, err := s.DeskOf(ctx, f.City, f.Door)
	if err != nil {
		return nil, err
	}
	if !desk.Open {
		return nil, problem.Field("city", "report.desk_closed")
	}
	for _, h := range desk.Readers {
		if slices.Contains(f.Avoid, h.ID) {
			desk.Shut = append(desk.Shut, h.ID)
		}
	}
	desk.Readers = slices.DeleteFunc(desk.Readers, func(h *Holder) bool { return slices.Contains(desk.Shut, h.ID) })
	if len(desk.Readers) == 0 {
		return nil, problem.Field("avoid", "report.nobody_left")
	}
	if f.Name != "" && len(desk.Keepers) == 0 {
		return nil, problem.Field("name", "report.no_custodian")
	}
	return desk, nil
}

// cleaned are the files without what they tell beside their content.
func cleaned(all []upload.Sent) ([]*upload.File, error) {
	var clean []*upload.File
	together := 0
	for _, f := range all {
		if together += len(f.Data); together > filesTogether {
			return nil, problem.Field("files", "report.files_too_large")
		}
		one, err := upload.Clean(f.Name, f.Data, limits)
		switch {
		case errors.Is(err, upload.ErrTooLarge):
			return nil, problem.Field("files", "report.file_too_large", "Name", f.Name)
		case errors.Is(err, upload.ErrActive):
			return nil, problem.Field("files", "report.file_active", "Name", f.Name)
		case errors.Is(err, upload.ErrType), errors.Is(err, upload.ErrBroken):
			return nil, problem.Field("files", "report.file_type", "Name", f.Name)
		case err != nil:
			return nil, err
		}
		clean = append(clean, one)
	}
	return clean, nil
}

// seal closes a report and stores it: the files first, then the report, last the wraps
// that open it. What is stored before a crash opens for nobody.
func (s *Service) seal(ctx context.Context, f *Form, desk *DeskOf, back *seal.Return, clean []*upload.File) (*Report, error) {
	now := s.kit.Now()
	id := "report-" + strings.ToLower(rand.Text())
	happened, _ := f.When.Time("when", "UTC")
	x := newSecrets()
	r := &Report{Meta: record.Meta{ID: id}, City: f.City, Door: f.Door, Day: day(now), State: Received, Number: newNumber(), Shut: desk.Shut,
		Test: actor.From(ctx).Test}
	city, _ := s.kit.Taxonomy.City(f.City)
	if f.Door == Discrimination {
		r.Limit = LawOf(city.Country).Until(day(happened))
	}
	account := &Account{Grounds: f.Ground, Field: f.Field, What: f.What, When: day(happened), Where: f.Where, Who: f.Who, Evidence: f.Evidence,
		For: cmp.Or(f.For, "self"), Wish: f.Wish, Reply: f.Reply != "no", Language: f.Language}
	var err error
	if r.Content, err = sealJSON(x.open, at(id, "account"), account); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(r.Content)
	r.Hash = hex.EncodeToString(sum[:])
	if f.Email != "" && s.pinger != nil {
		if r.Ping, err = sealJSON(x.open, at(id, "ping"), f.Email); err != nil {
			return nil, err
		}
	}
	w, err := x.wrapAll(id, desk)
	if err != nil {
		return nil, err
	}
	if err := s.sealIdentity(r, w, f, desk); err != nil {
		return nil, err
	}
	r.Lookup = back.Lookup
	if w.Reporter, err = seal.Wrap(back.Key.Public(), at(id, "reporter"), x.open); err != nil {
		return nil, err
	}
	r.reckon()
	for _, one := range clean {
		if err := s.keep(ctx, id, x.open, "reporter", one); err != nil {
			return nil, err
		}
	}
	if err := s.reports.Put(ctx, r); err != nil {
		return nil, err
	}
	if err := s.wraps.Put(ctx, w); err != nil {
		return nil, err
	}
	return r, nil
}

func (s *Service) sealIdentity(r *Report, w *Wraps, f *Form, desk *DeskOf) error {
	if f.Name == "" {
		return nil
	}
	secret := seal.NewSecret()
	var err error
	if r.Identity, err = sealJSON(secret, identityContext(r.ID), Identity{f.Name, f.Contact}); err != nil {
		return err
	}
	for _, h := range desk.Keepers {
		box, err := seal.Wrap(h.Public, identityContext(r.ID), secret)
		if err != nil {
			return err
		}
		w.Identity = append(w.Identity, Wrap{h.ID, box})
	}
	return nil
}

// newNumber is what people call a case: eight letters and digits that are not mistaken
// for each other, and tell nothing.
func newNumber() string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	raw := make([]byte, 8)
	rand.Read(raw)
	for i := range raw {
		raw[i] = letters[int(raw[i])%len(letters)]
	}
	return string(raw[:4]) + "-" + string(raw[4:])
}

// File is an attachment: its head and content boxed together under the open secret.
type File struct {
	record.Meta `bson:",inline"`
	Report      string `bson:"report"`
	Day         string `bson:"day"`
	Box         []byte `bson:"box"`
}

// fileHead is what stands before the content.
type fileHead struct {
	Name string `json:"name"`
	Type string `json:"type"`
	From string `json:"from"`
}

func fileContext(report, file string) string { return at(report, "file "+file) }

// keep seals a cleaned file.
func (s *Service) keep(ctx context.Context, report string, open []byte, from string, clean *upload.File) error {
	head, err := json.Marshal(fileHead{clean.Name, clean.Type, from})
	if err != nil {
		return err
	}
	content := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
	content = append(append(content, head...), clean.Data...)
	f := &File{Meta: record.Meta{ID: "file-" + strings.ToLower(rand.Text())}, Report: report, Day: day(s.kit.Now())}
	if f.Box, err = seal.Box(open, fileContext(report, f.ID), content); err != nil {
		return err
	}
	return s.files.Put(ctx, f)
}

// Attached is a file as it is listed and handed out.
type Attached struct {
	ID   string `json:"id"`
	Day  string `json:"day"`
	Name string `json:"name"`
	Type string `json:"type"`
	From string `json:"from"`
	Size int    `json:"size"`
	data []byte
}

func (f *File) open(secret []byte) (*Attached, error) {
	raw, err := seal.Open(secret, fileContext(f.Report, f.ID), f.Box)
	if err != nil {
		return nil, err
	}
	if len(raw) < 4 || int(binary.BigEndian.Uint32(raw)) > len(raw)-4 {
		return nil, seal.ErrClosed
	}
	n := int(binary.BigEndian.Uint32(raw))
	var head fileHead
	if err := json.Unmarshal(raw[4:4+n], &head); err != nil {
		return nil, err
	}
	return &Attached{f.ID, f.Day, head.Name, head.Type, head.From, len(raw) - 4 - n, raw[4+n:]}, nil
}

// attached opens the files of a report.
func (s *Service) attached(ctx context.Context, report string, open []byte) ([]*Attached, error) {
	var all []*Attached
	kept, err := s.files.List(ctx, store.Query{Index: "report", Equal: []any{report}})
	if err != nil {
		return nil, err
	}
	for _, f := range kept {
		one, err := f.open(open)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b *Attached) int { return strings.Compare(a.Day+a.Name, b.Day+b.Name) })
	return all, nil
}
