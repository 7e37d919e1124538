import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Event } from '../../../lib/ledger/event.ts'
import { createKeys } from '../../../lib/ledger/keys.ts'
import { encodeMark, parseMark } from '../../../lib/ledger/mark.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { copyHome, readEvents, replaceLine, rewrite, stolenKey, tamper } from '../../support/forge.ts'
import { closing, newLedger, transferA, transferB } from '../../support/ledger.ts'
import { at, codes, knowKeys } from '../../support/verified.ts'
import { scratch, seededRandom } from '../../support/world.ts'

/** Attacks in all their variants, on a small ledger. The table of docs/threat-model.md is tested in `attacks.test.ts`. */

/** A ledger of nine events and seven commits. */
async function victim() {
  const made = await newLedger()
  const { ledger, clock, options, home } = made
  const commit = (type: string, xfer: string | null, disclose = {}) => {
    clock.advance(1_000)
    return ledger.commit(tx => tx.append({ type, xfer, d: {}, ...disclose }))
  }
  const contact = (owner: string, phone: string) => ({
    disclose: [{ class: 'contact' as const, owner, fields: { recipient: 'Ada Lovelace', phone } }],
  })
  commit('transfer.intended', transferA, contact(transferA, '+4915112345678'))
  const anchor = commit('transfer.sealed', transferA).note
  commit('transfer.checked', transferA)
  clock.advance(1_000)
  ledger.commit(tx => {
    tx.append({ type: 'transfer.released', xfer: transferA, d: {} })
    tx.append({ type: 'password.requested', xfer: transferA, d: {} })
    tx.append({ type: 'password.accepted', xfer: transferA, d: {} })
  })
  commit('transfer.intended', transferB, contact(transferB, '+4915187654321'))
  const lastAnchor = commit('transfer.sealed', transferB).note
  ledger.close()
  const { keys } = options
  return { ...made, keys, signer: { ...keys, signing: stolenKey(home) }, anchor, lastAnchor }
}

it('finds nothing in a ledger that nobody touched', async () => {
  const { home, keys, anchor, lastAnchor } = await victim()
  const found = await verifyLedger(home, { expectKey: keys.fingerprint, anchors: [anchor, lastAnchor], keys })
  expect(found).toMatchObject({ size: 9, findings: [], pinned: true, anchored: 9 })
})

describe('edit a row', () => {
  it('is found by its own hash, by the event after it and by the signed root', async () => {
    const { home } = await victim()
    tamper(home, db =>
      db.prepare(`UPDATE events SET line = replace(line, '"up":3000', '"up":3001') WHERE seq = 2`).run(),
    )
    expect(await codes(home)).toEqual(['ledger.frontier', 'ledger.leaf', 'ledger.prev', 'ledger.root', 'mark.root'])
  })

  it('is found when its own hash was made to fit', async () => {
    const { home } = await victim()
    replaceLine(home, { ...at(readEvents(home), 2), d: { bytes: 1 } })
    expect(await codes(home)).toEqual(['ledger.frontier', 'ledger.prev', 'ledger.root', 'mark.root'])
  })

  it('is found in the last row too', async () => {
    const { home } = await victim()
    replaceLine(home, { ...at(readEvents(home), 8), d: { bytes: 1 } })
    expect(await codes(home)).toEqual(['ledger.frontier', 'ledger.root', 'mark.root'])
  })

  it('is found when only the columns beside the line are changed', async () => {
    const { home } = await victim()
    tamper(home, db => db.prepare('UPDATE events SET xfer = ? WHERE seq = 7').run(transferA))
    expect(await codes(home)).toEqual(['ledger.columns'])
  })

  it('is found when the line says the same in another spelling', async () => {
    const { home } = await victim()
    tamper(home, db => db.exec(`UPDATE events SET line = replace(line, '{"boot"', '{ "boot"') WHERE seq = 2`))
    expect(await codes(home)).toContain('ledger.line')
  })
})

