import { Workers, workerScript } from '../../workers.ts'
import { type Chain, Digester, type DigestPart } from './digester.ts'
import type { PackData, Packed, PackJob } from './pack-jobs.ts'
import { Packer } from './packer.ts'

/** Where the work is done: in threads, or here. */
export interface Packing {
  run(job: PackJob): Promise<Packed>
  /** The next bytes of a chain, which lie in the arena; answers the digest in hex after the last ones, else null. */
  digest(chain: Chain, bytes: Uint8Array, last: boolean): Promise<string | null>
  /** Ends everything, also in the middle of a job; what is open is rejected with `reason`. */
  close(reason?: unknown): Promise<void>
}

/** So many threads that pack, and one that computes the two SHA-256. */
export function packingInThreads(data: PackData, count: number): Packing {
  const packers = new Workers<PackJob, Packed>({ script: workerScript(import.meta.url, 'pack-worker'), count, data })
  const script = workerScript(import.meta.url, 'digest-worker')
  const digester = new Workers<DigestPart, string | null>({ script, count: 1, data: data.arena.memory })
  return {
    run: job => packers.run(job),
    digest: (chain, bytes, last) => digester.run(partOf(chain, bytes, last)),
    close: async reason => {
      await Promise.all([packers.close(reason), digester.close(reason)])
    },
  }
}

/** For what makes a single job: starting threads would take longer than the work. */
export function packingHere(data: PackData): Packing {
  const packer = new Packer(data)
  const digester = new Digester(data.arena.memory)
  return {
    run: async job => packer.run(job),
    digest: async (chain, bytes, last) => digester.run(partOf(chain, bytes, last)),
    close: async () => {},
  }
}

/** No bytes lie nowhere; all others lie in the arena. */
function partOf(chain: Chain, bytes: Uint8Array, last: boolean): DigestPart {
  return { chain, at: bytes.length === 0 ? 0 : bytes.byteOffset, length: bytes.length, last }
}
