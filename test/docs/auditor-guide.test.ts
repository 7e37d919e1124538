import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeOrigin, signCheckpoint } from '../../lib/ledger/checkpoint.ts'
import { createKeys } from '../../lib/ledger/keys.ts'
import { leafHash, rootOf } from '../../lib/ledger/tree.ts'
import { waybillText } from '../../src/waybill-text.ts'
import { scratch, seededRandom } from '../support/world.ts'
import { read } from './markdown.ts'

/** The commands of docs/auditor-guide.md, as they stand there, on a page that Waybill made. */
const recipe = /^```bash\n(# 1\.[\s\S]*?)^```/m.exec(read('docs/auditor-guide.md'))?.[1] ?? ''
const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? ''
const left = /^OpenSSL [3-9]/.test(version) ? undefined : ' (left out: needs OpenSSL 3 or newer)'

describe.skipIf(left !== undefined)(`docs/auditor-guide.md${left ?? ''}`, () => {
  it('checks the signed state in WAYBILL.txt', async () => {
    const { folder, note, fingerprint } = await received()
    const output = bash(folder, recipe)
    expect(output).toContain(fingerprint)
    expect(output).toContain('Signature Verified Successfully')
    expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe(note)
  })

  it('notices one changed digit', async () => {
    const { folder, page } = await received()
    writeFileSync(join(folder, 'WAYBILL.txt'), page.replace('\\n1\\n', '\\n2\\n'))
    expect(() => bash(folder, recipe)).toThrow()
  })
})

/** A folder that is both: the sender's home, and where the recipient's page lies. */
async function received() {
  const folder = scratch()
  const { keys } = await createKeys(folder, { passphrase: null, random: seededRandom('auditor') })
  const origin = encodeOrigin('production', '01KE6QZT1H0000000000000000')
  const checkpoint = { origin, size: 1, root: rootOf([leafHash('{}')]) }
  const note = signCheckpoint(checkpoint, { private: keys.signing, public: keys.public })
  const contact = { recipient: 'Zoë', organisation: null, phone: null, purpose: 'audit', reference: null, client: null }
  const page = waybillText({
    kind: 'production',
    id: '01KE6QZT1H0000000000000001',
    short: 'WB-0000-0001',
    contact,
    sender: { organisation: null, phone: null, operator: 'Ada Lovelace' },
    sealedAt: new Date(0),
    nonce: '00'.repeat(16),
    checkpoint: note,
    hide: 'no',
    files: [{ name: 'a', as: 'a', bytes: 0, sha256: '0'.repeat(64), directory: false }],
  })
  writeFileSync(join(folder, 'WAYBILL.txt'), page)
  return { folder, page, note, fingerprint: keys.fingerprint }
}

function bash(folder: string, script: string): string {
  return execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, WAYBILL_HOME: folder },
  })
}
