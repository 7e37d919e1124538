import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { homePorts, systemDisk } from '../cli/compose.ts'
import { encodeCsvRow } from '../cli/csv.ts'
import { createKeys } from '../lib/ledger/keys.ts'
import { Ledger } from '../lib/ledger/store.ts'
import { readPlainZip } from '../lib/zip/plain-read.ts'
import { exportEvidence } from '../src/evidence.ts'
import type { Home } from '../src/home.ts'
import { defaultPolicy } from '../src/policy.ts'
import { verifyBundleAt } from '../src/verify-bundle.ts'
import { synthesise } from '../test/support/synthetic.ts'

/**
 * `node bench/evidence.ts [EVENTS…]`: a bundle of 100 events out of so many (1 000 and 100 000): making it, verifying it
 * with Waybill, and with docs/verify-evidence.sh. Wall time in ms. Goals: making it out of 100 000 in 3 s, the script over
 * a bundle out of 1 000 in 30 s.
 */
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 100_000]
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const minute = 60_000

for (const count of counts) {
  const place = mkdtempSync(join(tmpdir(), 'waybill-bench-'))
  try {
    await measure(place, count)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

async function measure(place: string, count: number): Promise<void> {
  const { home, fingerprint } = await homeOf(join(place, 'home'), count)
  const out = join(place, 'bundle.zip')
  // The events of the synthetic ledger are a minute apart.
  const since = Date.UTC(2026, 0, 5) + Math.floor(count / 2) * minute
  const request = { out, force: true, redact: [], csvRow: encodeCsvRow, since, until: since + 100 * minute }
  const wanted = { disk: systemDisk(home.directory), random }
  const made = await timed(() => exportEvidence(home, wanted, request))
  const bytes = statSync(out).size
  const verified = await timed(() => verifyBundleAt(out, { expectKey: fingerprint }))
  const folder = join(place, 'bundle')
  for (const [name, content] of await readPlainZip(out)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const script = join(import.meta.dirname, '../docs/verify-evidence.sh')
  const shell = await timed(() =>
    execFileSync('bash', [script, '--fingerprint', fingerprint, folder], { stdio: 'ignore' }),
  )
  if (verified.value.findings.length > 0) throw new Error(`unexpected finding ${verified.value.findings[0]?.code}`)
  console.log(
    `${made.value.to - made.value.from} events of ${count}: made in ${made.ms} ms (${made.cpu} of processor), verified by Waybill in ${verified.ms} (${verified.cpu}), by bash in ${shell.ms}; ${Math.round(bytes / 1024)} KiB`,
  )
  home.ledger.close()
}

async function homeOf(directory: string, count: number): Promise<{ home: Home; fingerprint: string }> {
  mkdirSync(directory, { mode: 0o700 })
  const { keys } = await createKeys(directory, { passphrase: null, random })
  synthesise(directory, keys, count, random)
  const context = { tool: '0.1.0', op: 'op', host: 'host' }
  const ledger = Ledger.open(directory, {
    ...homePorts('0.1.0'),
    kind: 'sandbox',
    keys,
    context: () => ({ ...context, policy: 'cd'.repeat(32) }),
    validate: () => {},
  })
  const operator = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }
  const home = {
    directory,
    kind: 'sandbox',
    ledger,
    keys,
    policy: defaultPolicy,
    operator,
    context,
    protected: false,
  } as const
  return { home, fingerprint: keys.fingerprint }
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; ms: number; cpu: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()]
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return { value, ms: Math.round(performance.now() - start), cpu: Math.round((user + system) / 1000) }
}
