package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// Errors of an import that did not accept everything.
var (
	ErrNothingAccepted = errors.New("nothing was accepted")
	ErrSomeRefused     = errors.New("some were refused")
)

// Verdict is the error of an import by its counts; nil if everything was accepted. Notices that were already stored count as
// accepted. Remarks do not matter.
func Verdict(accepted, refused int) error {
	switch {
	case accepted == 0:
		return ErrNothingAccepted
	case refused > 0:
		return ErrSomeRefused
	}
	return nil
}

// Run imports notices for the command line; it sets the callbacks of the request itself. It prints rejections, remarks and
// progress to stderr, and the summary to stdout, optionally as JSON. It returns the Verdict, or an error if the store fails or
// the import is stopped.
func Run(ctx context.Context, s *Service, r Request, stdout, stderr io.Writer, asJSON, tty bool) error {
	return run(ctx, s, s.Import, r, stdout, stderr, asJSON, tty, func(job *Job) (fmt.Stringer, error) {
		return job.Summary, Verdict(job.Summary.Read-job.Summary.Rejected, job.Summary.Rejected)
	})
}

// RunCodes imports code lists for the command line, in the same way as Run.
func RunCodes(ctx context.Context, s *Service, paths []string, stdin io.Reader, stdout, stderr io.Writer, asJSON, tty bool) error {
	return run(ctx, s, s.ImportCodes, Request{Paths: paths, Stdin: stdin}, stdout, stderr, asJSON, tty, func(job *Job) (fmt.Stringer, error) {
		return job.Codes, Verdict(job.Codes.Files, job.Codes.Rejected)
	})
}

// run runs an import. Outcome returns its summary and its verdict.
func run(ctx context.Context, s *Service, do func(context.Context, Request) (*Job, error), r Request, stdout, stderr io.Writer, asJSON, tty bool,
	outcome func(*Job) (fmt.Stringer, error)) error {
	bar := &bar{out: stderr, tty: tty, now: s.kit.Now}
	lines, remarks := []Rejection{}, []Remark{}
	r.Progress = bar.show
	r.Report = func(r Rejection) {
		lines = append(lines, r)
		if !asJSON {
			bar.clear()
			fmt.Fprintln(stderr, r.String())
		}
	}
	r.Remark = func(r Remark) {
		remarks = append(remarks, r)
		if !asJSON {
			bar.clear()
			fmt.Fprintln(stderr, r.String())
		}
	}
	job, err := do(ctx, r)
	bar.clear()
	if job == nil {
		return err
	}
	summary, verdict := outcome(job)
	if failed := printed(stdout, asJSON, summary, lines, remarks); failed != nil {
		return errors.Join(err, failed)
	}
	if err == nil {
		return verdict
	}
	return err
}

// printed prints the summary; as JSON it includes the rejections and remarks.
func printed(out io.Writer, asJSON bool, summary fmt.Stringer, lines []Rejection, remarks []Remark) error {
	if !asJSON {
		_, err := fmt.Fprintln(out, summary)
		return err
	}
	text, err := json.Marshal(summary)
	if err != nil {
		return err
	}
	lists, err := json.Marshal(struct {
		Rejections []Rejection `json:"rejections"`
		Remarks    []Remark    `json:"remarks"`
	}{lines, remarks})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s,%s\n", strings.TrimSuffix(string(text), "}"), strings.TrimPrefix(string(lists), "{"))
	return err
}

// String returns the line that the command line prints.
func (r Rejection) String() string {
	return fmt.Sprintf("rejected %s: %s", place(r.File, r.Line, r.Index), strings.ReplaceAll(r.Reason, "\n", " "))
}

// String returns the line that the command line prints.
func (r Remark) String() string {
	at := place(r.File, r.Line, r.Index)
	if r.ID != "" {
		at += ": " + r.ID
	}
	return fmt.Sprintf("remark %s: %s", at, strings.ReplaceAll(r.Reason, "\n", " "))
}

func place(file string, line, index int) string {
	switch {
	case line > 0:
		return fmt.Sprintf("%s:%d", file, line)
	case index > 1:
		return fmt.Sprintf("%s #%d", file, index)
	}
	return file
}

// WithRemarks returns the end of a summary that mentions the remarks; empty if there are none.
func WithRemarks(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "; accepted with 1 remark"
	}
	return fmt.Sprintf("; accepted with %d remarks", n)
}

func (s Summary) String() string {
	text := fmt.Sprintf("%d notices read: %d new, %d updated, %d unchanged, %d rejected", s.Read, s.New, s.Updated, s.Unchanged, s.Rejected)
	text += WithRemarks(s.Remarked)
	if s.Skipped > 0 {
		text += fmt.Sprintf("; %d files of other kinds skipped", s.Skipped)
	}
	return text
}

func (s CodeSummary) String() string {
	var parts []string
	for _, scheme := range slices.Sorted(maps.Keys(s.Codes)) {
		if s.Codes[scheme] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", scheme, s.Codes[scheme]))
		}
	}
	return fmt.Sprintf("%d lists read (%s), %d old codes mapped to new ones; %d parts written, %d files rejected", s.Files, strings.Join(parts, ", "),
		s.Mapped, s.Written, s.Rejected)
}

// bar shows the progress: on a terminal one line that is overwritten, otherwise a line every five seconds.
type bar struct {
	out   io.Writer
	tty   bool
	now   func() time.Time
	last  time.Time
	shown bool
}

func (b *bar) show(p Progress) {
	now := b.now()
	pause := 5 * time.Second
	if b.tty {
		pause = 100 * time.Millisecond
	}
	if b.last.IsZero() && !b.tty {
		b.last = now // the first line comes after the first pause
	}
	if now.Sub(b.last) < pause {
		return
	}
	b.last = now
	if !b.tty {
		fmt.Fprintln(b.out, progressLine(p, ""))
		return
	}
	b.clear()
	fmt.Fprint(b.out, progressLine(p, meter(p)))
	b.shown = true
}

// clear removes the progress from the line of the terminal.
func (b *bar) clear() {
	if b.shown {
		fmt.Fprint(b.out, "\r\x1b[K")
		b.shown = false
	}
}

// meter draws the share that is done; it is empty if the total is unknown.
func meter(p Progress) string {
	if p.Total == 0 || p.Done > p.Total {
		return ""
	}
	const width = 20
	full := int(p.Done * width / p.Total)
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", width-full) + "] "
}

func progressLine(p Progress, picture string) string {
	name := []rune(p.Now)
	if len(name) > 30 {
		name = append([]rune("…"), name[len(name)-29:]...)
	}
	return fmt.Sprintf("%s%d read, %d new, %d rejected  %s", picture, p.Read, p.New, p.Rejected, string(name))
}
