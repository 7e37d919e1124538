/**
 * A process of its own that appends to the ledger of a home: `node appender.ts HOME NAME COUNT`. It creates the ledger
 * where there is none yet. For every event that `commit` returned for, it writes `<seq> <id>` and a newline to stdout.
 */
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { argv, hrtime } from 'node:process'
import { WaybillError } from '../../lib/error.ts'
import { unlockKeys } from '../../lib/ledger/keys.ts'
import { Ledger, type LedgerOptions } from '../../lib/ledger/store.ts'
import { ulid } from '../../lib/ulid.ts'

const [home = '', name = '', count = '0'] = argv.slice(2)

const clock = { now: () => Date.now(), monotonic: () => Number(hrtime.bigint() / 1_000_000n) }
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const ledger = openOrCreate({
  kind: 'sandbox',
  keys: await unlockKeys(home, null),
  clock,
  random,
  bootId: 'boot',
  context: () => ({ policy: '0'.repeat(64), tool: '0.1.0', op: name, host: 'host' }),
  validate: () => {},
})

for (let n = 0; n < Number(count); n++) {
  const xfer = ulid(clock, random)
  const { value, marked } = ledger.commit(tx => {
    tx.tag('reference', `${name} ${n}`, xfer)
    return tx.append({
      type: 'transfer.intended',
      xfer,
      d: { n },
      disclose: [{ class: 'contact', owner: xfer, fields: { name } }],
    })
  })
  if (!marked) throw new Error('the mark was not raised')
  writeSync(1, `${value.seq} ${value.id}\n`)
}
ledger.close()

function openOrCreate(options: LedgerOptions): Ledger {
  for (;;) {
    try {
      return Ledger.open(home, options)
    } catch (error) {
      if (!(error instanceof WaybillError) || error.code !== 'WB-LEDGER-MISSING') throw error
    }
    try {
      return Ledger.create(home, options)
    } catch (error) {
      if (!(error instanceof WaybillError) || error.code !== 'WB-EXISTS') throw error
    }
  }
}
