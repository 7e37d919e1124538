import { readdirSync, readFileSync } from 'node:fs'

/** What `/proc` says of every process whose environment holds `marker`: command lines and environments, seen so far. */
export class Sampler {
  readonly #marker: string
  readonly seen = new Set<string>()
  #running = false

  constructor(marker: string) {
    this.#marker = marker
  }

  /** Looks as often as the event loop turns, until `stop`. */
  start(): void {
    this.#running = true
    const turn = () => {
      if (!this.#running) return
      this.#look()
      setImmediate(turn)
    }
    turn()
  }

  stop(): void {
    this.#running = false
  }

  #look(): void {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const environment = read(`/proc/${pid}/environ`)
      if (!environment.includes(this.#marker)) continue
      this.seen.add(environment)
      this.seen.add(read(`/proc/${pid}/cmdline`))
    }
  }
}

/** Empty when the process has gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