describe('delete a row in the middle', () => {
  it('is found when the rows after it were moved up', async () => {
    const { home } = await victim()
    tamper(home, db => db.exec('DELETE FROM events WHERE seq = 3; UPDATE events SET seq = seq - 1 WHERE seq > 3'))
    expect(await codes(home)).toEqual(expect.arrayContaining(['ledger.columns', 'ledger.prev', 'ledger.root']))
  })

  it('is found when it is the first one', async () => {
    const { home } = await victim()
    tamper(home, db => db.exec('DELETE FROM events WHERE seq = 0'))
    expect(await codes(home)).toEqual(expect.arrayContaining(['ledger.seq', 'ledger.prev', 'ledger.key']))
  })
})

describe('truncate the tail', () => {
  it('is found by the root when the checkpoints stay', async () => {
    const { home } = await victim()
    tamper(home, db => db.exec('DELETE FROM events WHERE seq >= 7'))
    expect(await codes(home)).toEqual(expect.arrayContaining(['ledger.checkpoint', 'mark.beyond']))
  })

  it('is found by the mark when an old checkpoint is the last one', async () => {
    const { home } = await victim()
    cutAt(home, 4)
    expect(await codes(home)).toEqual(['mark.beyond'])
  })

  it('is found when events lie behind the last checkpoint', async () => {
    const { home } = await victim()
    tamper(home, db => db.exec('DELETE FROM checkpoints WHERE size > 7'))
    expect(await codes(home)).toEqual(['ledger.unsigned'])
  })

  it('is found by an outside anchor, only, when the mark was set back with it', async () => {
    const { home, keys, anchor, lastAnchor } = await victim()
    const [old] = tamper(home, db => db.prepare('SELECT note FROM checkpoints WHERE size = 4').all())
    cutAt(home, 4)
    const root = Buffer.from(String(old?.note).split('\n')[2] ?? '', 'base64').toString('hex')
    writeFileSync(join(home, 'mark.json'), encodeMark({ ...readMark(home), size: 4, root }))
    expect(await codes(home, { expectKey: keys.fingerprint, keys })).toEqual([])
    expect(await codes(home, { anchors: [anchor] })).toEqual([])
    expect(await codes(home, { anchors: [lastAnchor] })).toEqual(['anchor.beyond'])
  })
})

describe('rewritten and signed anew with the own key: found by an outside anchor, only', () => {
  it.each<[string, (events: Event[]) => Event[], string]>([
    ['truncate', events => events.slice(0, 4), 'anchor.beyond'],
    ['insert back-dated', events => events.toSpliced(2, 0, { ...at(events, 2), id: fresh(1), sd: {} }), 'anchor.fork'],
    ['rewrite one', events => events.with(2, { ...at(events, 2), d: { bytes: 1 } }), 'anchor.fork'],
    ['leave one out', events => events.toSpliced(3, 1), 'anchor.beyond'],
  ])('%s', async (_, change, found) => {
    const { home, keys, signer, lastAnchor } = await victim()
    const size = change(readEvents(home)).length
    rewrite(home, change, signer)
    const pinned = await verifyLedger(home, { expectKey: keys.fingerprint, keys })
    expect(pinned).toMatchObject({ findings: [], pinned: true, size })
    expect(await codes(home, { anchors: [lastAnchor] })).toEqual([found])
  })

  it('an anchor from before the change says nothing', async () => {
    const { home, signer, anchor } = await victim()
    rewrite(home, events => events.with(6, { ...at(events, 6), d: { bytes: 1 } }), signer)
    expect(await verifyLedger(home, { anchors: [anchor] })).toMatchObject({ anchored: 3 })
    expect(await codes(home, { anchors: [anchor] })).toEqual([])
  })

  it('the mark finds it where it was forgotten', async () => {
    const { home, signer } = await victim()
    rewrite(home, events => events.with(2, { ...at(events, 2), d: { bytes: 1 } }), signer, { mark: false })
    expect(await codes(home)).toEqual(['mark.root'])
  })
})

