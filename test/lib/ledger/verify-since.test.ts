import { describe, expect, it } from 'vitest'
import { type Event, encodeEvent } from '../../../lib/ledger/event.ts'
import { createKeys } from '../../../lib/ledger/keys.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { type VerifyOptions, verifyLedger } from '../../../lib/ledger/verify.ts'
import { readEvents, replaceLine, rewrite, tamper } from '../../support/forge.ts'
import { closing, transferA, transferB } from '../../support/ledger.ts'
import { at, codes, filled, knowKeys, phone } from '../../support/verified.ts'
import { scratch, seededRandom } from '../../support/world.ts'

/** A ledger of five events that somebody verified, and then four more. `since`: the state that was verified. */
async function grown() {
  const made = await filled()
  const { home, options, clock } = made
  const ledger = closing(Ledger.open(home, options))
  const since = ledger.checkpoint().note
  for (const type of ['transfer.released', 'transfer.confirmed']) {
    clock.advance(10)
    ledger.commit(tx => tx.append({ type, xfer: transferA, d: {} }))
  }
  ledger.commit(tx =>
    tx.append({ type: 'transfer.intended', xfer: transferB, d: {}, disclose: [{ ...phone, owner: transferB }] }),
  )
  const last = ledger.commit(tx => tx.append({ type: 'transfer.sealed', xfer: transferB, d: {} })).note
  ledger.close()
  return { ...made, since, last }
}

/** Each of these steps but once, in this order. */
const order = ['intended', 'sealed', 'checked', 'released', 'confirmed']
const step: VerifyOptions<{ at: number }>['step'] = (life, { type }) => {
  const next = (life?.at ?? -1) + 1
  return type === `transfer.${order[next]}` ? { at: next } : `not ${order[next]}`
}

describe('verifying from a state that was verified before', () => {
  it('gives the same answer, and says what was not read again', async () => {
    const { home, keys, since, last } = await grown()
    const options = { expectKey: keys.fingerprint, keys, step, anchors: [last] }
    const whole = await verifyLedger(home, options)
    expect(whole).toMatchObject({ size: 9, findings: [], anchored: 9, pinned: true })
    const { findings, ...rest } = await verifyLedger(home, { ...options, since })
    expect(rest).toEqual({ size: 9, root: whole.root, pinned: true, anchored: 9 })
    expect(findings).toEqual([expect.objectContaining({ level: 'note', code: 'ledger.since', at: '5' })])
  })

  it('is fine when nothing is new', async () => {
    const { home, keys, last } = await grown()
    expect(await codes(home, { since: last, keys, expectKey: keys.fingerprint })).toEqual([])
  })

  it.each<[string, (home: string) => void, string[]]>([
    [
      'a line changed',
      home => replaceLine(home, { ...at(readEvents(home), 6), d: { a: 1 } }),
      ['ledger.frontier', 'ledger.prev', 'ledger.root', 'mark.root'],
    ],
    [
      'the first new line changed',
      home => replaceLine(home, { ...at(readEvents(home), 5), prev: 'ab'.repeat(32) }),
      ['ledger.frontier', 'ledger.prev', 'ledger.root', 'mark.root'],
    ],
    ['a line removed', home => tamper(home, db => db.exec('DELETE FROM events WHERE seq = 6')), ['ledger.seq']],
    [
      'the last checkpoints removed',
      home => tamper(home, db => db.exec('DELETE FROM checkpoints WHERE size > 7')),
      ['ledger.unsigned'],
    ],
    [
      'a personal field removed',
      home => tamper(home, db => db.exec('DELETE FROM disclosures WHERE seq = 7')),
      ['disclosure.missing'],
    ],
    [
      'a personal field moved',
      home => tamper(home, db => db.exec('UPDATE disclosures SET seq = 1 WHERE seq = 7')),
      ['disclosure.misplaced'],
    ],
    [
      'the last events cut off',
      home => tamper(home, db => db.exec('DELETE FROM events WHERE seq > 6; DELETE FROM checkpoints WHERE size > 7')),
      ['mark.beyond'],
    ],
  ])('finds %s after it', async (_, change, found) => {
    const { home, since } = await grown()
    change(home)
    expect(await codes(home, { since })).toEqual(expect.arrayContaining(found))
  })

  it('judges the life of a transfer that began before it', async () => {
    const { home, since, signer } = await grown()
    const skipped = (events: Event[]) => events.with(5, { ...at(events, 5), type: 'transfer.confirmed' })
    rewrite(home, skipped, signer)
    const { findings } = await verifyLedger(home, { since, step })
    expect(findings.map(({ code }) => code)).toContain('ledger.transition')
    expect((await verifyLedger(home, { step })).findings.map(({ code }) => code)).toContain('ledger.transition')
  })

  it('does not see what was changed before it: only reading everything does', async () => {
    const { home, since } = await grown()
    tamper(home, db => db.exec(`UPDATE events SET line = replace(line, '"up":1000', '"up":1001') WHERE seq = 1`))
    expect(await codes(home, { since })).toEqual([])
    expect(await codes(home)).toContain('ledger.root')
  })

  it('reads everything where the ledger does not have that state, and tells', async () => {
    const { home, since, signer } = await grown()
    rewrite(home, events => events.with(2, { ...at(events, 2), d: { bytes: 1 } }), signer)
    const { findings } = await verifyLedger(home, { since })
    expect(findings.map(({ code }) => code).sort()).toEqual(['anchor.fork', 'key.not-pinned'])
    expect(await codes(home, { since: 'nothing' })).toEqual(['anchor.unreadable'])
  })

  it('reads everything where an outside copy is older', async () => {
    const { home, since, note } = await grown()
    const { findings, anchored } = await verifyLedger(home, { since, anchors: [note] })
    expect(findings.map(({ code }) => code)).toEqual(['key.not-pinned'])
    expect(anchored).toBe(5)
  })

  it('is the state of this ledger alone', async () => {
    const [one, other] = [await grown(), await grown()]
    expect(await codes(one.home, { since: other.since })).toEqual(['anchor.other-ledger'])
  })

  it('accepts that older fields are shredded afterwards', async () => {
    const { home, options, since } = await grown()
    const ledger = closing(Ledger.open(home, options))
    ledger.commit(tx => {
      const digests = tx.shred(transferA, 'contact')
      tx.append({ type: 'personal.shredded', xfer: transferA, d: { class: 'contact', digests } })
    })
    ledger.close()
    expect(await codes(home, { since })).toEqual([])
  })
})

