import { Secret } from './secret.ts'

/** Where sealed secrets lie. `insert` throws when the id is taken; what it wrote lasts only with its transaction. */
export interface VaultRows {
  insert(id: string, sealed: Uint8Array): void
  find(id: string): Uint8Array | null
  /** False when there was none. */
  remove(id: string): boolean
  ids(): string[]
}

/** Authenticated encryption that binds every secret to its id, so that two rows cannot be exchanged. */
export interface VaultBox {
  seal(id: string, plain: Uint8Array): Uint8Array
  /** A new array. Throws when the bytes were not sealed for this id. */
  open(id: string, sealed: Uint8Array): Uint8Array
}

/** What can be done without a transaction. */
export type VaultReader = Pick<Vault, 'get' | 'has' | 'ids'>

/** Secrets that wait: the password of a transfer, from its intent until it is conveyed and the transfer is closed. */
export class Vault {
  readonly #rows: VaultRows
  readonly #box: VaultBox

  constructor(rows: VaultRows, box: VaultBox) {
    this.#rows = rows
    this.#box = box
  }

  /** Keeps a copy; the caller still owns `secret`. An id that is taken throws: a secret is never replaced unseen. */
  put(id: string, secret: Secret): void {
    this.#rows.insert(id, this.#box.seal(id, secret.bytes))
  }

  /** A new Secret that the caller destroys, or null when there is none (any more). */
  get(id: string): Secret | null {
    const sealed = this.#rows.find(id)
    return sealed === null ? null : Secret.fromBytes(this.#box.open(id, sealed))
  }

  has(id: string): boolean {
    return this.#rows.find(id) !== null
  }

  /** False when there was none. */
  destroy(id: string): boolean {
    return this.#rows.remove(id)
  }

  ids(): string[] {
    return this.#rows.ids()
  }
}