describe('swap the database for one signed by another key', () => {
  it('is found by the pinned key', async () => {
    const { home, keys } = await victim()
    const thief = await createKeys(scratch(), { passphrase: null, random: seededRandom('thief') })
    knowKeys(home, thief.keys)
    const renamed = (events: Event[]) =>
      events.with(0, { ...at(events, 0), d: { ...at(events, 0).d, fingerprint: thief.keys.fingerprint } })
    rewrite(home, renamed, thief.keys)
    expect(await codes(home)).toEqual([])
    expect(await verifyLedger(home)).toMatchObject({
      pinned: false,
      findings: [{ level: 'note', code: 'key.not-pinned' }],
    })
    expect(await codes(home, { expectKey: keys.fingerprint })).toEqual(['key.other'])
    expect(await verifyLedger(home, { expectKey: thief.keys.fingerprint })).toMatchObject({ pinned: true })
  })

  it('is found without a pin when the keys stayed', async () => {
    const { home } = await victim()
    const thief = await createKeys(scratch(), { passphrase: null, random: seededRandom('thief') })
    rewrite(home, events => events, thief.keys)
    expect(await codes(home)).toEqual(['ledger.key', 'ledger.signature'])
  })

  it('is found when the other ledger came whole, without its keys', async () => {
    const [one, other] = [await victim(), await victim()]
    for (const file of ['ledger.db', 'mark.json']) cpSync(join(other.home, file), join(one.home, file))
    expect(await codes(one.home)).toEqual(['ledger.key', 'ledger.key-unknown', 'ledger.signature'])
  })

  it('is found when the ledger only names the pinned key', async () => {
    const { home, keys } = await victim()
    const thief = await createKeys(scratch(), { passphrase: null, random: seededRandom('thief') })
    knowKeys(home, thief.keys, keys)
    const rotated = (events: Event[]): Event[] => [
      { ...at(events, 0), d: { ...at(events, 0).d, fingerprint: thief.keys.fingerprint } },
      ...events.slice(1),
      {
        ...at(events, 8),
        id: fresh(2),
        type: 'key.rotated',
        xfer: null,
        sd: {},
        d: { from: thief.keys.fingerprint, to: keys.fingerprint },
      },
    ]
    rewrite(home, rotated, thief.keys)
    expect(await codes(home)).toEqual([])
    expect(await codes(home, { expectKey: keys.fingerprint })).toEqual(['key.other'])
  })
})

describe('restore an old database and go on (a fork)', () => {
  it('is found by the mark', async () => {
    const { home, backup, options, lastAnchor } = await forked()
    cpSync(join(backup, 'ledger.db'), join(home, 'ledger.db'))
    expect(() => Ledger.open(home, options)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-MARK' }))
    expect(await codes(home)).toEqual(['mark.beyond'])
    expect(await codes(home, { anchors: [lastAnchor] })).toEqual(['anchor.beyond', 'mark.beyond'])
  })

  it('is found by an anchor, only, when the whole home is the old one', async () => {
    const { backup, options, anchor, lastAnchor, keys } = await forked()
    const ledger = closing(Ledger.open(backup, options))
    for (let i = 0; i < 3; i++) ledger.commit(tx => tx.append({ type: 'transfer.sealed', xfer: transferA, d: {} }))
    ledger.close()
    expect(await codes(backup, { expectKey: keys.fingerprint, keys, anchors: [anchor] })).toEqual([])
    expect(await codes(backup, { anchors: [lastAnchor] })).toEqual(['anchor.fork'])
  })

  /** A home, and an old copy of it from three events before. */
  async function forked() {
    const made = await victim()
    const backup = copyHome(made.home, join(scratch(), 'backup'))
    const ledger = closing(Ledger.open(made.home, made.options))
    for (let i = 0; i < 3; i++)
      made.lastAnchor = ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} })).note
    ledger.close()
    return { ...made, backup }
  }
})

describe('replay an event', () => {
  it('is found by the duplicate id', async () => {
    const { home, signer } = await victim()
    rewrite(home, events => [...events, { ...at(events, 8), up: 1_000_000 }], signer)
    // The database itself wants ids to be unique, so the forger writes another one beside the line.
    expect(await codes(home)).toEqual(['ledger.columns', 'ledger.duplicate-id'])
  })

  it('with a new id is found by the clock', async () => {
    const { home, signer } = await victim()
    rewrite(home, events => [...events, { ...at(events, 2), id: fresh(1) }], signer)
    expect(await codes(home)).toEqual(['ledger.clock', 'ledger.clock-set-back'])
  })
})

