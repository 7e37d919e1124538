import { sign, verify } from 'node:crypto'
import { isUlid } from '../ulid.ts'
import { canonical, isList, isObject, type Json, type JsonObject, parseCanonical } from './canonical.ts'
import type { Keys } from './keys.ts'
import type { PublicKey } from './keys-file.ts'
import { malformed } from './malformed.ts'
import type { PersonalClass } from './owners.ts'

/**
 * An evidence bundle: some files that an auditor can check without Waybill. `leaves` has every leaf hash of the ledger,
 * `events.jsonl` the full lines of one range without a hole, `disclosures.txt` the personal fields that were selected.
 * `SHA256SUMS` lists every file but itself and its signature. The layout is in docs/ledger-format.md.
 */
export const bundleFiles = {
  verify: 'VERIFY.md',
  key: 'key.pem',
  checkpoint: 'checkpoint',
  leaves: 'leaves',
  events: 'events.jsonl',
  disclosures: 'disclosures.txt',
  transfers: 'transfers.csv',
  manifest: 'MANIFEST.json',
  sums: 'SHA256SUMS',
  signature: 'SHA256SUMS.sig',
} as const

/** Beside those: `policy/<digest>.json` and `anchors/<size>`. */
export const policyFile = (digest: string) => `policy/${digest}.json`
export const anchorFile = (size: number) => `anchors/${size}`

const fixed: ReadonlySet<string> = new Set(Object.values(bundleFiles))

/** Whether a bundle may hold a file of this name. Such a name is safe on every system. */
export function isBundleName(name: string): boolean {
  return fixed.has(name) || /^policy\/[0-9a-f]{64}\.json$/.test(name) || /^anchors\/[1-9][0-9]{0,15}$/.test(name)
}

/** What was asked for: which events the disclosures were selected from. Never a name. */
export const bundleScopes = ['period', 'transfer', 'recipient', 'client', 'selection'] as const
export type BundleScope = (typeof bundleScopes)[number]
const classes: readonly string[] = ['contact', 'identity', 'files'] satisfies PersonalClass[]

/** `MANIFEST.json`: canonical JSON and a newline. Lists of digests are sorted and name none twice. */
export interface BundleManifest {
  readonly v: 1
  /** Origin, number of events and root (hex) of the checkpoint. */
  readonly origin: string
  readonly size: number
  readonly root: string
  /** Fingerprint of `key.pem`. */
  readonly key: string
  /** SubjectPublicKeyInfo, Base64, of the keys that were in force before, oldest first. */
  readonly formerKeys: readonly string[]
  /** Version of Waybill. */
  readonly tool: string
  readonly scope: BundleScope
  /** The full lines: `from` ≤ seq < `to`. */
  readonly from: number
  readonly to: number
  /** ULIDs of the transfers that were selected; sorted. */
  readonly transfers: readonly string[]
  /** Classes of which nothing is disclosed. */
  readonly redacted: readonly string[]
  /** Digests of the range: there, and not in this bundle. */
  readonly withheld: readonly string[]
  /** Digests of the range: destroyed in the ledger. */
  readonly shredded: readonly string[]
  /** Digests of the policies in force in the range: as files, and those whose text is not here. */
  readonly policies: readonly string[]
  readonly policiesMissing: readonly string[]
}

export function encodeManifest(manifest: BundleManifest): string {
  return `${canonical({ ...manifest })}\n`
}

const hex64 = /^[0-9a-f]{64}$/

/** Untrusted. Throws `WB-LEDGER-FORMAT`. */
export function parseManifest(text: string): BundleManifest {
  if (!text.endsWith('\n')) throw wrong()
  const value = parseCanonical(text.slice(0, -1))
  if (!isObject(value) || Object.keys(value).length !== 16 || value.v !== 1) throw wrong()
  const manifest = {
    v: 1 as const,
    origin: word(value.origin, /^waybill\/(production|sandbox)\/[0-9A-Z]{26}$/),
    size: natural(value.size),
    root: word(value.root, hex64),
    key: word(value.key, hex64),
    formerKeys: words(value, 'formerKeys', text => /^[A-Za-z0-9+/=]{60}$/.test(text), false),
    tool: word(value.tool, /^[\x21-\x7e]{1,64}$/),
    scope: scopeOf(value.scope),
    from: natural(value.from),
    to: natural(value.to),
    transfers: words(value, 'transfers', isUlid),
    redacted: words(value, 'redacted', text => classes.includes(text)),
    withheld: words(value, 'withheld', text => hex64.test(text)),
    shredded: words(value, 'shredded', text => hex64.test(text)),
    policies: words(value, 'policies', text => hex64.test(text)),
    policiesMissing: words(value, 'policiesMissing', text => hex64.test(text)),
  }
  if (manifest.from >= manifest.to || manifest.to > manifest.size) throw wrong()
  return manifest
}

function scopeOf(value: Json | undefined): BundleScope {
  const found = bundleScopes.find(scope => scope === value)
  if (found === undefined) throw wrong()
  return found
}

function word(value: Json | undefined, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw wrong()
  return value
}

function natural(value: Json | undefined): number {
  if (typeof value !== 'number' || value < 0) throw wrong()
  return value
}

function words(object: JsonObject, name: string, fits: (text: string) => boolean, sorted = true): string[] {
  const list = object[name]
  if (list === undefined || !isList(list)) throw wrong()
  return list.map((item, i) => {
    if (typeof item !== 'string' || !fits(item)) throw wrong()
    const before = list[i - 1]
    if (sorted && typeof before === 'string' && before >= item) throw wrong()
    return item
  })
}

function wrong() {
  return malformed('the manifest of a bundle')
}

/** The lines of `SHA256SUMS`, as sha256sum writes and checks them. */
export function encodeSums(sums: ReadonlyMap<string, string>): string {
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([name, digest]) => `${digest}  ${name}\n`).join('')
}

/** Untrusted. Name → hex. Throws `WB-LEDGER-FORMAT` unless `text` is what `encodeSums` gives, over names of a bundle. */
export function parseSums(text: string): Map<string, string> {
  const pairs = text
    .split('\n')
    .slice(0, -1)
    .map(line => [line.slice(66), line.slice(0, 64)] as const)
  const sums = new Map(pairs)
  const fits = [...sums].every(([name, digest]) => isBundleName(name) && hex64.test(digest))
  if (!fits || encodeSums(sums) !== text) throw malformed('a list of SHA-256 sums')
  return sums
}

/** 64 bytes: Ed25519 (RFC 8032) over the bytes of `SHA256SUMS`, which no checkpoint can be: those begin with an origin. */
export function signSums(sums: string, key: Pick<Keys, 'signing'>): Uint8Array {
  return sign(null, Buffer.from(sums), key.signing)
}

export function verifySums(sums: Uint8Array, signature: Uint8Array, key: Pick<PublicKey, 'public'>): boolean {
  return verify(null, sums, key.public, signature)
}
