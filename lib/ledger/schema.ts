/** The one number that says which tables a ledger has. A ledger with another one is not opened. */
export const schemaVersion = '1'

/**
 * The tables of `ledger.db`. `events` and `checkpoints` are the ledger; the others stand beside it and can lose rows.
 * The triggers stop accidents, in any SQLite client; against people there are signatures. The one on INSERT is there
 * because `INSERT OR REPLACE` deletes without firing DELETE triggers where `recursive_triggers` is off.
 */
export const schema = `
-- log: ULID of the log · kind: production or sandbox · schema · scrub: see erasure.ts · skew: last measured, ms ·
-- small settings of the application
CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- line: the exact bytes that are hashed · leaf: SHA-256(0x00 ‖ line)
CREATE TABLE events(
  seq INTEGER PRIMARY KEY, line TEXT NOT NULL, leaf BLOB NOT NULL, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, xfer TEXT
) STRICT;
CREATE INDEX events_xfer ON events(xfer) WHERE xfer IS NOT NULL;
CREATE INDEX events_type ON events(type);
-- the symbols of a transfer's short id
CREATE INDEX events_short ON events(substr(xfer, 19), xfer) WHERE xfer IS NOT NULL;

-- note: the signed checkpoint · frontier: hashes of the complete subtrees, largest first, 32 bytes each
CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL, frontier BLOB NOT NULL) STRICT;

-- wrapped: a random 32-byte key, in a box under the disclosure key
CREATE TABLE owner_keys(
  owner TEXT NOT NULL, class TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY(owner, class)
) STRICT;

-- sealed: D in a box under the owner's key
CREATE TABLE disclosures(
  digest TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, class TEXT NOT NULL, seq INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX disclosures_owner ON disclosures(owner, class);

-- tag: HMAC(index key, kind ‖ normalised value) · class: the shred that deletes it; null: any
CREATE TABLE tags(
  kind TEXT NOT NULL, tag BLOB NOT NULL, xfer TEXT NOT NULL, class TEXT, PRIMARY KEY(kind, tag, xfer)
) STRICT;
CREATE INDEX tags_xfer ON tags(xfer);

-- sealed: canonical JSON in a box under the owner's key
CREATE TABLE records(
  kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, class TEXT NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY(kind, id)
) STRICT;
CREATE INDEX records_owner ON records(owner, class);

-- sealed: a secret in a box under the vault key
CREATE TABLE vault(id TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

CREATE TRIGGER events_next BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM events)
BEGIN SELECT raise(ABORT, 'events are appended in order'); END;
CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

CREATE TRIGGER checkpoints_next BEFORE INSERT ON checkpoints
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoints)
BEGIN SELECT raise(ABORT, 'checkpoints are appended in order'); END;
CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints
BEGIN SELECT raise(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints
BEGIN SELECT raise(ABORT, 'checkpoints are never deleted'); END;
`
