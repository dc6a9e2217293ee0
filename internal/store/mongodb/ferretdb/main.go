// Command ferretdb is a small MongoDB wire-protocol server for tests: FerretDB
// on SQLite, in a module of its own so that nothing of it reaches the product.
//
//	ferretdb -listen 127.0.0.1:27017 -dir DIR
package main

import (
	"context"
	"flag"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:27017", "loopback address to listen on")
	dir := flag.String("dir", "", "folder for the databases; it must exist")
	flag.Parse()
	if err := serve(*listen, *dir); err != nil {
		log.Fatalf("ferretdb: %v", err)
	}
}

func serve(listen, dir string) error {
	path, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: listen},
		Handler:   "sqlite",
		SQLiteURL: "file:" + path + "/",
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return server.Run(ctx)
}
