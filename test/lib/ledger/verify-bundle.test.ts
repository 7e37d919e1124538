import { createPublicKey, generateKeyPairSync, hash } from 'node:crypto'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BundleManifest, encodeManifest, parseManifest } from '../../../lib/ledger/bundle.ts'
import { parseSignedCheckpoint, signCheckpoint } from '../../../lib/ledger/checkpoint.ts'
import { encodeDisclosure, newDisclosure } from '../../../lib/ledger/disclosure.ts'
import { encodeEvent, parseEvent } from '../../../lib/ledger/event.ts'
import { leafHash, rootOf } from '../../../lib/ledger/tree.ts'
import { verifyBundle } from '../../../lib/ledger/verify-bundle.ts'
import {
  exported,
  type Files,
  judge,
  linesOf,
  runScript,
  scriptLeftOut,
  signedAnew,
  textOf,
  unpacked,
  withFile,
} from '../../support/bundles.ts'
import { stolenKey } from '../../support/forge.ts'
import { seededRandom } from '../../support/world.ts'

const bad = { ours: false, script: false }
const good = { ours: true, script: true }

/** A bundle of one recipient's transfers, with another's between them; made once, its home is gone afterwards. */
const sample = () => (made ??= make())
let made: ReturnType<typeof make> | undefined

async function make() {
  const made = await exported({ to: 'Ada Lovelace', since: Date.UTC(2026, 0, 6) })
  const { directory, files, fingerprint, evidence } = made
  return { files, fingerprint, evidence, signing: stolenKey(directory) }
}

function codesOf(files: Files, options: Parameters<typeof verifyBundle>[1] = {}): string[] {
  const { findings } = verifyBundle(files, options)
  return findings.filter(({ level }) => level === 'error').map(({ code }) => code)
}

const left = scriptLeftOut === null ? '' : ` (the script left out: it ${scriptLeftOut})`

describe(`both verifiers${left}`, () => {
  it('take a bundle as it was made, and only with the key that was kept', async () => {
    const { files, fingerprint, evidence } = await sample()
    expect(judge(files, fingerprint)).toEqual(good)
    expect(judge(files, 'ab'.repeat(32))).toEqual(bad)
    const found = verifyBundle(files, { expectKey: fingerprint })
    const { size, root, from, to, disclosed, withheld } = evidence
    expect(withheld).toBeGreaterThan(0)
    expect(found).toMatchObject({
      size,
      root,
      from,
      to,
      disclosed,
      withheld,
      findings: [],
      pinned: true,
      anchored: null,
    })
    expect(verifyBundle(files)).toMatchObject({ findings: [{ level: 'note', code: 'key.not-pinned' }], pinned: false })
  })

  it('refuse one bit flipped, in each file at its beginning, middle and end', async () => {
    const { files, fingerprint } = await sample()
    for (const [name, content] of files) {
      for (const [share, bit] of [
        [0, 0],
        [0.5, 5],
        [1, 2],
      ] as const) {
        const changed = Buffer.from(content)
        const at = Math.min(Math.floor(share * changed.length), changed.length - 1)
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at)
        expect(judge(withFile(files, name, changed), fingerprint), `${name} at ${at}`).toEqual(bad)
      }
    }
  })

  it('refuse a file that is gone, empty, cut, longer, renamed or new', async () => {
    const { files, fingerprint } = await sample()
    for (const [name, content] of files) {
      const without = new Map([...files].filter(([other]) => other !== name))
      expect(judge(without, fingerprint), `without ${name}`).toEqual(bad)
      expect(judge(withFile(files, name, content.subarray(0, -1)), fingerprint), `${name} cut`).toEqual(bad)
      expect(verifyBundle(withFile(files, name, ''), { expectKey: fingerprint }).findings, name).not.toEqual([])
      expect(codesOf(withFile(files, name, Buffer.concat([content, Buffer.from('\n')]))), name).not.toEqual([])
    }
    expect(judge(withFile(files, 'note.txt', 'more'), fingerprint)).toEqual(bad)
    expect(judge(withFile(files, 'policy/note.txt', 'more'), fingerprint)).toEqual(bad)
    expect(judge(withFile(files, '.hidden', ''), fingerprint)).toEqual(bad)
    expect(judge(withFile(files, 'a/b/c', ''), fingerprint)).toEqual(bad)
  })

  it('refuse a bundle that somebody signed with a key of their own', async () => {
    const { files, fingerprint } = await sample()
    const other = generateKeyPairSync('ed25519')
    const { origin, size, root } = parseSignedCheckpoint(textOf(files, 'checkpoint'))
    const pem = other.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const note = signCheckpoint({ origin, size, root }, { private: other.privateKey, public: other.publicKey })
    const whole = withFile(withFile(files, 'key.pem', pem), 'checkpoint', note)
    const print = hash('sha256', other.publicKey.export({ type: 'spki', format: 'der' }))
    const manifest = encodeManifest({ ...parseManifest(textOf(files, 'MANIFEST.json')), key: print })
    const forged = signedAnew(withFile(whole, 'MANIFEST.json', manifest), other.privateKey)
    expect(judge(forged, fingerprint)).toEqual(bad)
    expect(codesOf(forged)).toContain('anchor.signature')
    expect(judge(signedAnew(files, other.privateKey), fingerprint)).toEqual(bad)
    expect(judge(signedAnew(whole, other.privateKey), fingerprint)).toEqual(bad)
  })
})

