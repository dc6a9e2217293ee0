package mongodb

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/mongo/readconcern"
	"go.mongodb.org/mongo-driver/mongo/readpref"
	"go.mongodb.org/mongo-driver/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"
)

const (
	usualDatabase = "citiesgrow"
	selectMost    = 10 * time.Second // to find a server that answers
	catalogName   = "store-catalog"  // no collection of a module has a dash in its name
)

// Options are what the store is given.
type Options struct {
	Clock func() time.Time // nil is time.Now
	Log   *slog.Logger     // nil is silent
}

// DB is a store in a MongoDB database.
type DB struct {
	client   *mongo.Client
	db       *mongo.Database
	clock    func() time.Time
	log      *slog.Logger
	topology topology
	epoch    string // distinguishes this database's bookmarks from another's
	stop     context.CancelFunc
	watching sync.WaitGroup

	specs struct {
		sync.RWMutex
		by map[string]*table
	}
	places places
	bell   bell
}

var _ store.DB = (*DB)(nil)

// topology is what the server said it is part of.
type topology struct {
	replicas bool // a replica set or a sharded cluster: sessions, change streams
	sharded  bool
}

// Open connects to the database that uri names ("citiesgrow" when it names
// none). It fails when no server answers within ten seconds, or within what
// the uri says. No error shows the uri, which may hold a password.
func Open(ctx context.Context, uri string, opt Options) (*DB, error) {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	parsed, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return nil, errors.New("mongodb: the address cannot be read, it should look like mongodb://user:password@host/database")
	}
	client, err := mongo.Connect(ctx, options.Client().SetServerSelectionTimeout(selectMost).SetAppName("citiesgrow").ApplyURI(uri).
		SetReadConcern(readconcern.Majority()).SetWriteConcern(writeconcern.Majority()).SetReadPreference(readpref.Primary()))
	if err != nil {
		return nil, fmt.Errorf("mongodb: %w", err)
	}
	name := parsed.Database
	if name == "" {
		name = usualDatabase
	}
	db := &DB{client: client, db: client.Database(name), clock: opt.Clock, log: opt.Log}
	db.specs.by = map[string]*table{}
	if err := db.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("mongodb: %w", err), client.Disconnect(context.WithoutCancel(ctx)))
	}
	return db, nil
}

func (db *DB) start(ctx context.Context) error {
	var hello struct {
		SetName string `bson:"setName"`
		Msg     string `bson:"msg"`
	}
	if err := db.client.Database("admin").RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello); err != nil {
		return err
	}
	db.topology.sharded = hello.Msg == "isdbgrid"
	db.topology.replicas = db.topology.sharded || hello.SetName != ""
	if err := db.loadEpoch(ctx); err != nil {
		return err
	}
	watch, stop := context.WithCancel(context.WithoutCancel(ctx))
	db.stop = stop
	if db.topology.replicas {
		db.watching.Go(func() { db.watch(watch) })
	}
	return nil
}

// loadEpoch reads which database this is; the first to come decides.
func (db *DB) loadEpoch(ctx context.Context) error {
	var stored struct {
		Value string `bson:"value"`
	}
	catalog := db.db.Collection(catalogName)
	byID := bson.D{{Key: "_id", Value: "epoch"}}
	err := catalog.FindOne(ctx, byID).Decode(&stored)
	if errors.Is(err, mongo.ErrNoDocuments) {
		_, err = catalog.InsertOne(ctx, append(byID, bson.E{Key: "value", Value: rand.Text()}))
		if err == nil || mongo.IsDuplicateKeyError(err) {
			err = catalog.FindOne(ctx, byID).Decode(&stored)
		}
	}
	db.epoch = stored.Value
	return err
}

// Name is "mongodb".
func (db *DB) Name() string { return "mongodb" }

// Now is the clock that was given, in UTC.
func (db *DB) Now() time.Time { return db.clock().UTC() }

// Ping asks the primary.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.client.Ping(ctx, readpref.Primary()); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// Close ends the connections, after five seconds at the latest.
func (db *DB) Close() error {
	db.stop()
	db.watching.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := db.client.Disconnect(ctx)
	if errors.Is(err, mongo.ErrClientDisconnected) {
		return nil
	}
	return err
}
