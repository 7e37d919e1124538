import { Workers, workerScript } from '../workers.ts'
import { encodeOrigin } from './checkpoint.ts'
import type { Report } from './verify-report.ts'
import { type Stored, Unreadable } from './verify-stored.ts'
import { type Base, nothing, type Tree, TreeCheck } from './verify-tree.ts'
import type { TreeJob, TreeResult, TreeWorkerData } from './verify-tree-worker.ts'

/** Takes the leaf hash of each event in turn, and gives the tree with all that is told of checkpoints and database. */
export interface Derivation {
  append(leaf: Uint8Array): void
  end(): Promise<Tree>
  /** Must be called, whatever happened. */
  close(): Promise<void>
}

/** In this thread. What was verified before (`base`) is not read again, nor is the structure of the database. */
export function deriveHere(
  stored: Stored,
  wanted: readonly number[],
  report: Report,
  base: Base = nothing,
): Derivation {
  if (base.size === 0) stored.checkStructure(report)
  const rows = stored.checkpoints(base.size === 0 ? undefined : base.size)
  const check = new TreeCheck(rows, encodeOrigin(stored.kind, stored.log), wanted, base)
  return {
    append: leaf => check.append(leaf),
    end: async () => {
      const tree = check.end()
      report.adopt(tree.told)
      return tree
    },
    close: async () => {},
  }
}

/** Leaves that travel at once. */
const batch = 4096

/**
 * In a thread of its own, which costs 0.1 s and takes half the work: it reads the same file over a connection of its own.
 * Events and their checkpoints are only ever added, so both see the same ones.
 */
export function deriveAside(home: string, stored: Stored, wanted: readonly number[], report: Report): Derivation {
  const data: TreeWorkerData = { home, wanted, signedSize: stored.signedSize }
  const script = workerScript(import.meta.url, 'verify-tree-worker')
  const workers = new Workers<TreeJob, TreeResult>({ script, count: 1, data, ahead: Number.MAX_SAFE_INTEGER })
  const structure = workers.run('structure')
  // Awaited at the end; until then a failure is nobody's.
  structure.catch(() => {})
  let leaves = Buffer.alloc(batch * 32)
  let used = 0
  const send = () => {
    workers.run(leaves.subarray(0, used)).catch(() => {})
    leaves = Buffer.alloc(batch * 32)
    used = 0
  }
  return {
    append: leaf => {
      leaves.set(leaf, used)
      used += leaf.length
      if (used === leaves.length) send()
    },
    end: async () => {
      if (used > 0) send()
      const [first, last] = await Promise.all([structure, workers.run('end')])
      if (first === 'unreadable' || last === 'unreadable' || !('structure' in first) || !('tree' in last)) {
        throw new Unreadable()
      }
      report.adopt(first.structure)
      report.adopt(last.tree.told)
      return last.tree
    },
    close: () => workers.close(),
  }
}
