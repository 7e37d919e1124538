/** Runs in a thread of its own: what of a ledger can be checked from leaf hashes alone. See `verify-derive.ts`. */
import { serve } from '../worker.ts'
import { encodeOrigin } from './checkpoint.ts'
import { Report, type Told } from './verify-report.ts'
import { isUnreadable, Stored } from './verify-stored.ts'
import { type Tree, TreeCheck } from './verify-tree.ts'

export interface TreeWorkerData {
  readonly home: string
  readonly wanted: readonly number[]
  /** Size of the last checkpoint: a writer may add some meanwhile. */
  readonly signedSize: number
}

/** The database itself, then leaf hashes in their order (32 bytes each), then the end. */
export type TreeJob = 'structure' | Uint8Array | 'end'

/** `unreadable`: the database cannot be read. */
export type TreeResult =
  | { readonly structure: readonly Told[] }
  | { readonly appended: number }
  | { readonly tree: Tree }
  | 'unreadable'

serve<TreeWorkerData, TreeJob, TreeResult>(({ home, wanted, signedSize }) => {
  let stored: Stored | null = null
  let check: TreeCheck | null = null
  return job => {
    try {
      // What is wrong with the tables is told by the other thread, which opened them first.
      stored ??= Stored.open(home, new Report())
      if (stored === null) return 'unreadable'
      const origin = encodeOrigin(stored.kind, stored.log)
      check ??= new TreeCheck(stored.checkpoints(undefined, signedSize), origin, wanted)
      return answer(job, stored, check)
    } catch (error) {
      if (isUnreadable(error)) return 'unreadable'
      throw error
    }
  }
})

function answer(job: TreeJob, stored: Stored, check: TreeCheck): TreeResult {
  if (job === 'structure') {
    const report = new Report()
    stored.checkStructure(report)
    return { structure: report.told }
  }
  if (job === 'end') return { tree: check.end() }
  for (let at = 0; at < job.length; at += 32) check.append(job.subarray(at, at + 32))
  return { appended: job.length / 32 }
}
