import type { Finding } from '../finding.ts'

/** So many of one code are told one by one; the rest is counted. One lost row can make a million others look wrong. */
const shown = 5

/** Findings of one code on their way from another thread: the first ones, and how many there were. */
export interface Told {
  readonly findings: readonly Finding[]
  readonly count: number
}

/** Collects what a verification finds. */
export class Report {
  readonly #findings: Finding[] = []
  readonly #kinds = new Map<string, { readonly level: Finding['level']; count: number }>()

  /** The thing must not be relied on. */
  error(code: string, message: string, at?: string | number): void {
    this.#add('error', code, message, at)
  }

  /** A person should know. */
  warning(code: string, message: string, at?: string | number): void {
    this.#add('warning', code, message, at)
  }

  /** A limit of the check. */
  note(code: string, message: string, at?: string | number): void {
    this.#add('note', code, message, at)
  }

  #add(level: Finding['level'], code: string, message: string, at?: string | number): void {
    const kind = this.#kinds.get(code) ?? { level, count: 0 }
    kind.count++
    this.#kinds.set(code, kind)
    if (kind.count <= shown) this.#findings.push({ level, code, message, ...(at !== undefined && { at: String(at) }) })
  }

  /** Everything, to be adopted by another report. */
  get told(): Told[] {
    return [...this.#kinds].map(([code, { count }]) => ({
      findings: this.#findings.filter(finding => finding.code === code),
      count,
    }))
  }

  adopt(told: readonly Told[]): void {
    for (const { findings, count } of told) {
      for (const { level, code, message, at } of findings) this.#add(level, code, message, at)
      const kind = this.#kinds.get(findings[0]?.code ?? '')
      if (kind !== undefined) kind.count += count - findings.length
    }
  }

  has(code: string): boolean {
    return this.#kinds.has(code)
  }

  /** In the order found, then one for each code that was found too often to be told each time. */
  get findings(): Finding[] {
    const more = [...this.#kinds].filter(([, { count }]) => count > shown)
    return [
      ...this.#findings,
      ...more.map(([code, { level, count }]) => ({ level, code, message: `The same ${count - shown} more times.` })),
    ]
  }
}
