import { describe, expect, it } from 'vitest'
import type { Message } from '../../../lib/courier/courier.ts'
import { manualCourier, type Reader, type Reading } from '../../../lib/courier/manual.ts'
import { WaybillError } from '../../../lib/error.ts'
import { parsePhone } from '../../../lib/phone.ts'
import { Secret } from '../../../lib/secret.ts'
import { handClock } from '../../support/world.ts'
import { courierContract } from './contract.ts'

const never = { signal: new AbortController().signal }
const readOut: Reading = { outcome: 'read-out', by: 'Jane Doe', to: 'Ada Lovelace' }

courierContract(() => {
  const heard: string[] = []
  let answer: 'read-out' | 'not-read-out' | 'unsure' | 'no terminal' = 'read-out'
  /** A person: takes a few moments before and after reading, may be interrupted in each. */
  const reader: Reader = {
    async readOut(message, signal) {
      await moments(3)
      if (answer === 'no terminal') throw new WaybillError('WB-NEEDS-TERMINAL', 'There is no terminal.', 'Use one.')
      if (signal.aborted) throw new WaybillError('WB-INTERRUPTED', 'Interrupted.', 'Try again.')
      if (answer === 'not-read-out') return { outcome: 'not-read-out' }
      message.text.use(text => heard.push(text))
      await moments(3)
      return signal.aborted || answer === 'unsure' ? { outcome: 'unsure' } : readOut
    },
  }
  return {
    courier: manualCourier({ clock: handClock(), reader }),
    received: async () => [...heard],
    refuse: () => {
      answer = 'not-read-out'
    },
    cutOff: () => {
      answer = 'no terminal'
    },
    silence: () => {
      answer = 'unsure'
    },
  }
})

describe('a person as a courier', () => {
  it('attests with names and a time', async () => {
    expect(await deliver({ ...readOut, by: ' Jane Doe ' })).toEqual({
      outcome: 'accepted',
      courier: 'manual',
      id: 'WB-7K3Q-M9XP',
      attestation: { by: 'Jane Doe', to: 'Ada Lovelace', at: Date.UTC(2026, 0, 5, 9) },
    })
  })

  it.each([
    { ...readOut, by: ' ' },
    { ...readOut, to: '' },
  ])('does not count an attestation without a name', async reading => {
    expect(await deliver(reading)).toMatchObject({ outcome: 'unknown' })
  })

  it('may try again after nobody was reached', async () => {
    expect(await deliver({ outcome: 'not-read-out' })).toMatchObject({
      outcome: 'rejected',
      refusal: { code: 'not-read-out', retry: true },
    })
  })

  it('does not turn a mistake of the program into an outcome', async () => {
    const courier = manualCourier({
      clock: handClock(),
      reader: { readOut: () => Promise.reject(new TypeError('oops')) },
    })
    await expect(courier.deliver(await message(), never)).rejects.toThrow(TypeError)
  })
})

async function deliver(reading: Reading) {
  const courier = manualCourier({ clock: handClock(), reader: { readOut: async () => reading } })
  return courier.deliver(await message(), never)
}

async function message(): Promise<Message> {
  const text = Secret.fromText('k7qm-9xwp-3htz-6rvn-2cdf')
  return { to: await parsePhone('+4915112345678'), text, reference: 'WB-7K3Q-M9XP' }
}

async function moments(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve()
}
