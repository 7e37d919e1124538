import { createRequire } from 'node:module'

/** The part of 7z-wasm used here; its own declarations leave out what `callMain` returns. */
interface Program {
  readonly FS: {
    mkdir(path: string): void
    chdir(path: string): void
    mount(type: unknown, options: { root: string }, path: string): void
  }
  readonly NODEFS: unknown
  callMain(args: readonly string[]): number
}
type Load = (options: { print(line: string): void; printErr(line: string): void }) => Promise<Program>

const load: Load = createRequire(import.meta.url)('7z-wasm')

export interface SevenZipRun {
  /** 0: fine; 1: warnings; 2: errors (7-Zip's "Exit Codes from 7-Zip"). */
  readonly status: number
  /** stdout and stderr, lines as they came. */
  readonly output: string
}

/** 7-Zip 24.09 as WebAssembly, on real files: runs in `directory`, and sees nothing outside of it. */
export async function sevenZip(directory: string, ...args: string[]): Promise<SevenZipRun> {
  const lines: string[] = []
  const program = await load({ print: line => lines.push(line), printErr: line => lines.push(line) })
  program.FS.mkdir('/here')
  program.FS.mount(program.NODEFS, { root: directory }, '/here')
  program.FS.chdir('/here')
  const status = program.callMain(args)
  return { status, output: lines.join('\n') }
}
