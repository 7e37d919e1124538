"""A second verifier, written from docs/ledger-format.md alone: Python's standard library and the `openssl` program.

usage: verify_ledger.py HOME [--key FINGERPRINT] [--anchor FILE]...
Prints the code of each finding once, sorted. Exit status 0: none; 4: some.
"""
import argparse, base64, binascii, hashlib, json, os, re, sqlite3, subprocess, sys, tempfile

ULID, HEX64, TOKEN = r'[0-7][0-9A-HJKMNP-TV-Z]{25}', r'[0-9a-f]{64}', r'[\x21-\x7e]{1,64}'
TIME = r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'
FORMS = {'log': ULID, 'prev': HEX64, 'id': ULID, 'ts': TIME, 'boot': '[0-9a-f]{32}', 'op': TOKEN, 'host': TOKEN, 'tool': TOKEN,
         'type': r'[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*', 'policy': HEX64, 'key': '[0-9a-f]{16}'}
FIELDS = {*FORMS, 'v', 'seq', 'up', 'skew', 'xfer', 'd', 'sd'}
found = set()

def sha(data): return hashlib.sha256(data).digest()
def is_int(x): return type(x) is int and abs(x) < 2**53
def matches(form, x): return isinstance(x, str) and re.fullmatch(form, x, re.ASCII) is not None
def must(rule, code):
    if not rule: found.add(code)
    return rule

def canonical(text):
    """The value of a text that is its own canonical spelling; ValueError for any other."""
    def no(_): raise ValueError
    value = json.loads(text, parse_float=no, parse_constant=no)
    def ordered(x, depth=0):
        if depth > 64 or (type(x) is int and not is_int(x)): raise ValueError
        if isinstance(x, list): return [ordered(i, depth + 1) for i in x]
        if not isinstance(x, dict): return x
        return {k: ordered(x[k], depth + 1) for k in sorted(x, key=lambda k: k.encode('utf-16-be'))}
    if json.dumps(ordered(value), ensure_ascii=False, separators=(',', ':')) != text: raise ValueError
    return value

def event(line):
    """The event, or None where it has not its exact form."""
    try: e = canonical(line.decode())
    except (ValueError, RecursionError): return None
    if '\ufffd' in line.decode() or not isinstance(e, dict) or set(e) != FIELDS or e['v'] != 1 or type(e['v']) is not int: return None
    if not all(matches(form, e[name]) for name, form in FORMS.items()): return None
    if not (is_int(e['seq']) and e['seq'] >= 0 and is_int(e['up']) and e['up'] >= 0 and isinstance(e['d'], dict)): return None
    if not (e['skew'] is None or is_int(e['skew'])) or not (e['xfer'] is None or matches(ULID, e['xfer'])): return None
    if not isinstance(e['sd'], dict): return None
    for name, digests in e['sd'].items():
        if not matches('[a-z]{1,32}', name) or not isinstance(digests, list) or not digests: return None
        if not all(matches(HEX64, d) for d in digests) or digests != sorted(set(digests)): return None
    return e

class Tree:
    def __init__(self): self.size, self.peaks, self.roots = 0, [], {0: sha(b'')}
    def append(self, leaf):
        self.peaks.append(leaf)
        rest = self.size
        while rest % 2:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(sha(b'\1' + left + right))
            rest //= 2
        self.size += 1
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]): root = sha(b'\1' + peak + root)
        self.roots[self.size] = root

def note(text):
    """(origin, size, root, body, signatures) of a note in its exact form; ValueError for any other."""
    body, gap, tail = text.rpartition('\n\n')
    lines = (body + '\n').split('\n')
    if not gap or not tail.endswith('\n') or len(lines) != 4 or not re.fullmatch(r'0|[1-9]\d*', lines[1], re.ASCII): raise ValueError
    if not re.fullmatch(f'waybill/(production|sandbox)/{ULID}', lines[0]): raise ValueError
    signatures = [re.fullmatch(r'— ([^\s+]+) (\S+)', line) for line in tail[:-1].split('\n')]
    if not all(signatures) or len(signatures) > 16: raise ValueError
    def exact(b64):
        data = base64.b64decode(b64, validate=True)
        if base64.b64encode(data).decode() != b64: raise ValueError
        return data
    root = exact(lines[2])
    if len(root) != 32 or int(lines[1]) >= 2**53: raise ValueError
    return lines[0], int(lines[1]), root, body + '\n', [(s[1], exact(s[2])) for s in signatures]

