#!/bin/sh
# Installs and builds the peers of `go run ./cmd/bench --peers postgres,lucene`: PostgreSQL 15
# and Lucene 8 as Debian 12 has them (8.8.1, in jars that are named 8.7.0). May be run again; needs root only when something
# is to be installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build="$here/build"

missing=""
[ -x /usr/lib/postgresql/15/bin/postgres ] || missing="$missing postgresql-15"
ls /usr/share/java/lucene-core-8.*.jar >/dev/null 2>&1 || missing="$missing liblucene8-java"
command -v javac >/dev/null || missing="$missing openjdk-17-jdk-headless"
if [ -n "$missing" ]; then
	# shellcheck disable=SC2086
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing ||
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; }
fi

mkdir -p "$build/lucene"
jars=$(ls /usr/share/java/lucene-core-8.*.jar /usr/share/java/lucene-analyzers-common-8.*.jar /usr/share/java/lucene-facet-8.*.jar | tr '\n' ':')
javac -d "$build/lucene" -cp "$jars" "$here"/lucene/*.java
printf '%s' "$jars$build/lucene" >"$build/lucene.classpath"
(cd "$here/postgres" && GOWORK=off go build -o "$build/postgres" .)
echo "the peers are ready in $build"
