import { ioError, publish, removeDurably, temporaryBeside, writeDurably } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import { systemRandom } from './compose.ts'

/** Writes a file for its owner's eyes (0600), whole or not at all. WB-EXISTS where there is one, unless `force`. */
export async function writeNewFile(path: string, text: string, { force }: { force: boolean }): Promise<void> {
  const temporary = temporaryBeside(path, systemRandom)
  try {
    writeDurably(temporary, Buffer.from(text), systemRandom)
    await publish(temporary, path, { replace: force })
  } catch (error) {
    await removeDurably(temporary).catch(() => {})
    const known = ioError(error, path, 'write')
    if (known.code !== 'WB-EXISTS') throw known
    throw new WaybillError('WB-EXISTS', known.message, 'Choose another --out, or add --force to replace it.', {
      cause: error,
    })
  }
}
