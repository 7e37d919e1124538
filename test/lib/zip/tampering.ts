/** A small sealed archive, and what opening makes of it with some of its bytes changed. */
import { expect } from 'vitest'
import { METHOD_DEFLATED } from '../../../lib/zip/records.ts'
import { encodeTimestamp } from '../../../lib/zip/records-extra.ts'
import { type Forged, type ForgedArchive, type PartKind, page, sealedArchive } from './forge.ts'
import { opened } from './opening.ts'

const entries: readonly Forged[] = [
  { name: 'a', content: 'first', method: METHOD_DEFLATED },
  { name: 'd/', extra: [encodeTimestamp(1_750_000_000)] },
  { name: 'b', content: 'second', descriptor: 'signed' },
]

export function tamperTarget(): ForgedArchive {
  return sealedArchive(entries, { comment: 'WB-7K3Q-M9XP' })
}

/** `refused`, or `restored` with exactly the names and contents that were sealed; anything else fails the test. */
export async function refusedOrExact(bytes: Uint8Array): Promise<'refused' | 'restored'> {
  const outcome = await opened(bytes).catch((error: unknown) => error)
  if (outcome instanceof Error) {
    expect(outcome).toMatchObject({ name: 'WaybillError' })
    return 'refused'
  }
  const text = page(entries).content as string
  const tree = { a: 'first', 'd/': '', b: 'second', 'WAYBILL.txt': text }
  expect(outcome).toMatchObject({ tree, waybillText: text, findings: [] })
  return 'restored'
}

/** By kind of record: what came of changing one bit in every `step`th byte. */
export async function outcomesOfChangedBits(step: number): Promise<Record<string, readonly string[]>> {
  const { bytes: whole, parts } = tamperTarget()
  const outcomes = new Map<PartKind, Set<string>>()
  for (const { kind, at: start, length } of parts) {
    for (let at = start; at < start + length; at += step) {
      const bytes = Buffer.from(whole)
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at)
      outcomes.set(kind, (outcomes.get(kind) ?? new Set()).add(await refusedOrExact(bytes)))
    }
  }
  return Object.fromEntries([...outcomes].map(([kind, set]) => [kind, [...set].sort()]))
}

/** Harmless is what headers say beside names, sizes and encryption (times, modes, versions), and the comment. */
export const HARMLESS_ONLY_IN_HEADERS = {
  local: ['refused', 'restored'],
  salt: ['refused'],
  verifier: ['refused'],
  ciphertext: ['refused'],
  code: ['refused'],
  descriptor: ['refused'],
  central: ['refused', 'restored'],
  end: ['refused', 'restored'],
}
