/** The structure of a sealed archive against what the writer says it wrote. */
import type { Finding } from '../../finding.ts'
import type { Archive, ArchiveEntry } from './archive.ts'
import { quoted } from './refusal.ts'

/** What an entry must be: the writer's own record of it, made while it read the source. */
export interface ExpectedEntry {
  readonly name: string
  readonly bytes: number
  /** Hex; that of nothing for a directory. */
  readonly sha256: string
  readonly directory: boolean
}

/** Number, order, names and sizes as expected; every entry AE-2 with AES-256; every byte belongs to an entry. */
export function structureFindings(archive: Archive, expected: readonly ExpectedEntry[]): Finding[] {
  const findings = archive.entries.flatMap(entry => sealFindings(entry))
  if (archive.entries.length !== expected.length) {
    findings.push(listFinding(`${archive.entries.length} entries instead of ${expected.length}`))
  }
  for (const [index, entry] of archive.entries.entries()) {
    const wanted = expected[index]
    if (wanted === undefined) break
    if (entry.name !== wanted.name) findings.push(listFinding(`this instead of ${quoted(wanted.name)}`, entry.name))
    else if (entry.bytes !== wanted.bytes) findings.push(listFinding('another size', entry.name))
    else if (entry.directory !== wanted.directory) findings.push(listFinding('another kind of entry', entry.name))
  }
  if (archive.gaps > 0) findings.push(checkError('check.gap', `${archive.gaps} bytes belong to no entry.`))
  return findings
}

function sealFindings(entry: ArchiveEntry): Finding[] {
  const { seal, header, name } = entry
  if (seal === null) return [clearFinding(name)]
  if (seal.strength === 3 && seal.vendorVersion === 2 && header.crc32 === 0) return []
  return [checkError('check.weak-entry', 'This entry is not sealed as AE-2 with AES-256 and without a checksum.', name)]
}

export function clearFinding(name: string): Finding {
  return checkError('check.clear-entry', 'This entry is not encrypted.', name)
}

function listFinding(found: string, at?: string): Finding {
  return checkError('check.list', `The archive holds ${found}.`, at)
}

export function checkError(code: string, message: string, at?: string): Finding {
  return { level: 'error', code, message, ...(at !== undefined && { at }) }
}
