import { createHash, type Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { WaybillError } from '../lib/error.ts'
import { hex } from '../lib/hex.ts'
import {
  anchorFile,
  type BundleManifest,
  bundleFiles,
  encodeManifest,
  encodeSums,
  policyFile,
  signSums,
} from '../lib/ledger/bundle.ts'
import { isList } from '../lib/ledger/canonical.ts'
import { parseSignedCheckpoint } from '../lib/ledger/checkpoint.ts'
import { type Event, parseEvent } from '../lib/ledger/event.ts'
import { readPublicKeys } from '../lib/ledger/keys-file.ts'
import type { PersonalClass } from '../lib/ledger/owners.ts'
import { stopIfAborted } from '../lib/zip/interrupt.ts'
import type { PlainFile } from '../lib/zip/plain-write.ts'
import { knownPolicies } from './evidence-policies.ts'
import { EvidenceRows } from './evidence-rows.ts'
import type { Selection } from './evidence-selection.ts'
import { verifyText } from './evidence-text.ts'
import type { Home } from './home.ts'

/** One personal field that a line of the range names. */
interface Named {
  readonly digest: string
  readonly class: string
  readonly xfer: string | null
  /** Whether its event was asked for; the pseudonym, where it says who that is. */
  readonly selected: boolean
  readonly names: string | null
}

interface Manner {
  readonly redact: readonly PersonalClass[]
  readonly csvRow: (cells: readonly string[]) => string
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Texts after which others may run: some milliseconds of work, however little of it goes into the archive. */
const stretch = 128

/** Bytes that go into the archive at once. */
const piece = 64 * 1024

/**
 * The files of one bundle, made one after the other while they are written: each tells what the later ones need to know.
 * Nothing of the ledger is held but the digests of the range and the rows of `transfers.csv`.
 */
export class EvidenceFiles {
  readonly #home: Home
  readonly #selection: Selection
  readonly #redacted: readonly PersonalClass[]
  readonly #csvRow: Manner['csvRow']
  readonly #onProgress: Manner['onProgress']
  readonly #signal: Manner['signal']
  #read = 0
  readonly #sums = new Map<string, string>()

  readonly rows = new EvidenceRows()
  readonly #named: Named[] = []
  /** Pseudonyms that act in the selected events. */
  readonly #operators = new Set<string>()
  readonly #policies = new Set<string>()
  /** Sizes of the ledger whose signed note went into an archive. */
  readonly #anchors = new Set<number>()
  readonly #withheld: string[] = []
  readonly #shredded: string[] = []
  disclosed = 0

  constructor(home: Home, selection: Selection, { redact, csvRow, onProgress, signal }: Manner) {
    this.#home = home
    this.#selection = selection
    this.#redacted = redact
    this.#csvRow = csvRow
    this.#onProgress = onProgress
    this.#signal = signal
  }

  get withheld(): number {
    return this.#withheld.length
  }

  get shredded(): number {
    return this.#shredded.length
  }

  /** Hex SHA-256 of the file `SHA256SUMS`, when all files have been written. */
  get sums(): string {
    return createHash('sha256').update(encodeSums(this.#sums)).digest('hex')
  }

  *files(): Generator<PlainFile, void, void> {
    const { keys } = this.#home
    yield this.#file(bundleFiles.verify, [verifyText])
    yield this.#file(bundleFiles.key, [keys.public.export({ type: 'spki', format: 'pem' }).toString()])
    yield this.#file(bundleFiles.checkpoint, [this.#selection.note])
    yield this.#file(bundleFiles.leaves, this.#leaves())
    yield this.#file(bundleFiles.events, this.#events())
    yield this.#file(bundleFiles.disclosures, this.#disclosures())
    yield this.#file(bundleFiles.transfers, this.#transfers())
    const policies = this.#policyTexts()
    for (const [digest, text] of policies) yield this.#file(policyFile(digest), [text])
    for (const [size, note] of this.#notes()) yield this.#file(anchorFile(size), [note])
    yield this.#file(bundleFiles.manifest, [encodeManifest(this.#manifest(policies))])
    const sums = encodeSums(this.#sums)
    yield { name: bundleFiles.sums, content: [Buffer.from(sums)] }
    yield { name: bundleFiles.signature, content: [signSums(sums, keys)] }
  }

  #file(name: string, texts: Iterable<string>): PlainFile {
    const hash = createHash('sha256')
    const done = () => this.#sums.set(name, hash.digest('hex'))
    return { name, content: hashed(this.#inPieces(texts), hash, done) }
  }

  async *#inPieces(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
    let waiting = ''
    for (const text of texts) {
      if (++this.#read % stretch === 0) await this.#breathe()
      waiting += text
      if (waiting.length < piece) continue
      yield Buffer.from(waiting)
      waiting = ''
    }
    if (waiting !== '') yield Buffer.from(waiting)
  }

  /** Lets others run, and stops when that is wanted. The fields are as many as the lines until all lines were read. */
  async #breathe(): Promise<void> {
    const { size, from, to } = this.#selection
    const lines = size + to - from
    this.#onProgress?.(this.#read, Math.max(this.#read, lines + (this.#read < lines ? to - from : this.#named.length)))
    await setImmediate()
    stopIfAborted(this.#signal)
  }

  *#leaves(): Generator<string> {
    for (const { leaf } of this.#home.ledger.lines(0, this.#selection.size)) {
      yield `${hex(leaf)}\n`
    }
  }

  *#events(): Generator<string> {
    const { from, to } = this.#selection
    for (const { line } of this.#home.ledger.lines(from, to)) {
      this.#note(parseEvent(line))
      yield `${line}\n`
    }
  }

  #note(event: Event): void {
    const { type, xfer, policy, op, d } = event
    const selected = this.#selection.has(event)
    if (selected) {
      this.rows.take(event)
      this.#operators.add(op)
    }
    this.#policies.add(policy)
    if (type === 'policy.changed') this.#policies.add(String(d.from)).add(String(d.to))
    if (type === 'transfer.sealed' && typeof d.checkpoint === 'number') this.#anchors.add(d.checkpoint)
    const names = type === 'operator.named' ? op : null
    for (const [name, digests] of Object.entries(event.sd)) {
      for (const digest of digests) this.#named.push({ digest, class: name, xfer, selected, names })
    }
  }

  /** What was selected and not redacted; the rest is sorted into withheld and shredded. */
  *#disclosures(): Generator<string> {
    const gone: string[] = []
    for (const field of this.#named) {
      const encoded = this.#isWanted(field) ? this.#home.ledger.disclosure(field.digest) : null
      if (encoded !== null) {
        this.disclosed++
        if (field.selected) this.rows.disclose(field.xfer, encoded)
        yield `${encoded}\n`
      } else {
        const isGone = this.#isWanted(field) || !this.#home.ledger.hasDisclosure(field.digest)
        const list = isGone ? gone : this.#withheld
        list.push(field.digest)
        yield ''
      }
    }
    this.#requireShredded(gone)
    this.#shredded.push(...gone)
  }

  #isWanted({ class: name, selected, names }: Named): boolean {
    const isAsked = selected || (names !== null && this.#operators.has(names))
    return isAsked && !this.#redacted.some(redacted => redacted === name)
  }

  /** Asked after the fields were looked for, so that a shred in between is seen. A bundle never covers for tampering. */
  #requireShredded(gone: readonly string[]): void {
    if (gone.length === 0) return
    const events = [...this.#home.ledger.events({ type: 'personal.shredded' })]
    const shredded = new Set(events.flatMap(({ d }) => (d.digests !== undefined && isList(d.digests) ? d.digests : [])))
    if (gone.every(digest => shredded.has(digest))) return
    throw new WaybillError(
      'WB-LEDGER-DAMAGED',
      'A personal field is gone from the ledger and no event says that it was shredded.',
      'Run `waybill verify`: no evidence is made of a ledger that somebody changed.',
    )
  }

  *#transfers(): Generator<string> {
    for (const cells of this.rows.cells()) yield this.#csvRow(cells)
  }

  /** The texts may name people: they are of the class `identity`, as their differences are. */
  #policyTexts(): [digest: string, text: string][] {
    const { ledger, policy } = this.#home
    if (this.#redacted.includes('identity')) return []
    return [...knownPolicies(ledger, policy)].filter(([digest]) => this.#policies.has(digest))
  }

  *#notes(): Generator<[size: number, note: string]> {
    for (const size of [...this.#anchors].sort((a, b) => a - b)) {
      const note = this.#home.ledger.noteAt(size)
      if (note !== null) yield [size, note]
    }
  }

  #manifest(policies: readonly (readonly [digest: string, text: string])[]): BundleManifest {
    const { keys, directory, context } = this.#home
    const { scope, from, to, note } = this.#selection
    const { origin, size, root } = parseSignedCheckpoint(note)
    const there = new Set(policies.map(([digest]) => digest))
    return {
      v: 1,
      origin,
      size,
      root: hex(root),
      key: keys.fingerprint,
      formerKeys: readPublicKeys(directory)
        .filter(({ fingerprint }) => fingerprint !== keys.fingerprint)
        .map(({ public: key }) => key.export({ type: 'spki', format: 'der' }).toString('base64')),
      tool: context.tool,
      scope,
      from,
      to,
      transfers: this.rows.ids,
      redacted: [...this.#redacted].sort(),
      withheld: this.#withheld.toSorted(),
      shredded: this.#shredded.toSorted(),
      policies: [...there].sort(),
      policiesMissing: [...this.#policies].filter(digest => !there.has(digest)).sort(),
    }
  }
}

async function* hashed(pieces: AsyncIterable<Uint8Array>, hash: Hash, done: () => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of pieces) {
    hash.update(bytes)
    yield bytes
  }
  done()
}
