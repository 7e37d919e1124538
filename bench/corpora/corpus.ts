import { Dice } from './dice.ts'
import { mixed } from './mixed.ts'
import { noise } from './noise.ts'
import { csv, log, text } from './text.ts'

export const corpusNames = ['export.csv', 'mixed', 'tiny', 'random'] as const
export type CorpusName = (typeof corpusNames)[number]

/** `quick` is a tenth of `full`. */
export const scales = ['full', 'quick'] as const
export type Scale = (typeof scales)[number]

export interface MadeFile {
  /** With `/`; its first part is the corpus's own name. */
  readonly name: string
  readonly length: number
  /** Made anew, and the same, each time. */
  readonly pieces: () => Iterable<Uint8Array>
}

export const descriptions: Readonly<Record<CorpusName, string>> = {
  'export.csv': 'one table of people and amounts, 512 MiB',
  mixed: '2 000 files from 1 KiB to 20 MiB, 420 MB: tables, JSON, logs, text, small binaries, pictures',
  tiny: '20 000 files of 2 KiB in 200 folders',
  random: 'one file of 1 GiB that nothing compresses',
}

/** The files of a corpus in the order in which they are made; nothing is made before it is asked for. */
export function corpusFiles(name: CorpusName, scale: Scale): readonly MadeFile[] {
  const part = scale === 'full' ? 1 : 10
  if (name === 'mixed') return mixed(2_000 / part, 420e6 / part)
  if (name === 'tiny') return tiny(20_000 / part)
  const length = Math.floor((name === 'random' ? 2 ** 30 : 2 ** 29) / part)
  const pieces = () => (name === 'random' ? noise(length, name) : text(length, new Dice(name), ...csv))
  return [{ name, length, pieces }]
}

export function corpusBytes(name: CorpusName, scale: Scale): number {
  return corpusFiles(name, scale).reduce((sum, { length }) => sum + length, 0)
}

/** Each a short table or a short log, as mail attachments and single records are. */
function tiny(count: number): MadeFile[] {
  return Array.from({ length: count }, (_, index) => {
    const folder = String(Math.floor(index / 100)).padStart(3, '0')
    const [kind, extension] = index % 2 === 0 ? ([csv, 'csv'] as const) : ([log, 'log'] as const)
    const name = `tiny/${folder}/${String(index).padStart(5, '0')}.${extension}`
    return { name, length: 2_048, pieces: () => text(2_048, new Dice(name), ...kind) }
  })
}
