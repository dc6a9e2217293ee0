package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

const binaries = "/usr/lib/postgresql/15/bin"

// settings are those of a server with 1 GB of buffers that is only read once it is
// filled: what makes writes safe is off, and so is what would run on its own.
var settings = []string{
	"listen_addresses=", "shared_buffers=1GB", "work_mem=64MB", "maintenance_work_mem=512MB", "effective_cache_size=4GB",
	"jit=off", "random_page_cost=1.1", "max_connections=20", "autovacuum=off",
	"fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB",
}

// cluster is a PostgreSQL of our own, reached through a socket in its folder.
type cluster struct {
	dir     string
	server  *exec.Cmd
	pool    *pgxpool.Pool
	version string
}

// startCluster makes a new one. PostgreSQL refuses to run as root: then it runs as the
// user postgres, which Debian's package makes.
func startCluster(ctx context.Context) (*cluster, error) {
	dir, err := os.MkdirTemp("", "citiesgrow-bench-postgres-")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir}
	if err := c.start(ctx); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	return c, nil
}

func (c *cluster) start(ctx context.Context) error {
	as, err := unprivileged()
	if err != nil {
		return err
	}
	if as != nil {
		if err := os.Chown(c.dir, int(as.Uid), int(as.Gid)); err != nil {
			return err
		}
	}
	data := filepath.Join(c.dir, "data")
	initdb := exec.Command(filepath.Join(binaries, "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: as}
	if said, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, said)
	}
	args := []string{"-D", data, "-c", "unix_socket_directories=" + c.dir}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	c.server = exec.Command(filepath.Join(binaries, "postgres"), args...)
	c.server.Dir, c.server.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGINT}
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	return c.connect(ctx)
}

// unprivileged is who the server runs as when we are root, otherwise nil.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("postgres does not run as root: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

func (c *cluster) connect(ctx context.Context) error {
	config, err := pgxpool.ParseConfig(fmt.Sprintf("host=%s user=postgres dbname=postgres pool_max_conns=10", c.dir))
	if err != nil {
		return err
	}
	if c.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return err
	}
	for range 200 {
		if err = c.pool.QueryRow(ctx, "SHOW server_version").Scan(&c.version); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("reach postgres: %w: %s", err, log)
}

func (c *cluster) pid() int { return c.server.Process.Pid }

// stop ends the server and removes its folder.
func (c *cluster) stop() error {
	if c.pool != nil {
		c.pool.Close()
	}
	if c.server != nil && c.server.Process != nil {
		_ = c.server.Process.Signal(syscall.SIGINT) // fast shutdown
		_ = c.server.Wait()
	}
	return os.RemoveAll(c.dir)
}
