import { hex } from '../hex.ts'
import { encodeOrigin, type LedgerKind, signCheckpoint } from './checkpoint.ts'
import type { Database } from './database.ts'
import type { Keys } from './keys.ts'
import { blob, damaged, integer, type Row } from './row.ts'
import { Frontier } from './tree.ts'
import type { Head } from './view.ts'

/** The table `checkpoints`: for every commit with an event in it, what was signed and the subtrees of the tree then. */
export class Checkpoints {
  readonly #database: Database
  readonly #origin: string
  readonly #keys: Pick<Keys, 'signing' | 'public'>

  constructor(database: Database, kind: LedgerKind, log: string, keys: Pick<Keys, 'signing' | 'public'>) {
    this.#database = database
    this.#origin = encodeOrigin(kind, log)
    this.#keys = keys
  }

  /** The tree so far. */
  base(): Frontier {
    const row = this.#database.get('SELECT size, frontier FROM checkpoints ORDER BY size DESC LIMIT 1')
    return row === undefined ? new Frontier() : frontierOf(row)
  }

  /** From the stored subtrees, hex; null where no commit ended. */
  rootAt(size: number): string | null {
    const row = this.#database.get('SELECT size, frontier FROM checkpoints WHERE size = ?', size)
    return row === undefined ? null : hex(frontierOf(row).root())
  }

  /** Signs the tree and keeps both. */
  sign(frontier: Frontier): Head {
    const { size } = frontier
    const root = frontier.root()
    const key = { private: this.#keys.signing, public: this.#keys.public }
    const note = signCheckpoint({ origin: this.#origin, size, root }, key)
    this.#database.run('INSERT INTO checkpoints(size, note, frontier) VALUES (?, ?, ?)', size, note, frontier.encode())
    return { size, root: hex(root), note }
  }
}

function frontierOf(row: Row): Frontier {
  try {
    return Frontier.decode(integer(row, 'size'), blob(row, 'frontier'))
  } catch (cause) {
    throw damaged(cause)
  }
}
