/**
 * How long verifying takes: a whole ledger, with and without opening its personal fields, and the 1 000 newest events
 * behind a state that was verified before. Every event has a signed checkpoint of its own, and every eighth seven
 * personal fields: more than real transfers leave.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createKeys, type Keys } from '../../lib/ledger/keys.ts'
import { type VerifyOptions, verifyLedger } from '../../lib/ledger/verify.ts'
import { synthesise } from '../../test/support/synthetic.ts'
import { atMost, type Figure, ms, percentiles, plain } from './figure.ts'
import { inScratch, random } from './scratch.ts'

/** `limit`: ms for the whole. `rounds` of each, of which the median counts. */
export function verifyFigures(count: number, limit: number, rounds: number): Promise<Figure[]> {
  return inScratch(async home => {
    const { keys } = await createKeys(home, { passphrase: null, random })
    synthesise(home, keys, count, random)
    const name = `verify ${count.toLocaleString('en').replaceAll(',', ' ')} events`
    const present = await median(home, keys, {}, rounds)
    const opened = await median(home, keys, { keys }, rounds)
    const since = { since: noteAt(home, count - 1_000) }
    const fresh = await median(home, keys, since, 1)
    const next = await median(home, keys, since, 9)
    return [
      atMost(name, ms(present.wall), limit),
      plain(`${name}: of the processor, both threads`, ms(present.processor)),
      atMost(`${name}, each personal field opened`, ms(opened.wall), limit),
      plain(`${name}, each personal field opened: of the processor`, ms(opened.processor)),
      plain(`the 1 000 newest of them (\`--since\`), the first time`, ms(fresh.wall)),
      atMost(`the 1 000 newest of them (\`--since\`)`, ms(next.wall), 50),
    ]
  })
}

async function median(home: string, keys: Keys, options: VerifyOptions<object>, rounds: number) {
  const wall: number[] = []
  const processor: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    const { findings } = await verifyLedger(home, { ...options, expectKey: keys.fingerprint })
    const { user, system } = process.cpuUsage(before)
    wall.push(performance.now() - start)
    processor.push((user + system) / 1_000)
    const wrong = findings.find(({ level }) => level !== 'note')
    if (wrong !== undefined) throw new Error(`unexpected finding ${wrong.code}`)
  }
  return { wall: percentiles(wall).p50, processor: percentiles(processor).p50 }
}

function noteAt(home: string, size: number): string {
  const database = new DatabaseSync(join(home, 'ledger.db'), { readOnly: true })
  try {
    return String(database.prepare('SELECT note FROM checkpoints WHERE size = ?').get(size)?.note)
  } finally {
    database.close()
  }
}
