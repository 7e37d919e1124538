/** Contenders in turn, round after round, so that a busy moment of the machine hits all of them. */
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { mebibytes, seconds } from './figures.ts'
import { measure } from './measure.ts'
import type { Contender } from './packers.ts'
import type { Outcome } from './results.ts'
import { sound } from './sound.ts'

export interface Contest {
  readonly contenders: readonly Contender[]
  /** What is packed, by its name in the place. */
  readonly name: string
  /** What readers read; packers make, and lose, archives of their own. */
  readonly archive?: string
}

/** An archive that 7-Zip does not pass, or a run that fails, is a failure of that contender: it is out from there on. */
export async function alternate(bench: Bench, { contenders, name, archive }: Contest): Promise<Outcome[]> {
  const outcomes = contenders.map(({ id, label, maker, level, work }): Outcome => {
    return { id, label, maker, level, work, runs: [], failed: null }
  })
  for (let round = 0; round < bench.rounds; round++) {
    for (const [at, contender] of contenders.entries()) {
      const outcome = outcomes[at]
      if (outcome === undefined || outcome.failed !== null || (contender.slow && round > 0)) continue
      try {
        const run = await once(bench, contender, name, archive)
        outcome.runs.push(run)
        const size = run.bytes === null ? '' : `  ${(run.bytes / 1e6).toFixed(1).padStart(7)} MB`
        bench.say(
          `  ${contender.label.padEnd(36)} ${seconds(run.wall)} s  cpu ${seconds(run.cpu)}  ${mebibytes(run.peak)} MiB${size}`,
        )
      } catch (error) {
        outcome.failed = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
        bench.say(`  ${contender.label.padEnd(36)} failed: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  return outcomes
}

async function once({ place, tools }: Bench, contender: Contender, name: string, archive: string | undefined) {
  const { directory } = place
  if (contender.work === 'read') {
    const { wall, cpu, peak } = await measure(tools.time, {
      argv: contender.argv({ out: archive ?? '', directory, name }),
      directory,
    })
    return { wall, cpu, peak, bytes: null }
  }
  const out = join(place.out, 'packed.zip')
  try {
    const { wall, cpu, peak } = await measure(tools.time, { argv: contender.argv({ out, directory, name }), directory })
    const bytes = statSync(out).size
    await sound(tools, place.out, 'packed.zip')
    return { wall, cpu, peak, bytes }
  } finally {
    rmSync(out, { force: true })
  }
}
