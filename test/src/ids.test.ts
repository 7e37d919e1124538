import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../lib/ledger/store.ts'
import { resolveTransfer } from '../../src/index.ts'
import { newLedger, transferA, transferB } from '../support/ledger.ts'

async function ledgerOf(...transfers: string[]): Promise<Ledger> {
  const { ledger } = await newLedger()
  ledger.commit(tx => transfers.forEach(xfer => void tx.append({ type: 'transfer.intended', xfer, d: {} })))
  return ledger
}

describe('the transfer that a person means', () => {
  it.each([
    [transferA],
    [transferA.toLowerCase()],
    ['WB-7K3Q-M9XP'],
    ['wb-7k3q-m9xp'],
    ['7K3QM9XP'],
    ['7k3q m9xp'],
    ['TEST-WB-7K3Q-M9XP'],
    ['7K3Q-M'],
    ['01K000000'],
    ['olKooo ooo'],
  ])('%s', async typed => {
    expect(resolveTransfer(await ledgerOf(transferA, transferB), typed)).toBe(transferA)
  })

  it('has to be one: an ambiguous prefix lists the candidates', async () => {
    const ledger = await ledgerOf(transferA, transferB)
    expect(() => resolveTransfer(ledger, '7K3Q')).toThrow(
      expect.objectContaining({
        code: 'WB-ID-AMBIGUOUS',
        message: expect.stringMatching(/WB-7K3Q-M9XP.*WB-7K3Q-ABCD/),
      }),
    )
  })

  it.each([
    ['7K3'],
    [''],
    ['WB-'],
    ['7K3Q!'],
    ['7K3U'],
    [`${transferA}0`],
    ['7%3Q'],
    ['____'],
  ])('is not “%s”', async typed => {
    const ledger = await ledgerOf(transferA)
    expect(() => resolveTransfer(ledger, typed)).toThrow(expect.objectContaining({ code: 'WB-ID' }))
  })

  it('has to be in this home', async () => {
    const ledger = await ledgerOf(transferA)
    for (const typed of ['ABCD', '7K3Q-M9XQ', transferB, 'M9XP', '01K0']) {
      expect(() => resolveTransfer(ledger, typed)).toThrow(expect.objectContaining({ code: 'WB-ID-UNKNOWN' }))
    }
  })
})
