package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"citiesgrow/internal/seal"
)

// config is the configuration of a command. Flags have priority over CITIESGROW_* environment variables, and these over defaults.
type config struct {
	addr     string
	data     string
	mongodb  string
	baseURL  string
	proxies  string
	smtp     string
	mailFrom string
	logLevel string
	json     bool
	anew     bool // delete the index and build it again (reindex)

	stretch seal.Stretch // for tests; nil is Argon2id
}

func (c *config) flags(f *flag.FlagSet) {
	env := func(name, usual string) string {
		if v := os.Getenv("CITIESGROW_" + name); v != "" {
			return v
		}
		return usual
	}
	f.StringVar(&c.addr, "addr", env("ADDR", "127.0.0.1:8080"), "address to listen on")
	f.StringVar(&c.data, "data", env("DATA_DIR", "data"), "folder for the embedded store and the search index")
	f.StringVar(&c.mongodb, "mongodb-uri", env("MONGODB_URI", os.Getenv("MONGODB_URI")), "MongoDB replica set or sharded cluster; empty: the embedded store")
	f.StringVar(&c.baseURL, "base-url", env("BASE_URL", ""), "where people reach the site, as https://citiesgrow.example")
	f.StringVar(&c.proxies, "trusted-proxies", env("TRUSTED_PROXIES", ""), "addresses of proxies whose X-Real-IP is believed, with commas")
	f.StringVar(&c.smtp, "smtp", env("SMTP", ""), "mail server, as smtp://user:password@host:587; empty: letters are written into the folder mail of --data")
	f.StringVar(&c.mailFrom, "mail-from", env("MAIL_FROM", ""), "sender of letters, as CitiesGrow <no-reply@citiesgrow.example>")
	f.StringVar(&c.logLevel, "log", env("LOG", "info"), "debug, info, warn or error")
	f.BoolVar(&c.json, "json", false, "machine-readable output")
}

// pepperEnv names the environment variable with the pepper, for nodes that share a store.
const pepperEnv = "CITIESGROW_PEPPER"

// loadPepper returns the secret that is needed for receipts, besides the store. It comes from the environment, or from a file in
// the data folder, which is created at the first start.
func (c *config) loadPepper() (seal.Pepper, error) {
	if told := os.Getenv(pepperEnv); told != "" {
		return seal.ParsePepper(told)
	}
	return seal.LoadPepper(filepath.Join(c.data, "pepper"))
}

// base returns the URL of the site; without --base-url it is derived from addr.
func (c *config) base() (*url.URL, error) {
	if c.baseURL == "" {
		return &url.URL{Scheme: "http", Host: c.addr}, nil
	}
	u, err := url.Parse(c.baseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("--base-url %q: want an address like https://citiesgrow.example", c.baseURL)
	}
	return u, nil
}

func (c *config) trusted() []string {
	return strings.FieldsFunc(c.proxies, func(r rune) bool { return r == ',' || r == ' ' })
}

// safe returns an error for a configuration that would send passwords unencrypted over the network.
func (c *config) safe() error {
	u, err := c.base()
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(c.addr)
	if err != nil {
		return fmt.Errorf("--addr %q: want host:port", c.addr)
	}
	if loopback(host) && (c.baseURL == "" || loopback(u.Hostname())) {
		return nil
	}
	if c.baseURL == "" {
		return errors.New("the service would be reached from other machines: give --base-url with https, and put a proxy that speaks TLS in front")
	}
	if u.Scheme != "https" && !loopback(u.Hostname()) {
		return fmt.Errorf("--base-url %s: passwords would travel unprotected; it must begin with https", u)
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
