// Package mongodb keeps the store in a MongoDB server, replica set or sharded
// cluster: what is used where one machine is not enough.
//
// # What is stored
//
// A document of collection "tenders" is, in the database's collection of that
// name,
//
//	{_id, rev, w, at, k: {<index>: <key>}, d: {…fields…}}
//
// rev is the revision, d the fields as their noun has them (keys that MongoDB
// cannot hold are escaped), k the keys of the declared indexes in a text whose
// bytes are in the order of the values, with the id at the end. w is a random
// token that changes with each write, at the server's time of the write. A
// deleted document stays as {_id, rev: 0, gone: <revision>, w, at}: its fields
// are gone at once, the fact that it was deleted remains for the feed. Quiet
// collections have no at, and their deleted documents go altogether, unless
// the collection has unique keys.
//
// Every write is one update of one document, which either finds the revision
// it expects and is done whole, or does nothing. No transaction is needed, so a
// single server will do, and every collection may be sharded by hashed _id.
// Reads and writes are majority: what was answered survives the loss of a node.
//
// # The feed
//
// The feed is an index on at. The server makes the stamp ($currentDate, its
// logical clock) as a part of the write, so there is no moment at which a
// document is written and its change is not, and a crash can lose neither. But
// stamps become visible out of order: a write may be stamped, then held up,
// while a later stamp is read already. So a bookmark has a low mark, up to
// which everything is known to have been read, and a reader begins there
// and leaves out what was read before. The low mark never comes nearer to the
// present than the window, five seconds: a write waits that long between its
// stamp and its place in the server's log only when the server stands still.
// Being held up afterwards (a slow secondary, a shard behind the others) does
// no harm: each read first asks the cluster what time it is and then reads,
// causally consistent, what a majority of every shard had at that time.
//
// What was read above the low mark is remembered in this process, and the
// bookmark's text has the low mark alone. After a restart the window is
// delivered again, which followers must expect anyway. A document that is
// written again is in the index once, with its newest stamp: the feed never
// grows beyond the documents there were.
//
// Change streams, where there are any, and this process's own writes ring the
// bell that Wait listens to; without change streams Wait looks four times a
// second.
//
// # Unique keys
//
// A sharded cluster enforces no unique index but _id. So a unique key is a
// document of its own, a claim {_id: "<index>:<key>", owner, c} in
// "tenders.keys", made before the document is written. The rule that is kept:
// a document holds a key only while the claim names it as the owner.
//
//   - To put, read the document's w and the revision; claim each key that it
//     does not hold yet, or refresh the token c of a claim that names it
//     already; write on the condition that w is still the same; then delete the
//     claims of keys it no longer holds, on the condition that their token is the
//     one that was read before the write.
//   - A claim of another process is good when that document holds the key. If it
//     does not, its owner is either about to write or has crashed. After a grace
//     in which nothing moved, the claim is taken over: first the owner's w is
//     changed (a document that does not exist gets an empty one), then the claim
//     changes hands on the condition that its token has not changed.
//
// Why that is safe: suppose the owner wakes up after all. It read w before it
// made or refreshed the claim's token, and the process that took the claim over saw that
// token before changing w. So the owner's write comes too late, finds another w
// and starts again; or it came before the change of w, which then failed or saw
// the key held. Tokens of claims that are being released were read before the
// write that let the key go, so a claim that was renewed since stays.
//
// A crash leaves at most a claim without a process; it blocks no one
// for longer than the grace, so there is nothing to clean up.
package mongodb
