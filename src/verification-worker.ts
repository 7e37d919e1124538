/** Runs in a thread of its own: the verification of a whole ledger. See `verification.ts`. */
import { type Verification, verifyLedger } from '../lib/ledger/verify.ts'
import { serve } from '../lib/worker.ts'
import { type Life, step } from './states.ts'

export interface VerificationData {
  readonly directory: string
  /** The key of personal fields, a copy. */
  readonly disclosure: Uint8Array
}

/** Events that were read, of all. */
export interface VerificationStep {
  readonly done: number
  readonly total: number
}

serve<VerificationData, 'verify', Verification>(({ directory, disclosure }) => async (_job, tell) => {
  try {
    return await verifyLedger<Life>(directory, {
      keys: { disclosure },
      step: (life, event) => step(life, event.type),
      onProgress: (done, total) => tell({ done, total } satisfies VerificationStep),
    })
  } finally {
    disclosure.fill(0)
  }
})
