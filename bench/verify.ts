import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeys } from '../lib/ledger/keys.ts'
import { verifyLedger } from '../lib/ledger/verify.ts'
import { synthesise } from '../test/support/synthetic.ts'

/** `node bench/verify.ts [EVENTS]`: how long verifying a whole ledger takes. Wall time and processor time in ms. */
const count = Number(process.argv[2] ?? 100_000)
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const home = mkdtempSync(join(tmpdir(), 'waybill-bench-'))
try {
  const { keys } = await createKeys(home, { passphrase: null, random })
  synthesise(home, keys, count, random)
  const bytes = statSync(join(home, 'ledger.db')).size
  console.log(`${count} events, as many signed checkpoints, ${Math.round(bytes / 2 ** 20)} MiB`)
  for (const [name, options] of [
    ['events and presence of personal fields', {}],
    ['and every personal field opened', { keys }],
  ] as const) {
    for (let run = 0; run < 3; run++) {
      const [start, before] = [performance.now(), process.cpuUsage()]
      const { size, findings } = await verifyLedger(home, { ...options, expectKey: keys.fingerprint })
      const { user, system } = process.cpuUsage(before)
      const wall = Math.round(performance.now() - start)
      console.log(`${name}: ${wall} ms (${Math.round((user + system) / 1000)} ms of processor), ${size} events`)
      if (findings.length > 0) throw new Error(`unexpected finding ${findings[0]?.code}`)
    }
  }
  console.log(`memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`)
} finally {
  rmSync(home, { recursive: true, force: true })
}