/** What the owner of the key could try: everything is signed anew. `code`: what our verifier says. */
const insiders: [
  what: string,
  code: string,
  change: (files: Files, signing: Parameters<typeof signedAnew>[1]) => Files,
][] = [
  ['leave a line out', 'bundle.events', files => lines(files, 'events.jsonl', all => all.toSpliced(1, 1))],
  ['leave the last line out', 'bundle.events', files => lines(files, 'events.jsonl', all => all.slice(0, -1))],
  ['add a line twice', 'bundle.leaf', files => lines(files, 'events.jsonl', all => [all[0] ?? '', ...all])],
  [
    'swap two lines',
    'bundle.leaf',
    files => lines(files, 'events.jsonl', ([a = '', b = '', ...all]) => [b, a, ...all]),
  ],
  ['change a line', 'bundle.leaf', files => changedLine(files)],
  ['change a line and its leaf', 'bundle.root', files => changedLeaf(files, changedLine(files))],
  ['swap two leaves', 'bundle.root', files => lines(files, 'leaves', ([a = '', b = '', ...all]) => [b, a, ...all])],
  ['leave a leaf out', 'bundle.leaves', files => lines(files, 'leaves', all => all.slice(1))],
  [
    'write a leaf in capitals',
    'bundle.leaves',
    files => lines(files, 'leaves', ([a = '', ...all]) => [a.toUpperCase(), ...all]),
  ],
  ['leave the end of the last line off', 'bundle.leaf', files => cut(files, 'events.jsonl')],
  [
    'put a NUL into a line',
    'bundle.leaf',
    files => lines(files, 'events.jsonl', ([a = '', ...all]) => [`${a}\0`, ...all]),
  ],
  ['leave a disclosure out', 'bundle.unaccounted', files => lines(files, 'disclosures.txt', all => all.slice(1))],
  ['disclose twice', 'bundle.twice', files => lines(files, 'disclosures.txt', all => [...all, all[0] ?? ''])],
  [
    'disclose something else',
    'bundle.disclosure',
    files => lines(files, 'disclosures.txt', all => [...all.slice(1), invented]),
  ],
  ['disclose an empty line', 'bundle.disclosure', files => lines(files, 'disclosures.txt', all => [...all, ''])],
  [
    'not list a withheld field',
    'bundle.unaccounted',
    files => manifest(files, all => ({ withheld: all.withheld.slice(1) })),
  ],
  [
    'list what no line names',
    'bundle.unknown',
    files => manifest(files, all => ({ withheld: [...all.withheld, 'f'.repeat(64)].sort() })),
  ],
  [
    'list a disclosed field as shredded',
    'bundle.twice',
    files => manifest(files, () => ({ shredded: disclosedIn(files) })),
  ],
  [
    'say that the range is another',
    'bundle.leaf',
    files => manifest(files, all => ({ from: all.from - 1, to: all.to - 1 })),
  ],
  ['say that the ledger is larger', 'bundle.manifest', files => manifest(files, all => ({ size: all.size + 1 }))],
  ['say that the root is another', 'bundle.manifest', files => manifest(files, () => ({ root: 'ab'.repeat(32) }))],
  [
    'put in an older checkpoint',
    'bundle.manifest',
    files => withFile(files, 'checkpoint', textOf(files, innerAnchor(files))),
  ],
]

