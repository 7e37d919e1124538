import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeOrigin, signCheckpoint } from '../../../lib/ledger/checkpoint.ts'
import { digestOf, encodeDisclosure, newDisclosure } from '../../../lib/ledger/disclosure.ts'
import { encodeEvent, noEvent } from '../../../lib/ledger/event.ts'
import { leafHash, rootOf } from '../../../lib/ledger/tree.ts'
import { scratch, seededRandom } from '../../support/world.ts'

/** What an auditor types (`design/ledger.md`, "Evidence bundle"), run in bash with the real programs. */
const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? ''
const left = /^OpenSSL [3-9]/.test(version) ? undefined : 'left out: needs OpenSSL 3 or newer'

describe.skipIf(left !== undefined)(`the shell recipe of VERIFY.md${left === undefined ? '' : ` (${left})`}`, () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const other = generateKeyPairSync('ed25519')
  const log = '01KE6QZT1H0000000000000000'
  const line = encodeEvent({
    v: 1,
    log,
    seq: 0,
    prev: noEvent,
    id: '01KE6QZT1H0000000000000001',
    ts: '2026-01-05T09:00:00.000Z',
    up: 1_000,
    boot: 'ab'.repeat(16),
    skew: null,
    type: 'ledger.created',
    xfer: null,
    op: 'op-1',
    host: 'host-1',
    tool: '0.1.0',
    policy: 'cd'.repeat(32),
    key: 'ef'.repeat(8),
    d: { name: 'Zoë 😀 100 %s \\n' },
    sd: {},
  })
  const root = rootOf([leafHash(line)])
  const note = signCheckpoint(
    { origin: encodeOrigin('production', log), size: 1, root },
    { private: privateKey, public: publicKey },
  )

  /** A folder with the files of a bundle that the recipe reads. */
  function bundle(checkpoint: string, key = publicKey): string {
    const folder = scratch()
    writeFileSync(join(folder, 'checkpoint'), checkpoint)
    writeFileSync(join(folder, 'key.pem'), key.export({ type: 'spki', format: 'pem' }))
    return folder
  }

  function bash(folder: string, script: string, env: Record<string, string> = {}): string {
    return execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
  }

  const checkSignature = `
    sed '/^$/,$d' checkpoint > body; sed -n 's/^— .* //p' checkpoint | openssl base64 -d -A | tail -c 64 > sig
    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in body -sigfile sig`

  it('verifies a checkpoint', () => {
    expect(bash(bundle(note), checkSignature)).toContain('Signature Verified Successfully')
  })

  it('refuses a checkpoint with one letter changed, and another key', () => {
    expect(() => bash(bundle(note.replace('\n1\n', '\n2\n')), checkSignature)).toThrow()
    expect(() => bash(bundle(note, other.publicKey), checkSignature)).toThrow()
  })

  it('gives the leaf hash of a line', () => {
    const hashed = bash(scratch(), `{ printf '\\000'; printf %s "$LINE"; } | sha256sum`, { LINE: line })
    expect(hashed.slice(0, 64)).toBe(Buffer.from(leafHash(line)).toString('hex'))
  })

  it('gives the digest of a disclosure', () => {
    const d = encodeDisclosure(newDisclosure('phone', '+4915112345678', seededRandom('d')))
    expect(bash(scratch(), `printf %s "$D" | sha256sum`, { D: d }).slice(0, 64)).toBe(digestOf(d))
  })

  it('gives the fingerprint of the key', () => {
    const der = publicKey.export({ type: 'spki', format: 'der' })
    const folder = bundle(note)
    writeFileSync(join(folder, 'key.der'), der)
    expect(bash(folder, 'openssl pkey -pubin -in key.pem -outform DER | sha256sum')).toBe(
      bash(folder, 'sha256sum < key.der'),
    )
  })
})
