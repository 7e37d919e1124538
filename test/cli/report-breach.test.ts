import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { breachMarkdown } from '../../cli/report-breach.ts'
import type { Affected } from '../../src/reports/affected.ts'
import { type Breach, totalsOf } from '../../src/reports/breach.ts'

const kept: Affected = {
  transfer: 'WB-7K3Q-M9XP',
  id: '01KE6QZT1H0000000007K3QM9XP',
  began: '2026-01-05T09:00:00.000Z',
  state: 'cancelled',
  shredded: false,
  recipient: 'Ada Lovelace',
  organisation: 'Example | Ltd <b>',
  client: 'North_Ltd',
  purpose: 'A test',
  reference: '4711',
  basis: 'contract',
  categories: ['contact', 'health'],
  special: true,
  subjects: 12,
  records: 40,
  archive: 'handed-over',
  handedOver: { by: 'mail', at: '2026-01-05T10:00:00.000Z' },
  sha256: 'ab'.repeat(32),
  bytes: 2000,
  cipher: 'AES-256',
  bits: 99,
  names: 'no',
  password: 'kept',
  outcome: null,
  opened: null,
  reach: 'unintelligible',
  lost: false,
  destroyed: true,
  cancelled: { reason: 'mis-sent', withdrawn: false, at: '2026-01-05T11:00:00.000Z' },
}
const at = '2026-01-06T09:00:00.000Z'
const opened: Affected = {
  ...kept,
  transfer: 'WB-0000-0001',
  began: at,
  state: 'confirmed',
  shredded: true,
  recipient: null,
  organisation: null,
  client: null,
  reference: null,
  categories: [],
  special: false,
  subjects: null,
  records: null,
  handedOver: null,
  archive: 'made',
  names: 'alias',
  password: 'delivered',
  outcome: { what: 'delivered', says: 'twilio', at },
  opened: { proof: 'code', at },
  reach: 'opened',
  destroyed: false,
  cancelled: null,
}

const nothing = { transfer: null, to: null, client: null, reference: null, since: null, until: null }
const made = 'Made with Waybill 0.1.0 on 2026-01-07 09:00:00 UTC.'

function report(transfers: readonly Affected[], more: Partial<Breach> = {}): Breach {
  const checkpoint = { size: 42, root: 'cd'.repeat(32) }
  return {
    scope: nothing,
    device: null,
    totals: totalsOf(transfers),
    transfers,
    restores: [],
    notSearchable: 0,
    checkpoint,
    ...more,
  }
}

const golden = (name: string) => join(import.meta.dirname, 'golden', name)

describe('report breach as Markdown', () => {
  it('of a reference is what stands in golden/breach.md', async () => {
    const scope = { ...nothing, reference: '4711', since: '2026-01-01T00:00:00.000Z' }
    const text = breachMarkdown(report([kept, opened], { scope, notSearchable: 1 }), made)
    await expect(text).toMatchFileSnapshot(golden('breach.md'))
  })

  it('of a lost device is what stands in golden/breach-device.md', async () => {
    const device = { host: '01KE6QZT1H00000000000000HM', passphrase: false, passwords: 3, contacts: 2 }
    await expect(breachMarkdown(report([], { device }), made)).toMatchFileSnapshot(golden('breach-device.md'))
  })

  it('never says that it is no breach, and never that the password is safe', () => {
    for (const transfers of [[], [kept], [opened], [kept, opened]]) {
      expect(breachMarkdown(report(transfers), made)).not.toMatch(/not a breach|no breach|safe\b|no risk/i)
    }
    expect(breachMarkdown(report([kept]), made)).toContain(
      'the content stays unintelligible, which normally makes a risk to people unlikely',
    )
  })

  it('marks what only a person can fill in, in each part that Art. 33(3) asks for', () => {
    const parts = breachMarkdown(report([kept]), made).split(/^## /m)
    for (const begin of ['(a)', '(b)', '(c)', '(d)', 'If you act', 'Telling', 'Dates']) {
      const part = parts.find(text => text.startsWith(begin))
      expect(part, begin).toContain('**[to be filled in by a person: ')
    }
  })

  it('does not call unintelligible what the passwords on a lost device open', () => {
    const device = { host: '01KE6QZT1H00000000000000HM', passphrase: false, passwords: 1, contacts: 0 }
    const words = 'can read the 1 password kept on it: to them those archives are not unintelligible.'
    expect(breachMarkdown(report([kept], { device }), made)).toContain(words)
    for (const other of [null, { ...device, passphrase: true }, { ...device, passwords: 0 }]) {
      expect(breachMarkdown(report([kept], { device: other }), made)).not.toContain(words)
    }
  })

  it('says what a restore lost, and takes nothing that it may have lost for unintelligible', () => {
    const lost: Affected = {
      ...kept,
      archive: 'none',
      password: 'unknown',
      reach: 'unknown',
      lost: true,
      cancelled: null,
    }
    const restores = [{ at, fromSize: 30, toSize: 20 }]
    const text = breachMarkdown(report([lost], { restores }), made)
    expect(text).not.toMatch(/unintelligible|There is no archive/)
    expect(text).toContain('| none on record; events are lost | unknown: events are lost |')
    const limits = text.split('## What this report cannot say')[1]
    expect(limits).toContain('20 events, restored 2026-01-06 09:00:00 UTC; the lost home had 30 or more')
    expect(limits).toContain('what became of 1 transfer after the backup')
    expect(breachMarkdown(report([kept]), made)).not.toContain('backup')
  })

  it('lets no name be markup', () => {
    const evil = { ...kept, recipient: '| [x](http://e.example) `a` **b**\u202e', organisation: null }
    const row = breachMarkdown(report([evil]), made)
      .split('\n')
      .find(line => line.startsWith('| WB-'))
    expect(row).toContain('| \\| \\[x\\](http\\://e.example) \\`a\\` \\*\\*b\\*\\*\\<U+202E\\> |')
    expect(row?.split(/(?<!\\)\|/)).toHaveLength(13)
  })
})
