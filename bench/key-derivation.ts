/**
 * `node bench/key-derivation.ts [ENTRIES]`: the keys of entries by WebAssembly and by OpenSSL (decision 0020), alone and
 * with the rest of the work on a file of 2 KiB; on one thread, then on two at once. The two take turns every 100 entries.
 * Figures are processor time of a thread for one entry, so that other work on the machine counts less.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { deflateRawSync } from 'node:zlib'
import { compileDerivation, type KeyDerivation, keyDerivation } from '../lib/zip/keys/key-derivation.ts'
import { Keystream } from '../lib/zip/writing/aes.ts'

type Kind = 'simd' | 'native'
type Work = 'keys' | 'entry'

const TURN = 100

if (isMainThread) await compare(Number(process.argv[2] ?? 20_000))
else serve(workerData as WebAssembly.Module)

async function compare(entries: number): Promise<void> {
  const code = await compileDerivation()
  if (code === null) throw new Error('No WebAssembly: run `npm run build` first.')
  const threads = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: code }))
  console.log('ms of a core for one entry'.padEnd(32), 'simd'.padStart(8), 'native'.padStart(8), 'ratio'.padStart(8))
  for (const work of ['keys', 'entry'] as const) {
    for (const crew of [threads.slice(0, 1), threads]) {
      const spent = { simd: 0, native: 0 }
      const turns = Math.ceil(entries / TURN / crew.length)
      for (let turn = -2; turn < turns; turn++) {
        for (const kind of ['simd', 'native'] as const) {
          const took = await Promise.all(crew.map(thread => ask(thread, kind, work)))
          if (turn >= 0) spent[kind] += took.reduce((sum, one) => sum + one) / (turns * crew.length * TURN)
        }
      }
      const cells = [spent.simd.toFixed(3), spent.native.toFixed(3), `× ${(spent.native / spent.simd).toFixed(2)}`]
      console.log(`${work}, threads: ${crew.length}`.padEnd(32), ...cells.map(cell => cell.padStart(8)))
    }
  }
  await Promise.all(threads.map(thread => thread.terminate()))
}

/** Milliseconds of processor time that the thread needed for `TURN` entries. */
async function ask(thread: Worker, kind: Kind, work: Work): Promise<number> {
  thread.postMessage([kind, work])
  const [spent] = await once(thread, 'message')
  return spent as number
}

function serve(code: WebAssembly.Module): void {
  const password = Buffer.from('k7mq-3xtd-9wbn-h4rz-pc2v')
  const derivations = { simd: keyDerivation(password, code), native: keyDerivation(password, null) }
  const rows = Array.from({ length: 64 }, (_, i) => `Ada Lovelace;${(i * 7919) % 9973},50;2026-01-${(i % 28) + 1}`)
  const file = Buffer.from(rows.join('\n').padEnd(2048, '\n').slice(0, 2048))
  parentPort?.on('message', ([kind, work]: [Kind, Work]) => {
    const before = process.threadCpuUsage()
    for (let i = 0; i < TURN; i++) {
      if (work === 'keys') derivations[kind].deriveKeys(randomBytes(16)).fill(0)
      else pack(derivations[kind], file)
    }
    const { user, system } = process.threadCpuUsage(before)
    parentPort?.postMessage((user + system) / 1000)
  })
}

/** What an entry costs without its disk and its records. */
function pack(derivation: KeyDerivation, file: Uint8Array): void {
  createHash('sha256').update(file).digest()
  const data = deflateRawSync(file, { level: 5 })
  const keys = derivation.deriveKeys(randomBytes(16))
  new Keystream(keys.subarray(0, 32)).apply(data, 0)
  createHmac('sha1', keys.subarray(32, 64)).update(data).digest()
  keys.fill(0)
}
