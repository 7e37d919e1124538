/** The results as tables: Markdown for the page, lines for the console. */
import { corpusBytes } from './corpora/corpus.ts'
import { median, middle, peak, ratio, size, times } from './figures.ts'
import type { Verdict } from './goal.ts'
import { fastestPeer } from './peer.ts'
import type { Outcome, Results } from './results.ts'

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

const plain = {
  met: 'met',
  'stretch met': 'met, stretch too',
  'not met': '**not met**',
  'not measured': 'not measured',
}

export function goalTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ goal, found, verdict }) => {
    const sign = goal.kind === 'most' ? '≤' : '≥'
    const limit = `${sign} ${goal.limit}${goal.stretch === null ? '' : ` (${goal.stretch})`}`
    return [
      goal.of,
      goal.what,
      limit,
      found === null ? '' : `${figure(found.value)} ${goal.unit}`,
      found?.by ?? '',
      plain[verdict],
    ]
  })
  return table(['corpus', 'goal', 'limit (stretch)', 'measured', 'by', ''], rows)
}

/** Those that this run measured. */
export function goalLines(verdicts: readonly Verdict[]): string[] {
  const measured = verdicts.filter(({ verdict }) => verdict !== 'not measured')
  return measured.map(({ goal, found, verdict }) => {
    const value = found === null ? '–' : `${figure(found.value)} ${goal.unit}`
    const limit = `${goal.kind === 'most' ? '≤' : '≥'} ${goal.limit}`
    return `  ${verdict.padEnd(13)}${goal.of.padEnd(11)} ${goal.what}: ${value} (${limit})`
  })
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return '∞'
  return value < 10 ? value.toFixed(2) : value.toFixed(0)
}

export function packingTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(one => {
    if (one.runs.length === 0) return [one.label, `failed: ${one.failed ?? 'not run'}`, '', '', '', '', '']
    const rival = one.maker === 'waybill' && one.work === 'pack' ? fastestPeer(one, outcomes) : null
    const against = rival === null ? null : ratio(one, rival)
    return [
      named(one, outcomes),
      seconds(middle(one, 'wall')),
      spread(one),
      seconds(middle(one, 'cpu')),
      whole(peak(one)),
      megabytes(size(one)),
      rival === null || against === null ? '' : `${times(against)} ${rival.label}`,
    ]
  })
  const head = [
    'packer',
    'seconds',
    'of',
    'processor s',
    'memory MiB',
    'size MB',
    'in the time of the fastest peer of that size or less',
  ]
  return table(head, rows)
}

export function readingTable(outcomes: readonly Outcome[]): string {
  const ours = outcomes.find(({ maker, runs }) => maker === 'waybill' && runs.length > 0)
  const rows = outcomes.map(one => {
    if (one.runs.length === 0) return [one.label, `failed: ${one.failed ?? 'not run'}`, '', '', '', '']
    const against = ours === undefined || one === ours ? null : ratio(ours, one)
    return [
      named(one, outcomes),
      seconds(middle(one, 'wall')),
      spread(one),
      seconds(middle(one, 'cpu')),
      whole(peak(one)),
      against === null ? '' : times(against),
    ]
  })
  return table(['reader', 'seconds', 'of', 'processor s', 'memory MiB', 'Waybill, in its time'], rows)
}

export function levelTable({ levels, scale }: Results): string {
  const input = corpusBytes('export.csv', scale)
  const rows = levels.map(({ level, waybill, floor }) => {
    const [over, bytes] = [ratio(waybill, floor), size(waybill)]
    const smaller = bytes === null ? '' : (input / bytes).toFixed(2)
    return [
      String(level),
      seconds(middle(waybill, 'wall')),
      megabytes(bytes),
      smaller,
      seconds(middle(floor, 'wall')),
      over === null ? '' : times(over),
    ]
  })
  return table(['level', 'seconds', 'size MB', 'ratio', 'floor s', 'in the time of the floor'], rows)
}

export function scalingTable({ scaling }: Results): string {
  const rows = scaling.map(({ corpus, workers, outcome }) => {
    const one = scaling.find(other => other.corpus === corpus && other.workers === 1)?.outcome
    const gain = one === undefined || workers === 1 ? null : ratio(one, outcome)
    return [
      corpus,
      String(workers),
      seconds(middle(outcome, 'wall')),
      seconds(middle(outcome, 'cpu')),
      gain === null ? '' : `${gain.toFixed(2)} times as fast`,
    ]
  })
  return table(['corpus', 'workers', 'seconds', 'processor s', ''], rows)
}

export function memoryTable({ memory }: Results): string {
  const rows = memory.map(({ mebibytes, packing, checked }) => {
    const cells = [packing, checked].flatMap(one => [whole(peak(one)), seconds(middle(one, 'wall'))])
    return [`${mebibytes} MiB`, ...cells]
  })
  return table(['input', 'packing, MiB', 'seconds', 'and check, MiB', 'seconds'], rows)
}

export function firstByteTable({ firstByte }: Results): string {
  return table(
    ['packer', 'ms'],
    firstByte.map(({ label, milliseconds }) => [label, whole(median(milliseconds))]),
  )
}

export function startUpTable({ startUp }: Results): string {
  const rows = startUp.map(({ name, least, median, over, goal }) => {
    return [`\`${name}\``, whole(least), whole(median), whole(over), goal === null ? '' : `≤ ${goal}`]
  })
  return table(['command', 'least ms', 'median ms', 'more than a bare node, ms', 'goal'], rows)
}

/** By kind of work: how many moments, the longest and the median end. */
export function cancellingTable({ cancelling }: Results): string {
  const kinds = [...new Set(cancelling.map(({ work }) => work))]
  const rows = kinds.map(kind => {
    const all = cancelling.filter(({ work }) => work === kind)
    const took = all.map(one => one.took)
    const left = all.reduce((sum, one) => sum + one.threadsLeft + one.filesLeft, 0)
    return [kind, String(all.length), whole(median(took)), whole(Math.max(...took)), String(left)]
  })
  return table(['work', 'moments', 'median ms', 'longest ms', 'threads and files left'], rows)
}

export function redrawTable({ redraws }: Results): string {
  const rows = redraws.map(({ work, steps, redraws, most, drawing, whole }) => {
    return [
      work,
      String(steps),
      String(redraws),
      String(most),
      drawing.toFixed(0),
      `${((100 * drawing) / whole).toFixed(2)} %`,
    ]
  })
  return table(['work', 'steps told', 'redraws', 'most in a second', 'ms', 'of the run'], rows)
}

/** Marked where it ran once and others more often. */
function named({ label, runs }: Outcome, outcomes: readonly Outcome[]): string {
  return runs.length === 1 && outcomes.some(other => other.runs.length > 1) ? `${label} ¹` : label
}

/** Least and most of the rounds. */
function spread({ runs }: Outcome): string {
  const walls = runs.map(({ wall }) => wall)
  return runs.length < 2 ? '' : `${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)}`
}

function seconds(value: number | null): string {
  return value === null ? '' : value < 10 ? value.toFixed(2) : value.toFixed(1)
}

function whole(value: number | null): string {
  return value === null ? '' : value.toFixed(0)
}

function megabytes(bytes: number | null): string {
  return bytes === null ? '' : (bytes / 1e6).toFixed(bytes < 100e6 ? 2 : 1)
}
