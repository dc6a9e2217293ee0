# Every target works on a fresh machine with Go 1.26 and make.

# The formatter of pages and styles, in the version that web/lint/package-lock.json names. It finds its plugin from its own folder.
PRETTIER = cd web/lint && node_modules/.bin/prettier --config prettier.json
PAGES = '../views/*.html' '../assets/*.css' '../assets/*.js' '../../internal/*/views/*.html'

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

LICENCES = go run github.com/google/go-licenses@v1.6.0

# Packages that are tested with the race detector only, as several goroutines share their data. The detector is slow: of the
# program, accounts, importer, search, figures and adapter to MongoDB it runs the concurrent tests named below, a second time.
RACE = ./web/... ./internal/i18n/... ./internal/mail/... ./internal/store ./internal/store/embedded

# Vet has run before. The detector leaves out SQLite, which is translated C and by far the slowest. No other package may be left out:
# if it uses generic code of the standard library (sync.Map), the linker may take its copy, and false races are reported.
RACED = -vet=off -race -gcflags=modernc.org/sqlite/lib=-race=false

# A short run of each fuzz test, in seconds.
FUZZTIME ?= 20s

.PHONY: run build test lint licences format needs fuzz soak peers bench benchmarks

run:
	go run ./cmd/citiesgrow demo

build:
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/citiesgrow ./cmd/citiesgrow

# Tests on real notices and code lists are not run where the data is missing (docs/data.md); how many is printed. With CI set they fail.
test: lint
	@status=0; CITIESGROW_NOT_RUN=$$(mktemp); export CITIESGROW_NOT_RUN; \
	go test -vet=off -timeout 20m $$(go list ./... | grep -vxF "$$(go list $(RACE))") || status=1; \
	go test $(RACED) -timeout 20m $(RACE) || status=1; \
	go test $(RACED) -run 'TestStopping|TestProgressOnATerminal|TestReadersAndWriter|TestTwoProcesses|TestFlood|TestGuessesAtOnce|TestSigningOutBeside|TestOneAccountForOne|TestClaim|TestContract/(the_feed|32_writers_make|catch_up|a_write_ends)' ./cmd/citiesgrow ./internal/account ./internal/intake ./internal/monitor ./internal/store/mongodb ./search || status=1; \
	[ ! -s $$CITIESGROW_NOT_RUN ] || \
		echo "not run: $$(sort -u $$CITIESGROW_NOT_RUN | wc -l) tests want CITIESGROW_DATA, see docs/data.md"; \
	rm -f $$CITIESGROW_NOT_RUN; \
	exit $$status

lint: needs
	@files=$$(gofmt -l cmd internal search seed web); \
	if [ -n "$$files" ]; then echo "gofmt has not seen:"; echo "$$files"; exit 1; fi
	go vet ./...
	go mod tidy -diff
	go run $(STATICCHECK) ./...
	$(PRETTIER) --check --log-level warn $(PAGES)

# The modules that the program is linked with, and their licences: docs/licences.csv, which a test compares with the program. The tool
# does not recognise the licence of mathutil, which is BSD-3-Clause.
licences:
	(echo "module,licence"; $(LICENCES) report --ignore citiesgrow ./cmd/citiesgrow 2>/dev/null | cut -d, -f1,3 | sort) > docs/licences.csv
	sed -i 's/^modernc.org\/mathutil,Unknown/modernc.org\/mathutil,BSD-3-Clause/' docs/licences.csv

# Formats Go, templates, styles and scripts. Twice, as the second run may join lines that the first one moved.
format:
	gofmt -w cmd internal search seed web
	$(PRETTIER) --write --log-level warn $(PAGES)
	$(PRETTIER) --write --log-level warn $(PAGES)

# The browser and the fonts for page tests, Node.js (Debian and its kin, as root), and the linter of the
# API's description and the formatter of pages, in the versions that web/lint/package-lock.json names.
needs:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		missing=; \
		for package in chromium fonts-noto-core $$(command -v npm >/dev/null || echo nodejs npm); do \
			dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
		done; \
		if [ -n "$$missing" ]; then \
			apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
		fi; \
	fi
	@if [ ! -d web/lint/node_modules ] || [ web/lint/package-lock.json -nt web/lint/node_modules ]; then \
		npm ci --prefix web/lint --silent && touch web/lint/node_modules; \
	fi

fuzz:
	@for package in $$(go list ./...); do \
		for name in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$name"; \
			go test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

# Slow tests: load, processes that are killed, and random questions compared with reading everything.
soak:
	go test -tags soak -run '^TestSoak' -v ./cmd/citiesgrow
	go test -run '^TestKilledWhileCounting$$' -v ./internal/monitor -kills 50
	go test -run '^TestAnswersAreThoseOfReadingEverything$$' -v ./search -seeds 16

# Tests that PostgreSQL and Lucene find what we find in the bench's corpus. Installs them and Java (Debian, as root).
peers:
	go test -tags peers -run TestPeersAgree -v ./cmd/bench

# Compares finding and matching with PostgreSQL and Lucene on a generated corpus: make bench ARGS="--docs 200000 --peers postgres,lucene".
bench:
	go run ./cmd/bench $(ARGS)

benchmarks:
	go test -run '^$$' -bench . -benchmem ./...
