/**
 * `npm run bench`: what starting Waybill costs over starting Node, and whether memory stays flat while files grow. All
 * figures are of one run on this machine; compare the ratios, not the times. Needs a build (`npm run build`). The ledger's
 * own figures: `node bench/ledger.ts`, `node bench/verify.ts`.
 */
import { existsSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { command } from './command.ts'
import { sealing } from './memory.ts'
import { startUp } from './startup.ts'

const rounds = Number(process.argv[2] ?? 15)
const waybill = command()
try {
  if (!existsSync(waybill.bundle)) throw new Error('Nothing is built: run `npm run build` first.')
  console.log(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model}`,
  )

  console.log(`\nStart-up, ${rounds} rounds, ms:`)
  row('', 'least', 'median', 'over node', 'goal')
  for (const { name, least, median, over, goal } of startUp(waybill, rounds)) {
    row(name, ms(least), ms(median), ms(over), goal === null ? '' : `≤ ${goal}`)
  }

  console.log('\nSealing one sparse file (send: seal, sync, check, publish):')
  row('', 'seconds', 'MiB/s', 'peak MiB', 'over least')
  const sealings = [16, 256, 1024].map(mebibytes => sealing(waybill, mebibytes))
  const least = Math.min(...sealings.map(({ peak }) => peak))
  for (const { mebibytes, seconds, peak } of sealings) {
    const ratio = `× ${(peak / least).toFixed(2)}`
    row(`${mebibytes} MiB`, seconds.toFixed(2), (mebibytes / seconds).toFixed(0), peak.toFixed(0), ratio)
  }
} finally {
  rmSync(waybill.place, { recursive: true, force: true })
}

function row(name: string, ...cells: readonly string[]): void {
  console.log(`${name.padEnd(32)}${cells.map(cell => cell.padStart(12)).join('')}`)
}

function ms(value: number): string {
  return value.toFixed(0)
}