def signed_by(parsed, der):
    origin, _, _, body, signatures = parsed
    key_id = sha(origin.encode() + b'\n\1' + der[-32:])[:4]
    own = [data[4:] for name, data in signatures if name == origin and data[:4] == key_id]
    return bool(own) and all(ed25519(der, body.encode(), signature) for signature in own)

def ed25519(der, body, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ('key', 'body', 'sig')]
        for name, data in zip(names, (der, body, signature)):
            with open(name, 'wb') as file: file.write(data)
        command = ['openssl', 'pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', names[0], '-rawin', '-in', names[1], '-sigfile', names[2]]
        return subprocess.run(command, capture_output=True).returncode == 0

def verify(home, pinned, anchors):
    try: ders = [base64.b64decode(k) for k in json.load(open(os.path.join(home, 'keys/keys.json')))['public']]
    except (OSError, ValueError, KeyError): ders = must(False, 'key.unreadable') or []
    known, proven = {sha(der).hex(): der for der in ders}, set()
    if not must(os.path.exists(os.path.join(home, 'ledger.db')), 'ledger.missing'): return must(not pinned, 'key.other')
    db = sqlite3.connect(f'file:{home}/ledger.db?mode=ro', uri=True)
    db.text_factory = bytes
    must(db.execute('PRAGMA integrity_check').fetchone()[0] == b'ok', 'ledger.structure')
    meta = dict(db.execute('SELECT key, value FROM meta'))
    log, kind = meta.get(b'log', b'').decode(), meta.get(b'kind', b'').decode()
    if not must(meta.get(b'schema') == b'1', 'ledger.version'): return
    if not must(matches(ULID, log) and kind in ('production', 'sandbox'), 'ledger.identity'): return
    tree, ranges, origin = Tree(), [], f'waybill/{kind}/{log}'
    def key_for(size): return next((f for f, after in reversed(ranges) if after < size), None)
    def add(fingerprint, after):
        must(fingerprint in known, 'ledger.key-unknown')
        ranges.append((fingerprint if fingerprint in known else None, after))
    prev, ids, up, ts, policy, places, shredded, expected = '0' * 64, set(), {}, '', None, {}, set(), 0
    for seq, line, leaf, id_, type_, xfer in db.execute('SELECT seq, line, leaf, id, type, xfer FROM events ORDER BY seq'):
        must(seq == expected, 'ledger.seq')
        own, before, expected = sha(b'\0' + line), prev, seq + 1
        prev = own.hex()
        must(leaf == own, 'ledger.leaf')
        tree.append(own)
        e = event(line)
        if not must(e, 'ledger.line'): continue
        must((e['seq'], e['id'], e['type'], e['xfer']) == (seq, id_.decode(), type_.decode(), xfer and xfer.decode()), 'ledger.columns')
        must(e['prev'] == before, 'ledger.prev')
        must(e['log'] == log, 'ledger.log')
        must(e['id'] not in ids, 'ledger.duplicate-id')
        created, d = e['type'] == 'ledger.created', e['d']
        if seq == 0 or created: must(created and d.get('kind') == kind and e['seq'] == 0, 'ledger.beginning')
        if e['seq'] == 0: add(d.get('fingerprint'), 0)
        must((key_for(seq + 1) or '')[:16] == e['key'], 'ledger.key')
        must(e['up'] >= up.get(e['boot'], 0), 'ledger.clock')
        must(e['ts'] >= ts, 'ledger.clock-set-back')
        change, in_force = e['type'] == 'policy.changed', policy or e['policy']
        must(not change or d.get('from') == in_force, 'ledger.policy')
        must(e['policy'] == in_force or (change and e['policy'] == d.get('to')), 'ledger.policy')
        policy = d['to'] if change and isinstance(d.get('to'), str) else e['policy']
        for name, digests in e['sd'].items():
            for digest in digests:
                must(digest not in places, 'ledger.digest-twice')
                places[digest] = (seq, name)
        if e['type'] == 'personal.shredded':
            for digest in d['digests'] if must(isinstance(d.get('digests'), list), 'ledger.shred') else []:
                right = digest in places and d.get('class', places[digest][1]) == places[digest][1] and digest not in shredded
                if must(right, 'ledger.shred'): shredded.add(digest)
        if e['type'] == 'key.rotated':
            must(ranges and ranges[-1][0] in (None, d.get('from')), 'ledger.rotation')
            add(d.get('to'), seq + 1)
        must(e['type'] != 'ledger.restored', 'ledger.gap')
        ids.add(e['id']); up[e['boot']] = e['up']; ts = e['ts']
    checkpoints(db, tree, origin, ranges, key_for, known, proven)
    personal(db, places, shredded)
    mark(home, log, tree)
    for path in anchors: anchor(path, origin, tree, ranges, key_for, known)
    must(not pinned or pinned in proven, 'key.other')

