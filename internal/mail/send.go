package mail

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"citiesgrow/internal/calendar"
)

// Message is a letter in words, ready to go.
type Message struct {
	ID       string // its Message-ID before the @, the same for each attempt; empty: a new one
	To       string
	Subject  string
	Text     string
	Calendar []byte // an .ics to attach, nil for none
}

// Sender carries messages.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// compose makes the mail. Neither the machine nor the program is named in it.
func compose(from string, m Message) (*mail.Msg, error) {
	out := mail.NewMsg(mail.WithNoDefaultUserAgent())
	from, err := ascii(from)
	if err != nil {
		return nil, fmt.Errorf("sender %q: %w", from, err)
	}
	if err := out.From(from); err != nil {
		return nil, fmt.Errorf("sender %q: %w", from, err)
	}
	if strings.ContainsAny(m.To+m.Subject, "\r\n") {
		return nil, errors.New("a line break in an address or a subject")
	}
	to, err := ascii(m.To)
	if err != nil {
		return nil, fmt.Errorf("address: %w", err)
	}
	if err := out.To(to); err != nil {
		return nil, fmt.Errorf("address: %w", err)
	}
	_, domain, _ := strings.Cut(from, "@")
	out.SetMessageIDWithValue(cmp.Or(m.ID, rand.Text()) + "@" + strings.TrimRight(domain, ">"))
	out.SetDate()
	out.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834
	out.Subject(m.Subject)
	out.SetBodyString(mail.TypeTextPlain, m.Text)
	if len(m.Calendar) > 0 {
		err := out.AttachReader("appointment.ics", bytes.NewReader(m.Calendar),
			mail.WithFileContentType(mail.ContentType("text/calendar; charset=utf-8; method="+calendar.MethodOf(m.Calendar))))
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ascii is an address as every mail server takes it: letters beyond ASCII in its domain are
// written in punycode (RFC 5891). A server that does not speak SMTPUTF8 refuses them otherwise.
func ascii(address string) (string, error) {
	at := strings.LastIndex(address, "@")
	if at < 0 {
		return address, nil
	}
	domain, rest := address[at+1:], ""
	if end := strings.IndexAny(domain, "> "); end >= 0 {
		domain, rest = domain[:end], domain[end:]
	}
	written, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return "", fmt.Errorf("the domain %q: %w", domain, err)
	}
	return address[:at+1] + written + rest, nil
}

// SMTP hands messages to a mail server.
type SMTP struct {
	from    string
	host    string
	options []mail.Option
}

// NewSMTP reads smtp://user:password@host:587 (STARTTLS) or smtps://…:465. Without TLS
// mail goes to this machine only.
func NewSMTP(address, from string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("the mail server is told as smtp://user:password@host:587 or smtps://host:465")
	}
	if _, err := compose(from, Message{To: "probe@probe.example"}); err != nil {
		return nil, fmt.Errorf("the sender of mail: %w", err)
	}
	if from, err = ascii(from); err != nil {
		return nil, fmt.Errorf("the sender of mail: %w", err)
	}
	s := &SMTP{from: from, host: u.Hostname(), options: []mail.Option{mail.WithTimeout(20 * time.Second), mail.WithTLSPolicy(mail.TLSMandatory)}}
	if u.Scheme == "smtps" {
		s.options = append(s.options, mail.WithSSL())
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "smtp" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		s.options = append(s.options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		s.options = append(s.options, mail.WithPort(port))
	}
	if password, told := u.User.Password(); told {
		s.options = append(s.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	if _, domain, _ := strings.Cut(from, "@"); domain != "" {
		s.options = append(s.options, mail.WithHELO(strings.TrimRight(domain, ">")))
	}
	return s, nil
}

// Send implements Sender. Addresses that no letter can reach (RFC 2606) are not tried.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	for _, reserved := range []string{".example", ".test", ".invalid"} {
		if strings.HasSuffix(strings.ToLower(m.To), reserved) {
			return nil
		}
	}
	out, err := compose(s.from, m)
	if err != nil {
		return err
	}
	c, err := mail.NewClient(s.host, s.options...)
	if err != nil {
		return err
	}
	return c.DialAndSendWithContext(ctx, out)
}

// Folder writes each message into a file, for a house without a mail server.
type Folder struct{ Path, From string }

// Send implements Sender.
func (f Folder) Send(_ context.Context, m Message) error {
	out, err := compose(f.From, m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return err
	}
	name := filepath.Join(f.Path, time.Now().UTC().Format("20060102T150405")+"-"+rand.Text()[:8]+".eml")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = out.WriteTo(file)
	return errors.Join(err, file.Close())
}
