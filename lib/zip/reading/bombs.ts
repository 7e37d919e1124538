import { WaybillError } from '../../error.ts'
import type { Archive } from './archive.ts'

const LARGE = 2 ** 30
const RATIO = 1000

/**
 * WB-RATIO for what would fill a disk. Deflate cannot do better than 1032:1, so honest content comes near it only when it
 * is all but empty. Judged by the declared sizes: more than those are never written. The total counts too, or many
 * entries would be a way around it.
 */
export function refuseBombs(archive: Archive): void {
  const bytes = archive.entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const compressed = archive.entries.reduce((sum, entry) => sum + entry.compressedSize, 0)
  for (const size of [{ bytes, compressedSize: compressed }, ...archive.entries]) {
    if (size.bytes <= LARGE || size.bytes <= RATIO * size.compressedSize) continue
    const message = 'The archive would grow more than a thousandfold, which fills a disk to do harm.'
    throw new WaybillError(
      'WB-RATIO',
      message,
      'Open it only if the sender says that it is meant to, and allow it then.',
    )
  }
}
