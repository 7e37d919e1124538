import { WaybillError } from '../lib/error.ts'
import type { Draft } from '../lib/ledger/draft.ts'
import { changePassphrase, recoverKeys } from '../lib/ledger/keys.ts'
import { changingKeys } from '../lib/ledger/keys-change.ts'
import { readKeysFile, readPublicKeys, type Unrecorded } from '../lib/ledger/keys-file.ts'
import { prepareRotation, settleRotation } from '../lib/ledger/rotation.ts'
import { Ledger } from '../lib/ledger/store.ts'
import { allowed } from '../lib/ledger/wrong-tries.ts'
import type { Random } from '../lib/ports.ts'
import type { Secret } from '../lib/secret.ts'
import type { Home } from './home.ts'
import type { RevocationReason } from './words.ts'

/** Where the last of `Unrecorded` that is on record is remembered. */
const recorded = 'keys.recorded'

export interface Rotated {
  /** Fingerprints. */
  readonly from: string
  readonly to: string
  /** The last tree size that the old key vouches for. */
  readonly size: number
}

/**
 * A new signing key; the old one signs that it hands over. The home must be opened again afterwards, which lets the new
 * key sign for the first time: its ledger has the old key, and refuses to commit. `passphrase` as for `openHome`; the caller destroys it.
 */
export async function rotateKey(home: Home, passphrase: Secret | null, random: Random): Promise<Rotated> {
  const { directory, ledger } = home
  const from = home.keys.fingerprint
  try {
    return await prepareRotation(directory, passphrase, random, ({ fingerprint: to }) => {
      const { value: size } = ledger.commit(tx => {
        const size = tx.size + 1
        tx.append({ type: 'key.rotated', xfer: null, d: { from, to, size } })
        return size
      })
      return { from, to, size }
    })
  } finally {
    await settleKeys(directory, random)
  }
}

/** A new key signs that it is in force: that the old one names it does not show that anybody has it. */
export function acceptKey({ ledger, keys }: Pick<Home, 'ledger' | 'keys'>): void {
  if (ledger.event(ledger.checkpoint().size - 1)?.type !== 'key.rotated') return
  ledger.commit(tx => {
    if (tx.event(tx.size - 1)?.type !== 'key.rotated') return
    tx.append({ type: 'key.accepted', xfer: null, d: { fingerprint: keys.fingerprint } })
  })
}

/** Finishes or drops a rotation that was cut off. Needs no passphrase. */
export async function settleKeys(directory: string, random: Random): Promise<void> {
  await settleRotation(directory, () => Ledger.keyInForce(directory), random)
}

/** An earlier key of this home, by its fingerprint. WB-USAGE when it is none, signs now, or is revoked already. */
export function revokeKey(home: Home, fingerprint: string, reason: RevocationReason): void {
  if (!readPublicKeys(home.directory).some(key => key.fingerprint === fingerprint)) {
    throw new WaybillError('WB-USAGE', 'That is no key of this home.', 'See the fingerprints in `waybill key show`.')
  }
  if (fingerprint === home.keys.fingerprint) {
    throw new WaybillError(
      'WB-USAGE',
      'That key signs now.',
      'Run `waybill key revoke current`: it makes a new one first.',
    )
  }
  home.ledger.commit(tx => {
    for (const { d } of tx.events({ type: 'key.revoked' })) {
      if (d.fingerprint !== fingerprint) continue
      throw new WaybillError('WB-USAGE', 'That key is revoked already.', 'See `waybill key show`.')
    }
    tx.append({ type: 'key.revoked', xfer: null, d: { fingerprint, reason } })
  })
}

/**
 * Sets, changes or (null) removes the passphrase of an open home. `show` gets the new recovery code, to be shown once, as
 * soon as it is in force; it destroys it.
 */
export async function renewPassphrase(
  home: Home,
  { current, passphrase, random }: { current: Secret | null; passphrase: Secret | null; random: Random },
  show: (recoveryCode: Secret) => void,
): Promise<'set' | 'changed' | 'removed'> {
  const { change, recoveryCode } = await changePassphrase(home.directory, { current, passphrase, random })
  if (recoveryCode !== null) show(recoveryCode)
  await recordKeyNews(home, random)
  return change
}

/** The recovery code opens the home; what it does is on record as soon as the home is opened. */
export async function recoverHome(
  directory: string,
  options: { code: Secret; passphrase: Secret; random: Random },
): Promise<void> {
  await settleKeys(directory, options.random)
  await recoverKeys(directory, options)
}

/**
 * What happened to the ways in goes from `keys.json` into the ledger, once: the ledger remembers the last one in the same
 * transaction. A home that locks has no open keys to record that with, so its event comes here too, with the time of the
 * last wrong try.
 */
export async function recordKeyNews(
  { directory, ledger }: Pick<Home, 'directory' | 'ledger'>,
  random: Random,
): Promise<void> {
  if (readKeysFile(directory).unrecorded === undefined) return
  await changingKeys(directory, random, (file, save) => {
    const { unrecorded = [], ...rest } = file
    ledger.commit(tx => {
      const done = unrecorded.findIndex(({ id }) => id === tx.meta.get(recorded))
      const news = unrecorded.slice(done + 1)
      for (const draft of news.flatMap(eventsOf)) tx.append(draft)
      const last = news.at(-1)
      if (last !== undefined) tx.meta.set(recorded, last.id)
    })
    save(rest)
  })
}

function eventsOf({ change, wrong, at }: Unrecorded): Draft[] {
  if (change !== 'recovered') return [{ type: 'key.passphrase', xfer: null, d: { change } }]
  const unlocked = { type: 'home.unlocked', xfer: null, d: {} }
  return wrong < allowed ? [unlocked] : [{ type: 'home.locked', xfer: null, d: { wrong, at: at ?? 0 } }, unlocked]
}