/** What only our verifier looks at. */
const ours: typeof insiders = [
  [
    'spell the manifest in another way',
    'bundle.form',
    files => withFile(files, 'MANIFEST.json', `${textOf(files, 'MANIFEST.json')} `),
  ],
  [
    'add a comment to the key',
    'bundle.form',
    files => withFile(files, 'key.pem', `# mine\n${textOf(files, 'key.pem')}`),
  ],
  ['change a policy', 'bundle.policy', files => withFile(files, policyIn(files), '{}')],
  ['leave a policy out of the list', 'bundle.policy', files => manifest(files, () => ({ policies: [] }))],
  ['give an anchor another name', 'bundle.anchor', files => renamed(files, innerAnchor(files), 'anchors/1')],
  [
    'name a transfer that is not there',
    'bundle.transfer',
    files => manifest(files, () => ({ transfers: ['01K0000000000000007K3QM9XP'] })),
  ],
]

describe(`the owner of the key cannot${left}`, () => {
  it.each(insiders)('%s (%s)', async (_, code, change) => {
    const { files, fingerprint, signing } = await sample()
    const changed = signedAnew(change(files, signing), signing)
    expect(codesOf(changed)).toContain(code)
    expect(judge(changed, fingerprint)).toEqual(bad)
  })

  it.each(ours)('%s (%s), which only Waybill looks at', async (_, code, change) => {
    const { files, signing } = await sample()
    expect(codesOf(signedAnew(change(files, signing), signing))).toContain(code)
  })

  it('show another history to one who kept a checkpoint', async () => {
    const { files, fingerprint, signing } = await sample()
    const kept = textOf(files, innerAnchor(files))
    expect(verifyBundle(files, { anchors: [kept] })).toMatchObject({ anchored: parseSignedCheckpoint(kept).size })
    const leaves = linesOf(files, 'leaves').with(0, 'ab'.repeat(32))
    const { origin, size } = parseSignedCheckpoint(textOf(files, 'checkpoint'))
    const root = rootOf(leaves.map(leaf => Buffer.from(leaf, 'hex')))
    const note = signCheckpoint({ origin, size, root }, { private: signing, public: createPublicKey(signing) })
    const other = manifest(
      lines(withFile(files, 'checkpoint', note), 'leaves', () => leaves),
      () => ({
        root: Buffer.from(root).toString('hex'),
      }),
    )
    const noAnchors = new Map([...other].filter(([name]) => !name.startsWith('anchors/')))
    const rewritten = signedAnew(noAnchors, signing)
    expect(judge(rewritten, fingerprint)).toEqual(good)
    expect(codesOf(rewritten, { anchors: [kept] })).toEqual(['anchor.fork'])
    expect(codesOf(files, { anchors: [note.replace(`\n${size}\n`, `\n${size + 1}\n`)] })).toEqual(['anchor.signature'])
    expect(codesOf(files, { anchors: ['nothing'] })).toEqual(['anchor.unreadable'])
  })
})

