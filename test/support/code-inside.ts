import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemRandom } from '../../cli/compose.ts'
import { openArchive } from '../../lib/zip/open.ts'
import type { Bench } from './transfers.ts'

/** What the recipient reads in the archive. */
export async function codeInside({ world, transfers, out }: Bench, id: string): Promise<string> {
  const password = world.ledger.vault.get(id)
  const archive = transfers.read(id).plan?.final
  if (password === null || archive === undefined) throw new Error('nothing to open')
  const into = join(out, 'opened')
  await openArchive(archive, password, into, { random: systemRandom })
  const [, code = ''] = /^Confirmation: *(\S+)/m.exec(readFileSync(join(into, 'WAYBILL.txt'), 'utf8')) ?? []
  return code
}
