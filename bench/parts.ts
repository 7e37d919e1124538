/** The parts of the bench that go over one corpus, or over none. Each fills in its part of the results. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { alternate } from './alternating.ts'
import type { Bench } from './bench.ts'
import { contender } from './built.ts'
import type { CorpusName } from './corpora/corpus.ts'
import { measure } from './measure.ts'
import { packers, waybill } from './packers.ts'
import { readers } from './readers.ts'
import { resultsSchema } from './results.ts'

export async function packing(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: packing`)
  bench.results.packing[corpus] = await alternate(bench, { contenders: packers(corpus, bench.tools), name: corpus })
}

/** The archive that all read is ours, of level 6. */
export async function reading(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: reading`)
  const { place, tools } = bench
  const archive = join(place.directory, 'read.zip')
  const argv = waybill(6).argv({ out: archive, directory: place.directory, name: corpus })
  await measure(tools.time, { argv, directory: place.directory })
  bench.results.reading[corpus] = await alternate(bench, { contenders: readers(corpus, tools), name: corpus, archive })
  rmSync(archive)
}

/** Time to first byte of some packers: three runs each, looked at from outside each millisecond. */
export async function firstBytes(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: time to first byte`)
  const { place, tools, rounds } = bench
  const chosen = packers(corpus, tools).filter(({ id }) =>
    ['waybill 6', '7-zip 1', 'bsdtar', 'zipjs', 'archiver'].includes(id),
  )
  const found = chosen.map(({ label }) => ({ label, milliseconds: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [at, contender] of chosen.entries()) {
      const out = join(place.out, 'packed.zip')
      const argv = contender.argv({ out, directory: place.directory, name: corpus })
      const { firstByte } = await measure(tools.time, {
        argv,
        directory: place.directory,
        watch: place.out,
        stopThere: true,
      })
      rmSync(out, { force: true })
      if (firstByte !== null) found[at]?.milliseconds.push(firstByte)
      bench.say(`  ${contender.label.padEnd(36)} ${firstByte?.toFixed(0).padStart(6)} ms`)
    }
  }
  bench.results.firstByte = found
}

/** At full size few moments: each takes half the work, and before it the whole work once. */
const moments = { quick: '20', full: '6' } as const

export async function cancelling(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: breaking off`)
  for (const work of ['seal', 'check', 'read']) {
    const argv = script('cancel', [
      work,
      bench.place.directory,
      corpus,
      join(bench.place.out, 'packed.zip'),
      moments[bench.place.scale],
    ])
    const { stdout } = await measure(bench.tools.time, { argv, directory: bench.place.directory })
    rmSync(join(bench.place.out, 'packed.zip'), { force: true })
    const found = resultsSchema.shape.cancelling.parse(JSON.parse(stdout))
    bench.results.cancelling.push(...found)
    const longest = Math.max(0, ...found.map(({ took }) => took))
    bench.say(`  ${work.padEnd(36)} ${longest.toFixed(0).padStart(6)} ms at most, ${found.length} times`)
  }
}

export async function redrawing(bench: Bench, corpus: CorpusName): Promise<void> {
  bench.say(`\n${corpus}: the progress line`)
  const out = join(bench.place.out, 'packed.zip')
  const argv = script('redraw', [bench.place.directory, corpus, out])
  const { stdout } = await measure(bench.tools.time, { argv, directory: bench.place.directory })
  rmSync(out)
  const found = resultsSchema.shape.redraws.element.parse(JSON.parse(stdout))
  bench.results.redraws.push(found)
  bench.say(
    `  ${found.redraws} redraws of ${found.steps} steps, ${found.most} in one second, ${found.drawing.toFixed(0)} ms`,
  )
}

function script(name: string, argv: readonly string[]): readonly string[] {
  return [process.execPath, contender(name), ...argv]
}
