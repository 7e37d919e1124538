import type { Finding } from '../finding.ts'

/** So many of one code are told one by one; the rest is counted. One lost row can make a million others look wrong. */
const shown = 5

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
