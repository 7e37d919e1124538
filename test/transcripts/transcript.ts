/**
 * A transcript is a text: what somebody types in a shell, and what must happen.
 *
 *   # The promise, in one line. Further lines explain.
 *   $ waybill send a.txt --sandbox -q \
 *       --to Ada            a command for bash, which may go on after a backslash
 *   | Transfer   [ID] held  stdout, line by line; none: stdout is empty
 *   | ...                   any number of lines
 *   ! Warning: …            stderr, in the same way
 *   exit 3                  the exit status; none: 0
 *   left a.txt [ID].zip     the names in the directory afterwards; none: after a failure, those from before
 *
 * A placeholder stands for any text of its kind. The kinds in `remembered` mean the same text for the rest of the
 * transcript, and later commands find it in a variable of that name: `$ID`. A digit makes another one of the same kind.
 */
export interface Transcript {
  readonly promise: string
  readonly steps: readonly Step[]
}

export interface Step {
  /** Of the command, counted from 1. */
  readonly line: number
  readonly command: string
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  readonly exit: number
  /** Sorted; null where the transcript does not say. */
  readonly left: readonly string[] | null
}

const kinds: Readonly<Record<string, string>> = {
  ID: 'WB-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}',
  ULID: '[0-7][0-9A-HJKMNP-TV-Z]{25}',
  CODE: '[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}',
  PASSWORD: '[2-9a-hjkmnp-z]{4}(?:-[2-9a-hjkmnp-z]{4}){4}',
  SHA256: '[0-9a-f]{64}',
  KEY: '[0-9a-f]{64}',
  DATE: '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d\\d:\\d\\d',
  TIME: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z',
  SIZE: '[\\d.]+ k?B',
  SECONDS: '\\d+\\.\\d s',
  N: '\\d+',
  WORDS: '[a-z-]{3,9}(?: [a-z-]{3,9}){4}',
  ANY: '[^\\n]*',
  DIR: '/[^\\n]*',
  HOME: '/[^\\n]*',
}
const remembered = new Set(['ID', 'ULID', 'CODE', 'PASSWORD', 'KEY', 'DIR', 'HOME'])

export function parseTranscript(text: string): Transcript {
  const steps: {
    line: number
    command: string
    stdout: string[]
    stderr: string[]
    exit: number
    left: string[] | null
  }[] = []
  const comments: string[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    let line = lines[at] ?? ''
    const number = at + 1
    if (line.startsWith('$ ')) {
      while (line.endsWith('\\')) line = `${line.slice(0, -1).trimEnd()} ${(lines[++at] ?? '').trimStart()}`
      steps.push({ line: number, command: line.slice(2), stdout: [], stderr: [], exit: 0, left: null })
      continue
    }
    const step = steps.at(-1)
    const [sign = '', rest] = [line.slice(0, 1), line.slice(2)]
    if (sign === '#' && step === undefined) comments.push(rest)
    else if (sign === '|' && step !== undefined) step.stdout.push(rest)
    else if (sign === '!' && step !== undefined) step.stderr.push(rest)
    else if (/^exit \d+$/.test(line) && step !== undefined) step.exit = Number(line.slice(5))
    else if (/^left( |$)/.test(line) && step !== undefined) step.left = line.split(' ').slice(1).sort()
    else if (line !== '' && sign !== '#') throw new Error(`line ${number} of a transcript makes no sense: ${line}`)
  }
  const [promise] = comments
  if (promise === undefined || steps.length === 0) throw new Error('a transcript has a promise and a command')
  return { promise, steps }
}

/**
 * Whether `actual` is what the lines say. If it is, the texts that new placeholders stand for are added to `known`.
 */
export function fits(lines: readonly string[], actual: string, known: Map<string, string>): boolean {
  const here = new Set<string>()
  const pattern = lines
    .map(line => (line === '...' ? '(?:[^\\n]*\\n)*' : `${patternOf(line, known, here)}\\n`))
    .join('')
  const match = new RegExp(`^${pattern}$`, 'u').exec(actual)
  if (match === null) return false
  for (const [name, value] of Object.entries(match.groups ?? {})) known.set(name, value)
  return true
}

/** The lines with every placeholder that is known filled in, to be compared by eye. */
export function filledIn(lines: readonly string[], known: ReadonlyMap<string, string>): string {
  return lines.map(line => `${line.replace(placeholder, (whole, name) => known.get(name) ?? whole)}\n`).join('')
}

const placeholder = /\[([A-Z]+[A-Z0-9]*?\d?)\]/g

function patternOf(line: string, known: ReadonlyMap<string, string>, here: Set<string>): string {
  return line
    .split(/(\[[A-Z][A-Z0-9]*\])/)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : one(part.slice(1, -1), known, here)))
    .join('')
}

function one(name: string, known: ReadonlyMap<string, string>, here: Set<string>): string {
  const value = known.get(name)
  if (value !== undefined) return escaped(value)
  const kind = kinds[name] === undefined ? name.replace(/\d$/, '') : name
  const pattern = kinds[kind]
  if (pattern === undefined) throw new Error(`a transcript has no placeholder [${name}]`)
  if (!remembered.has(kind)) return pattern
  if (here.has(name)) return `\\k<${name}>`
  here.add(name)
  return `(?<${name}>${pattern})`
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
