/** What a recipient should know of an archive that is opened all the same. */
import type { Finding } from '../../finding.ts'
import { deceptiveName } from '../names.ts'
import { type Archive, isSealed } from './archive.ts'

/** Without a list, and what of it is not as Waybill would have sealed it. */
export function foreignFindings(archive: Archive): Finding[] {
  const findings: Finding[] = [warning('archive.no-manifest', NO_LIST)]
  for (const entry of archive.entries) {
    const at = entry.name
    if (entry.guessedName) findings.push(warning('archive.name-encoding', 'How this name is written was guessed.', at))
    if (!isSealed(entry)) {
      if (!entry.directory) findings.push(warning('archive.clear-entry', 'This empty file is not encrypted.', at))
    } else if (entry.seal.strength !== 3) {
      findings.push(warning('archive.weak-cipher', 'This entry is encrypted with less than AES-256.', at))
    }
  }
  return findings
}

export function gapFindings({ gaps }: Archive): Finding[] {
  return gaps === 0 ? [] : [warning('archive.gap', `The archive holds ${gaps} bytes that belong to no entry.`)]
}

const NO_LIST = 'The archive has no list of its entries: names, their order and number are not authenticated.'

export function nameFindings(names: readonly string[]): Finding[] {
  const message = 'This name turns the reading direction, so that it looks like another.'
  return names.filter(deceptiveName).map(name => warning('archive.deceptive-name', message, name))
}

function warning(code: string, message: string, at?: string): Finding {
  return { level: 'warning', code, message, ...(at !== undefined && { at }) }
}