def checkpoints(db, tree, origin, ranges, key_for, known, proven):
    grown, rows = Tree(), []
    leaves = [sha(b'\0' + line) for line, in db.execute('SELECT line FROM events ORDER BY seq')]
    for size, text, frontier in db.execute('SELECT size, note, frontier FROM checkpoints ORDER BY size'):
        if not must(1 <= size <= tree.size, 'ledger.checkpoint'): continue
        while grown.size < size: grown.append(leaves[grown.size])
        must(b''.join(grown.peaks) == frontier, 'ledger.frontier')
        try: parsed = note(text.decode())
        except (ValueError, binascii.Error): parsed = must(False, 'ledger.checkpoint') or None
        if parsed and must(parsed[:2] == (origin, size), 'ledger.checkpoint'): must(parsed[2] == tree.roots[size], 'ledger.root')
        rows.append((size, parsed))
    if not must(rows, 'ledger.no-checkpoint'): return
    must(rows[-1][0] == tree.size, 'ledger.unsigned')
    decisive = {rows[-1][0]: rows[-1]}
    for at, (_, end) in enumerate(ranges[1:]):
        before, after = [r for r in rows if r[0] <= end][-1:], [r for r in rows if r[0] > end][:1]
        if before and after:
            last = max(i for i, (_, start) in enumerate(ranges) if start < after[0][0])
            must(before[0][0] == end and last == at + 1, 'ledger.rotation')
            decisive.update({r[0]: r for r in before + after})
    for size, parsed in decisive.values():
        fingerprint = key_for(size)
        right = parsed and parsed[1] == size and fingerprint and signed_by(parsed, known[fingerprint])
        if must(right, 'ledger.signature'): proven.add(fingerprint)

def personal(db, places, shredded):
    keys, there = set(db.execute('SELECT owner, class FROM owner_keys')), set()
    for digest, owner, name, seq in db.execute('SELECT digest, owner, class, seq FROM disclosures'):
        digest = digest.decode()
        there.add(digest)
        if not must(digest in places, 'disclosure.unknown') or not must(digest not in shredded, 'disclosure.not-erased'): continue
        if must(places[digest] == (seq, name.decode()), 'disclosure.misplaced'): must((owner, name) in keys, 'disclosure.no-key')
    must(set(places) <= there | shredded, 'disclosure.missing')

def mark(home, log, tree):
    path = os.path.join(home, 'mark.json')
    if not must(os.path.exists(path), 'mark.missing'): return
    try:
        text = open(path, newline='').read()
        m = canonical(text[:-1])
        if text[-1:] != '\n' or set(m) != {'log', 'root', 'size'} or not (is_int(m['size']) and m['size'] >= 0 and matches(ULID, m['log']) and matches(HEX64, m['root'])): raise ValueError
    except (ValueError, TypeError): return must(False, 'mark.unreadable')
    if must(m['log'] == log, 'mark.other-ledger') and must(m['size'] <= tree.size, 'mark.beyond'):
        must(tree.roots[m['size']].hex() == m['root'], 'mark.root')

def anchor(path, origin, tree, ranges, key_for, known):
    try: parsed = note(open(path, newline='').read())
    except (ValueError, binascii.Error): return must(False, 'anchor.unreadable')
    if not must(parsed[0] == origin, 'anchor.other-ledger'): return
    signers = [f for f, _ in ranges if f and signed_by(parsed, known[f])]
    if not must(signers, 'anchor.signature') or not must(parsed[1] <= tree.size, 'anchor.beyond'): return
    if must(tree.roots[parsed[1]] == parsed[2], 'anchor.fork'): must(parsed[1] == 0 or key_for(parsed[1]) == signers[0], 'anchor.key')

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('home')
    parser.add_argument('--key')
    parser.add_argument('--anchor', action='append', default=[])
    arguments = parser.parse_args()
    try: verify(arguments.home, arguments.key, arguments.anchor)
    except (sqlite3.Error, UnicodeDecodeError): found.add('ledger.unreadable')
    print('\n'.join(sorted(found)))
    sys.exit(4 if found else 0)
