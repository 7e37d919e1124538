import { readFileSync, writeFileSync } from 'node:fs'
import type { Event } from '../../lib/ledger/event.ts'
import { encodeKeysFile, keysPath, type PublicKey, parseKeysFile } from '../../lib/ledger/keys-file.ts'
import { type VerifyOptions, verifyLedger } from '../../lib/ledger/verify.ts'
import { Secret } from '../../lib/secret.ts'
import { stolenKey } from './forge.ts'
import { newLedger, transferA, transferB } from './ledger.ts'

export const phone = { class: 'contact' as const, owner: transferA, fields: { phone: '+4915112345678' } }

/** A closed ledger of five events with everything that lies beside them: a disclosure, records, tags, a secret. */
export async function filled() {
  const made = await newLedger()
  const { ledger, home, options, clock } = made
  const note = ledger.commit(tx => {
    tx.append({ type: 'transfer.intended', xfer: transferA, d: {}, disclose: [phone] })
    tx.vault.put(transferA, Secret.fromText('7k3q-m9xp-7k3q-m9xp-7k3q'))
    tx.records.put('receipt', transferA, transferA, 'contact', '7K3Q-M9XP')
    tx.records.put('contact', transferB, 'contact', 'contact', { name: 'Ada' })
    tx.tag('reference', 'A-1', transferA)
    tx.tag('contact', 'Ada', transferB)
    tx.append({ type: 'transfer.sealed', xfer: transferA, d: {} })
  }).note
  clock.advance(10)
  ledger.commit(tx => tx.append({ type: 'transfer.checked', xfer: transferA, d: {} }))
  ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} }))
  ledger.close()
  return { ...made, keys: options.keys, note, signer: { ...options.keys, signing: stolenKey(home) } }
}

/** The codes of all errors and warnings, each once, sorted. */
export async function codes(home: string, options: VerifyOptions<object> = {}): Promise<string[]> {
  const { findings } = await verifyLedger(home, options)
  return [...new Set(findings.filter(({ level }) => level !== 'note').map(({ code }) => code))].sort()
}

export function at(events: readonly Event[], seq: number): Event {
  const event = events[seq]
  if (event === undefined) throw new Error(`no event ${seq}`)
  return event
}

/** The home now has these public keys, oldest first. */
export function knowKeys(home: string, ...keys: readonly PublicKey[]): void {
  const path = keysPath(home)
  const file = parseKeysFile(readFileSync(path, 'utf8'))
  const spki = keys.map(key => key.public.export({ type: 'spki', format: 'der' }))
  writeFileSync(path, encodeKeysFile({ ...file, public: spki }))
}
