import { type ChildProcess, spawn } from 'node:child_process'

/** A program on a terminal of its own, of 100 × 30, made by script(1) of util-linux. */
export class PseudoTerminal {
  readonly #child: ChildProcess
  readonly #started = performance.now()
  #text = ''
  #wanted: { readonly pattern: RegExp; readonly found: (at: number) => void } | null = null

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>, directory: string) {
    const command = `stty cols 100 rows 30; exec ${argv.map(word => `'${word}'`).join(' ')}`
    this.#child = spawn('script', ['-qfec', command, '/dev/null'], { env: { ...env }, cwd: directory, stdio: 'pipe' })
    this.#child.stdout?.on('data', (bytes: Buffer) => {
      this.#text += bytes.toString()
      this.#look()
    })
  }

  /** Milliseconds from the start until the terminal was sent it. Nothing before it is looked at again. */
  async until(pattern: RegExp, patience = 120_000): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${pattern} in:\n${this.#text.slice(-2000)}`)), patience)
      this.#wanted = {
        pattern,
        found: at => {
          clearTimeout(timer)
          resolve(at)
        },
      }
      this.#look()
    })
  }

  type(text: string): void {
    this.#child.stdin?.write(text)
  }

  ended(): Promise<number> {
    const { exitCode } = this.#child
    if (exitCode !== null) return Promise.resolve(performance.now() - this.#started)
    return new Promise(resolve => this.#child.once('close', () => resolve(performance.now() - this.#started)))
  }

  kill(): void {
    this.#child.kill()
  }

  #look(): void {
    const match = this.#wanted?.pattern.exec(this.#text)
    if (match === null || match === undefined) return
    const found = this.#wanted?.found
    this.#text = this.#text.slice(match.index + match[0].length)
    this.#wanted = null
    found?.(performance.now() - this.#started)
  }
}
