import { hex } from '../hex.ts'
import { Frontier } from './tree.ts'

/** The tree over the events as they are read, with its root at the sizes that somebody asks about. */
export class History {
  readonly #tree: Frontier
  readonly #wanted: ReadonlySet<number>
  readonly #roots = new Map<number, string>()

  /** `tree`: what it begins with; it grows. */
  constructor(wanted: Iterable<number>, tree = new Frontier()) {
    this.#wanted = new Set(wanted)
    this.#tree = tree
    this.#keep()
  }

  append(leaf: Uint8Array): void {
    this.#tree.append(leaf)
    this.#keep()
  }

  #keep(): void {
    if (this.#wanted.has(this.#tree.size)) this.#roots.set(this.#tree.size, hex(this.#tree.root()))
  }

  get size(): number {
    return this.#tree.size
  }

  root(): Uint8Array {
    return this.#tree.root()
  }

  /** The complete subtrees, as a checkpoint stores them. */
  encode(): Uint8Array {
    return this.#tree.encode()
  }

  /** Hex; undefined for a size that was not reached or not asked about. */
  rootAt(size: number): string | undefined {
    return this.#roots.get(size)
  }

  /** Hex, by size: those that were reached and asked about. */
  get roots(): ReadonlyMap<number, string> {
    return this.#roots
  }
}