describe('clock set back', () => {
  it('is told as a warning where only the wall clock went back', async () => {
    const { home, options, clock } = await victim()
    const early = { now: () => clock.now() - 3_600_000, monotonic: () => clock.monotonic() }
    const ledger = closing(Ledger.open(home, { ...options, clock: early }))
    ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} }))
    ledger.close()
    const { findings } = await verifyLedger(home)
    expect(findings).toContainEqual(
      expect.objectContaining({ level: 'warning', code: 'ledger.clock-set-back', at: '9' }),
    )
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('may begin at nothing after the next boot', async () => {
    const { home, options, clock } = await victim()
    const booted = { now: () => clock.now(), monotonic: () => 0 }
    const ledger = closing(Ledger.open(home, { ...options, clock: booted, bootId: 'boot 2' }))
    ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} }))
    ledger.close()
    expect(await codes(home)).toEqual([])
  })
})

describe('disclosures', () => {
  it('remove the key of an owner without a shred event: found by the disclosure rule', async () => {
    const { home } = await victim()
    tamper(home, db => db.prepare('DELETE FROM owner_keys WHERE owner = ?').run(transferA))
    expect(await codes(home)).toEqual(['disclosure.no-key'])
  })

  it('swap two: found by what they are bound to, when they can be opened', async () => {
    const { home, keys } = await victim()
    tamper(home, db => {
      const [one, two] = db.prepare('SELECT digest, sealed FROM disclosures WHERE owner = ?').all(transferA)
      const update = db.prepare('UPDATE disclosures SET sealed = ? WHERE digest = ?')
      update.run(two?.sealed ?? null, one?.digest ?? null)
      update.run(one?.sealed ?? null, two?.digest ?? null)
    })
    expect(await codes(home, { keys })).toEqual(['disclosure.damaged'])
    expect(await codes(home)).toEqual([])
  })

  it('swap two of different events: found without a key', async () => {
    const { home } = await victim()
    tamper(home, db => db.exec('UPDATE disclosures SET seq = CASE seq WHEN 1 THEN 7 ELSE 1 END'))
    expect(await codes(home)).toEqual(['disclosure.misplaced'])
  })

  it('swap the keys of two owners: found when they can be opened', async () => {
    const { home, keys } = await victim()
    tamper(home, db => {
      db.exec(`UPDATE owner_keys SET owner = 'x' || owner`)
      db.prepare(`UPDATE owner_keys SET owner = CASE owner WHEN 'x' || ?1 THEN ?2 ELSE ?1 END`).run(
        transferA,
        transferB,
      )
    })
    expect(await codes(home, { keys })).toEqual(['disclosure.key-damaged'])
  })
})

describe('delete the ledger file', () => {
  it('is found by the mark', async () => {
    const { home, options } = await victim()
    rmSync(join(home, 'ledger.db'))
    expect(() => Ledger.open(home, options)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-MARK' }))
    expect(await codes(home)).toEqual(['ledger.missing'])
    expect(await verifyLedger(home)).toMatchObject({ size: 0, pinned: false, anchored: null })
  })

  it('with the mark is a failure too', async () => {
    const { home } = await victim()
    rmSync(join(home, 'ledger.db'))
    rmSync(join(home, 'mark.json'))
    expect(await codes(home)).toEqual(['ledger.missing', 'mark.missing'])
  })
})

/** The ledger and its checkpoints end at `size`; the mark stays. */
function cutAt(home: string, size: number): void {
  tamper(home, db =>
    db.exec(`
      DELETE FROM events WHERE seq >= ${size};
      DELETE FROM checkpoints WHERE size > ${size};
      DELETE FROM disclosures WHERE seq >= ${size};
      DELETE FROM owner_keys WHERE owner NOT IN (SELECT owner FROM disclosures);
    `),
  )
}

function readMark(home: string) {
  return parseMark(readFileSync(join(home, 'mark.json'), 'utf8'))
}

/** A ULID that no event has. */
function fresh(n: number): string {
  return `01KZ${String(n).padStart(22, '0')}`
}
