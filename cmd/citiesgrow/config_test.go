package main

import (
	"flag"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestUnsafeSettingsAreRefused(t *testing.T) {
	for says, row := range map[string]struct{ addr, base, want string }{
		"this machine only":                     {"127.0.0.1:8080", "", ""},
		"this machine only, by name":            {"localhost:8080", "", ""},
		"this machine only, IPv6":               {"[::1]:8080", "", ""},
		"this machine, said twice":              {"127.0.0.1:8080", "http://localhost:8080", ""},
		"a proxy with TLS beside it":            {"127.0.0.1:8080", "https://citiesgrow.example", ""},
		"a proxy with TLS on another machine":   {"0.0.0.0:8080", "https://citiesgrow.example", ""},
		"a container's port, published locally": {"0.0.0.0:8080", "http://localhost:8080", ""},
		"every network, no address":             {"0.0.0.0:8080", "", "--base-url with https"},
		"every network, shorter":                {":8080", "", "--base-url with https"},
		"another machine's address":             {"192.168.1.5:8080", "", "--base-url with https"},
		"every IPv6 network":                    {"[::]:8080", "", "--base-url with https"},
		"people reach it in the clear":          {"127.0.0.1:8080", "http://citiesgrow.example", "must begin with https"},
		"everybody reaches it in the clear":     {"0.0.0.0:8080", "http://citiesgrow.example", "must begin with https"},
		"a name that only looks local":          {"127.0.0.1:8080", "http://localhost.evil.example", "must begin with https"},
		"no port":                               {"127.0.0.1", "", "want host:port"},
		"an address that is none":               {"127.0.0.1:8080", "citiesgrow.example", "want an address like"},
		"another protocol":                      {"127.0.0.1:8080", "ftp://citiesgrow.example", "want an address like"},
	} {
		err := (&config{addr: row.addr, baseURL: row.base}).safe()
		if row.want == "" && err != nil || row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)) {
			t.Errorf("%s: %v, want %q", says, err, row.want)
		}
	}
}

func TestFlagsGoOverEnvironmentOverDefaults(t *testing.T) {
	read := func(args ...string) config {
		var c config
		set := flag.NewFlagSet("test", flag.ContinueOnError)
		c.flags(set)
		if err := set.Parse(args); err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, name := range []string{"CITIESGROW_ADDR", "CITIESGROW_DATA_DIR", "CITIESGROW_MONGODB_URI", "CITIESGROW_BASE_URL",
		"CITIESGROW_TRUSTED_PROXIES", "CITIESGROW_LOG", "MONGODB_URI"} {
		t.Setenv(name, "")
	}
	if c := read(); c.addr != "127.0.0.1:8080" || c.data != "data" || c.mongodb != "" || c.logLevel != "info" || c.json || len(c.trusted()) != 0 {
		t.Errorf("defaults: %+v", c)
	}
	t.Setenv("CITIESGROW_ADDR", "127.0.0.1:9")
	t.Setenv("MONGODB_URI", "mongodb://common")
	t.Setenv("CITIESGROW_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2")
	if c := read(); c.addr != "127.0.0.1:9" || c.mongodb != "mongodb://common" || !slices.Equal(c.trusted(), []string{"10.0.0.1", "10.0.0.2"}) {
		t.Errorf("environment: %+v", c)
	}
	t.Setenv("CITIESGROW_MONGODB_URI", "mongodb://ours")
	if c := read("--addr", "127.0.0.1:10", "--json"); c.addr != "127.0.0.1:10" || c.mongodb != "mongodb://ours" || !c.json {
		t.Errorf("flags: %+v", c)
	}
	if u, err := (&config{addr: "127.0.0.1:9"}).base(); err != nil || u.String() != "http://127.0.0.1:9" {
		t.Errorf("the address without --base-url is %v (%v)", u, err)
	}
}

func TestParseMixed(t *testing.T) {
	for _, row := range []struct {
		args  []string
		paths []string
		name  string
		fails bool
	}{
		{[]string{}, nil, "", false},
		{[]string{"a", "b"}, []string{"a", "b"}, "", false},
		{[]string{"--name", "n", "a"}, []string{"a"}, "n", false},
		{[]string{"a", "--name", "n", "b"}, []string{"a", "b"}, "n", false},
		{[]string{"a", "--name=n"}, []string{"a"}, "n", false},
		{[]string{"-", "-name", "n"}, []string{"-"}, "n", false},
		{[]string{"--name", "n", "--", "--name", "x", "-y"}, []string{"--name", "x", "-y"}, "n", false},
		{[]string{"a", "--", "-b"}, []string{"a", "-b"}, "", false},
		{[]string{"--", "--"}, []string{"--"}, "", false},
		{[]string{"--unknown"}, nil, "", true},
		{[]string{"a", "--unknown"}, nil, "", true},
		{[]string{"a", "--name"}, nil, "", true},
	} {
		set := flag.NewFlagSet("test", flag.ContinueOnError)
		set.SetOutput(io.Discard)
		name := set.String("name", "", "")
		paths, err := parseMixed(set, row.args)
		if (err != nil) != row.fails || err == nil && (!slices.Equal(paths, row.paths) || *name != row.name) {
			t.Errorf("%q: paths %q, name %q, %v", row.args, paths, *name, err)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true, "": false, "0.0.0.0": false,
		"::": false, "10.0.0.1": false, "localhost.example": false, "example.org": false} {
		if loopback(host) != want {
			t.Errorf("loopback(%q) is %v", host, !want)
		}
	}
}
