/** Whole entries to their true names below one directory; one thread does that, so that nothing comes in between. */
import { lstatSync, mkdirSync, renameSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { quoted, unsafe } from './refusal.ts'

export interface Restored {
  /** Ends in `/` for a folder. */
  readonly name: string
  readonly bytes: number
}

/** Names have passed the rules of `names.ts`: no part of them leads out. */
export class Placing {
  readonly #content: string
  readonly #made = new Set<string>()
  readonly #times: { readonly path: string; readonly seconds: number }[] = []
  readonly placed: Restored[] = []

  /** Makes the directory. */
  constructor(content: string) {
    this.#content = content
    this.#makeDirectory(content)
  }

  /** Without a pause between look and rename: two entries that this disk takes for one cannot both pass. */
  file(partial: string, name: string, bytes: number): void {
    const target = this.#pathOf(name)
    this.#makeDirectory(dirname(target))
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
      throw unsafe(`holds two entries that are one file on this disk: ${quoted(name)}`)
    }
    renameSync(partial, target)
    this.placed.push({ name, bytes })
  }

  /** `modified` in milliseconds since 1970 UTC, or null. */
  directory(name: string, modified: number | null): void {
    const path = this.#pathOf(name)
    this.#makeDirectory(path)
    if (modified !== null) this.#times.push({ path, seconds: modified / 1000 })
    this.placed.push({ name, bytes: 0 })
  }

  /** Times of directories last: writing into one changes its own. */
  setTimes(): void {
    for (const { path, seconds } of this.#times) utimesSync(path, seconds, seconds)
  }

  #pathOf(name: string): string {
    return join(this.#content, ...name.split('/'))
  }

  #makeDirectory(path: string): void {
    if (this.#made.has(path)) return
    mkdirSync(path, { recursive: true, mode: 0o700 })
    this.#made.add(path)
  }
}
