import { parseArgs } from 'node:util'
import { type CorpusName, corpusNames, type Scale } from './corpora/corpus.ts'

export const parts = [
  'packing',
  'reading',
  'levels',
  'scaling',
  'memory',
  'first-byte',
  'send',
  'cancelling',
  'redraws',
  'start-up',
] as const
export type PartName = (typeof parts)[number]

export interface Options {
  readonly scale: Scale
  readonly corpora: readonly CorpusName[]
  readonly parts: readonly PartName[]
  readonly rounds: number
  /** Where the bench works; null: it chooses. */
  readonly directory: string | null
  /** Where the page goes; null: `docs/` for a whole run, the cache for any other. */
  readonly out: string | null
  /** Results of an earlier run, of which the page shall be made without measuring; or null. */
  readonly from: string | null
  /** All corpora, all parts, at full size: what may replace `docs/performance.md`. */
  readonly whole: boolean
}

export const usage = `npm run bench -- [--quick] [--only CORPUS,…] [--parts PART,…] [--rounds N] [--dir DIR] [--out DIR]

  --quick          corpora of a tenth of the size
  --only CORPUS    ${corpusNames.join(', ')}
  --parts PART     ${parts.join(', ')}
  --rounds N       3 unless said otherwise
  --dir DIR        works there; else in /dev/shm where that has room, else in the directory for temporary files
  --out DIR        writes performance.md, its charts and performance.json there; a whole run writes to docs/,
                   any other to last/ in the cache directory
  --from FILE      makes the page and the charts anew from a performance.json, and measures nothing`

/** Throws with a sentence for the person where an option makes no sense. */
export function optionsFrom(argv: readonly string[]): Options | 'help' {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean' },
      only: text,
      parts: text,
      rounds: text,
      dir: text,
      out: text,
      from: text,
    },
  })
  if (values.help === true) return 'help'
  const corpora = chosen(values.only, corpusNames)
  const wanted = chosen(values.parts, parts)
  const rounds = Number(values.rounds ?? 3)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number, not ${values.rounds}`)
  return {
    scale: values.quick === true ? 'quick' : 'full',
    corpora,
    parts: wanted,
    rounds,
    directory: values.dir ?? null,
    out: values.out ?? null,
    from: values.from ?? null,
    whole: values.quick !== true && corpora.length === corpusNames.length && wanted.length === parts.length,
  }
}

function chosen<T extends string>(list: string | undefined, known: readonly T[]): readonly T[] {
  if (list === undefined) return known
  return list.split(',').map(name => {
    const found = known.find(one => one === name.trim())
    if (found === undefined) throw new Error(`There is no ${JSON.stringify(name)}; there are ${known.join(', ')}.`)
    return found
  })
}
