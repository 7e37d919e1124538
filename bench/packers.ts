/** Who packs: Waybill at several levels, and its peers. Every one makes a ZIP with AES-256 under the same password. */
import { join } from 'node:path'
import { contender } from './built.ts'
import type { CorpusName } from './corpora/corpus.ts'
import { PASSWORD } from './password.ts'
import type { Tools } from './tools.ts'

export interface Job {
  readonly out: string
  /** What is packed stands in this directory under this name. */
  readonly directory: string
  readonly name: string
}

export interface Contender {
  readonly id: string
  readonly label: string
  readonly maker: 'waybill' | 'peer'
  /** Null: it has none, or stores. */
  readonly level: number | null
  /** `pack`, or what it does beside: such a one is not taken for a goal that asks for packing alone. */
  readonly work: 'pack' | 'pack and check' | 'wrap' | 'read'
  /** One round, however many there are: it takes minutes. */
  readonly slow: boolean
  readonly argv: (job: Job) => readonly string[]
}

/** Levels that stand a chance at one of the goals. */
const ourLevels: Readonly<Record<CorpusName, readonly number[]>> = {
  'export.csv': [3, 4, 5, 6],
  mixed: [4, 5, 6, 7],
  tiny: [4, 6],
  random: [6],
}

/** In the order in which they alternate. */
export function packers(corpus: CorpusName, tools: Tools): Contender[] {
  const stored = corpus === 'random'
  return [
    ...ourLevels[corpus].map(level => waybill(level)),
    ...(corpus === 'export.csv' ? [waybill(4, 'pack and check')] : []),
    ...(corpus === 'tiny' ? [waybill(6, 'wrap')] : []),
    ...(stored ? [sevenZip(0, tools)] : [1, 5].map(level => sevenZip(level, tools, level === 5 && corpus !== 'tiny'))),
    bsdtar(stored ? 0 : 6, tools),
    script('zip.js', 'zipjs', stored ? 0 : 6, corpus === 'tiny'),
    ...(corpus === 'export.csv' ? [plain(script('zip.js, as it comes,', 'zipjs', 6, true))] : []),
    script('archiver + zip-encrypted', 'archiver', stored ? 0 : 6, true),
  ].flatMap(contender => contender ?? [])
}

export function waybill(level: number, work: Contender['work'] = 'pack', workers: number | null = null): Contender {
  const flags = [
    ...(work === 'pack and check' ? ['--check'] : []),
    ...(work === 'wrap' ? ['--wrap'] : []),
    ...(workers === null ? [] : ['--workers', String(workers)]),
  ]
  const what = work === 'pack' ? '' : work === 'wrap' ? ', one inner ZIP' : ', and check'
  const how = workers === null ? '' : `, ${workers} worker${workers === 1 ? '' : 's'}`
  return {
    id: ['waybill', level, ...flags].join(' '),
    label: `Waybill level ${level}${what}${how}`,
    maker: 'waybill',
    level,
    work,
    slow: false,
    argv: ({ out, directory, name }) => [
      process.execPath,
      contender('pack'),
      out,
      String(level),
      directory,
      name,
      ...flags,
    ],
  }
}

/** 7-Zip chooses its threads itself: in a ZIP, one for each file at hand. */
function sevenZip(level: number, { sevenZip: path }: Tools, slow = false): Contender | null {
  if (path === null) return null
  const flags = ['a', '-tzip', `-mx=${level}`, '-mem=AES256', `-p${PASSWORD}`, '-bso0', '-bsp0']
  return {
    id: `7-zip ${level}`,
    label: level === 0 ? '7-Zip store' : `7-Zip -mx=${level}`,
    maker: 'peer',
    level: level === 0 ? null : level,
    work: 'pack',
    slow,
    argv: ({ out, name }) => [path, ...flags, out, name],
  }
}

function bsdtar(level: number, { bsdtar: path }: Tools): Contender | null {
  if (path === null) return null
  const how = level === 0 ? 'zip:compression=store' : `zip:compression-level=${level}`
  const flags = ['--format', 'zip', '--options', `zip:encryption=aes256,${how}`, '--passphrase', PASSWORD]
  return {
    id: 'bsdtar',
    label: level === 0 ? 'bsdtar store' : `bsdtar level ${level}`,
    maker: 'peer',
    level: level === 0 ? null : level,
    work: 'pack',
    slow: false,
    argv: ({ out, name }) => [path, ...flags, '-cf', out, name],
  }
}

/** Of zip.js: in Node it uses no workers unless somebody gives it some. */
function plain(zipJs: Contender): Contender {
  return { ...zipJs, id: 'zipjs plain', argv: job => [...zipJs.argv(job), 'plain'] }
}

function script(label: string, id: string, level: number, slow: boolean): Contender {
  const file = join(import.meta.dirname, `peers/${id}-pack.js`)
  return {
    id,
    label: level === 0 ? `${label} store` : `${label} level ${level}`,
    maker: 'peer',
    level: level === 0 ? null : level,
    work: 'pack',
    slow,
    argv: ({ out, directory, name }) => [process.execPath, file, out, String(level), PASSWORD, directory, name],
  }
}