it('never passes a mutated file that says something, signed anew, and never crashes', async () => {
  const { files, signing, fingerprint } = await sample()
  const mutation = fc.record({
    name: fc.constantFrom(...files.keys()),
    at: fc.nat(100_000),
    remove: fc.nat(40),
    insert: fc.uint8Array({ maxLength: 40 }),
  })
  // A summary, words for people, what the signer may say of the selection, and what is made anew.
  const free = ['transfers.csv', 'VERIFY.md', 'MANIFEST.json', 'SHA256SUMS', 'SHA256SUMS.sig']
  fc.assert(
    fc.property(mutation, ({ name, at, remove, insert }) => {
      const content = files.get(name) ?? new Uint8Array(0)
      const start = at % (content.length + 1)
      const mutated = Buffer.concat([content.subarray(0, start), insert, content.subarray(start + remove)])
      if (Buffer.compare(mutated, content) === 0) return
      const plain = codesOf(withFile(files, name, mutated), { expectKey: fingerprint })
      expect(plain).not.toEqual([])
      if (!free.includes(name)) expect(codesOf(signedAnew(withFile(files, name, mutated), signing))).not.toEqual([])
    }),
    { numRuns: 500, seed: 5 },
  )
})

describe.skipIf(scriptLeftOut !== null)('the script', () => {
  it('refuses to run without the fingerprint', async () => {
    const { files } = await sample()
    const folder = unpacked(files)
    expect(runScript(folder).status).toBe(2)
    expect(runScript(folder, '--fingerprint').status).toBe(2)
    expect(runScript(folder, '--fingerprint', '12ab').status).toBe(2)
    expect(runScript(join(folder, 'missing'), '--fingerprint', 'ab'.repeat(32)).status).toBe(2)
  })

  it('refuses links and names that lead elsewhere', async () => {
    const { files, fingerprint } = await sample()
    const folder = unpacked(files)
    symlinkSync(join(folder, 'leaves'), join(folder, 'link'))
    expect(runScript(folder, '--fingerprint', fingerprint)).toMatchObject({ status: 1 })
    for (const name of ['../leaves', '/etc/passwd', 'policy/../leaves', 'a b']) {
      const sums = `${'ab'.repeat(32)}  ${name}\n${textOf(files, 'SHA256SUMS')}`
      const forged = withFile(files, 'SHA256SUMS', sums)
      expect(judge(forged, fingerprint), name).toEqual(bad)
    }
  })

  it('takes the fingerprint as people write it', async () => {
    const { files, fingerprint } = await sample()
    const spaced = fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:')
    expect(runScript(unpacked(files), '--fingerprint', spaced)).toMatchObject({ status: 0 })
  })
})

const invented = encodeDisclosure(newDisclosure('phone', '+4915112345678', seededRandom('invented')))

function lines(files: Files, name: string, change: (lines: string[]) => string[]): Files {
  return withFile(
    files,
    name,
    change(linesOf(files, name))
      .map(line => `${line}\n`)
      .join(''),
  )
}

function cut(files: Files, name: string): Files {
  return withFile(files, name, textOf(files, name).slice(0, -1))
}

function manifest(files: Files, change: (manifest: BundleManifest) => Partial<BundleManifest>): Files {
  const before = parseManifest(textOf(files, 'MANIFEST.json'))
  return withFile(files, 'MANIFEST.json', encodeManifest({ ...before, ...change(before) }))
}

/** The first line says another time. */
function changedLine(files: Files): Files {
  return lines(files, 'events.jsonl', ([first = '', ...rest]) => {
    const event = parseEvent(first)
    return [encodeEvent({ ...event, up: event.up + 1 }), ...rest]
  })
}

function changedLeaf(files: Files, changed: Files): Files {
  const { from } = parseManifest(textOf(files, 'MANIFEST.json'))
  const [first = ''] = linesOf(changed, 'events.jsonl')
  return lines(changed, 'leaves', all => all.with(from, Buffer.from(leafHash(first)).toString('hex')))
}

function disclosedIn(files: Files): string[] {
  return linesOf(files, 'disclosures.txt')
    .slice(0, 1)
    .map(line => hash('sha256', line))
}

function innerAnchor(files: Files): string {
  return [...files.keys()].find(name => name.startsWith('anchors/')) ?? ''
}

function policyIn(files: Files): string {
  return [...files.keys()].find(name => name.startsWith('policy/')) ?? ''
}

function renamed(files: Files, from: string, to: string): Files {
  return new Map([...files].map(([name, content]) => [name === from ? to : name, content]))
}