describe('keys, verifying from a state that was verified before', () => {
  /** Who has the home but not its key adds one of their own, and goes on with it after the state. */
  it.each([3, 4])('are not believed because a line that is not read again names them (line %i)', async seq => {
    const { home, since, signer } = await grown()
    const { keys: mine } = await createKeys(scratch(), { passphrase: null, random: seededRandom('mine') })
    rewrite(
      home,
      events => events,
      size => (size <= 5 ? signer : mine),
    )
    knowKeys(home, signer, mine)
    const d = { from: signer.fingerprint, to: mine.fingerprint, size: 5 }
    const line = encodeEvent({ ...at(readEvents(home), seq), seq: 4, type: 'key.rotated', xfer: null, d, sd: {} })
    tamper(home, db => db.prepare("UPDATE events SET type = 'key.rotated', line = ? WHERE seq = ?").run(line, seq))
    for (const expectKey of [signer.fingerprint, mine.fingerprint, undefined]) {
      const found = await verifyLedger(home, { since, ...(expectKey && { expectKey }) })
      expect(found.findings.filter(({ level }) => level === 'error')).not.toEqual([])
    }
  })

  it('are all read where the auditor keeps the fingerprint of another one than signed the state', async () => {
    const { home, signer } = await grown()
    const { keys: next } = await createKeys(scratch(), { passphrase: null, random: seededRandom('next') })
    const rotation = { from: signer.fingerprint, to: next.fingerprint }
    const rotate = (events: Event[]) =>
      events.with(3, { ...at(events, 3), type: 'key.rotated', xfer: null, d: rotation, sd: {} })
    rewrite(home, rotate, size => (size <= 4 ? signer : next))
    knowKeys(home, signer, next)
    const noteOf = (size: number) =>
      tamper(home, db => String(db.prepare('SELECT note FROM checkpoints WHERE size = ?').get(size)?.note))
    const resumed = async (since: string, expectKey: string) => {
      const { findings, pinned } = await verifyLedger(home, { since, expectKey })
      expect([findings.filter(({ level }) => level === 'error'), pinned]).toEqual([[], true])
      return findings.some(({ code }) => code === 'ledger.since')
    }
    expect(await resumed(noteOf(6), next.fingerprint)).toBe(true)
    expect(await resumed(noteOf(6), signer.fingerprint)).toBe(false)
    expect(await resumed(noteOf(3), signer.fingerprint)).toBe(true)
    expect(await resumed(noteOf(4), signer.fingerprint), 'a state that ends with a rotation').toBe(false)
  })
})

describe('in two threads', () => {
  it.each<[string, (home: string) => void]>([
    ['nothing', () => {}],
    ['a line', home => tamper(home, db => db.exec(`UPDATE events SET line = line || ' ' WHERE seq = 2`))],
    ['a checkpoint', home => tamper(home, db => db.exec(`UPDATE checkpoints SET note = 'x' WHERE size = 4`))],
    ['the place of one', home => tamper(home, db => db.exec('UPDATE checkpoints SET size = 99 WHERE size = 9'))],
    ['the subtrees', home => tamper(home, db => db.exec(`UPDATE checkpoints SET frontier = x'00' WHERE size = 7`))],
    ['a tail', home => tamper(home, db => db.exec('DELETE FROM events WHERE seq > 6'))],
    ['all events', home => tamper(home, db => db.exec('DELETE FROM events'))],
  ])('the findings are the same after a change of %s', async (_, change) => {
    const { home, last } = await grown()
    change(home)
    const one = await verifyLedger(home, { anchors: [last] })
    expect(await verifyLedger(home, { anchors: [last], threadFrom: 0 })).toEqual(one)
  })

  it('can be stopped', async () => {
    const { home } = await grown()
    const stopped = verifyLedger(home, { threadFrom: 0, signal: AbortSignal.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
  })
})
