import { manualCourier } from '../lib/courier/manual.ts'
import type { Secret } from '../lib/secret.ts'
import { numberToUse, passwordOf } from './password-text.ts'
import { channelOf, type TransferRecord } from './record.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** How a person conveys it. */
export interface Dictation {
  readonly alphabet: 'nato' | 'din5009'
  /** Who reads it out, where that is not the operator. */
  readonly by?: string | undefined
  /** Who listens, where that is not the recipient: somebody who answers at the number on record. */
  readonly to?: string | undefined
}

/** Shows the password to the operator and answers whether it was read out to the recipient. */
export type ReadOut = (password: Secret, record: TransferRecord) => Promise<boolean>

/**
 * released → delivered, on the operator's word. That the password was shown is on record before it is shown, whatever
 * the operator says afterwards.
 */
export async function dictate(
  world: World,
  record: TransferRecord,
  { alphabet, ...given }: Dictation,
  read: ReadOut,
  watch: Watch,
): Promise<void> {
  const channel = channelOf(record)
  const to = channel === 'phone' ? numberToUse(world, record) : null
  const text = passwordOf(world, record)
  const names = {
    by: given.by?.trim() || world.operator.name,
    to: given.to?.trim() || (record.contact.recipient ?? record.short),
  }
  const readOut = async () =>
    (await read(text, record)) ? ({ outcome: 'read-out', ...names } as const) : ({ outcome: 'not-read-out' } as const)
  try {
    commitStep(world, record.id, [{ type: 'password.shown', d: { channel, alphabet } }])
    const courier = manualCourier({ clock: world.clock, reader: { readOut } })
    const signal = watch.signal ?? new AbortController().signal
    const receipt = await courier.deliver({ to, text, reference: record.short }, { signal })
    if (receipt.outcome !== 'accepted' || receipt.attestation === undefined) return
    const { by, to: readTo } = receipt.attestation
    const disclose = [{ class: 'identity' as const, owner: record.id, fields: { readBy: by, readTo } }]
    commitStep(world, record.id, [{ type: 'password.dictated', d: { channel, alphabet }, disclose }])
  } finally {
    text.destroy()
  }
}
