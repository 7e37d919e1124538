import { describe, expect, it } from 'vitest'
import { parseSignedCheckpoint, signCheckpoint } from '../../../lib/ledger/checkpoint.ts'
import { createKeys } from '../../../lib/ledger/keys.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { rewrite, type Signer, tamper } from '../../support/forge.ts'
import { at, codes, filled, knowKeys } from '../../support/verified.ts'
import { scratch, seededRandom } from '../../support/world.ts'

/** SQL: a note whose signature has its end wiped out. */
const damagedSignature = `substr(note, 1, length(note) - 20) || 'AAAAAAAAAAAAAAAAAA=' || char(10)`

describe('checkpoints', () => {
  const change = (home: string, sql: string) => tamper(home, db => db.exec(sql))

  it.each<[string, string, string[]]>([
    [
      'other subtrees',
      `UPDATE checkpoints SET frontier = zeroblob(length(frontier)) WHERE size = 3`,
      ['ledger.frontier'],
    ],
    [
      'another root',
      `UPDATE checkpoints SET note = replace(note, char(10) || '3' || char(10), char(10) || '3' || char(10) || 'AA') WHERE size = 3`,
      ['ledger.checkpoint'],
    ],
    [
      'the note of another size',
      `UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 4) WHERE size = 3`,
      ['ledger.checkpoint'],
    ],
    ['a line more', `UPDATE checkpoints SET note = note || 'more' WHERE size = 3`, ['ledger.checkpoint']],
    ['another name', `UPDATE checkpoints SET note = replace(note, '— waybill', '— waybilk') WHERE size = 3`, []],
    [
      'no signature that holds, in the last one',
      `UPDATE checkpoints SET note = ${damagedSignature} WHERE size = 5`,
      ['ledger.signature'],
    ],
    [
      'a place where no commit ended',
      `INSERT INTO checkpoints SELECT 6, note, frontier FROM checkpoints WHERE size = 5`,
      ['ledger.checkpoint'],
    ],
    ['size 0', `INSERT INTO checkpoints SELECT 0, note, x'' FROM checkpoints WHERE size = 5`, ['ledger.checkpoint']],
  ])('with %s', async (_, sql, found) => {
    const { home } = await filled()
    change(home, sql)
    if (found.length > 0) expect(await codes(home)).toEqual(found)
    else expect(await codes(home, { signatures: 'all' })).toEqual(['ledger.signature'])
  })

  it('whose older signatures are damaged are found when all are verified', async () => {
    const { home } = await filled()
    change(home, `UPDATE checkpoints SET note = ${damagedSignature} WHERE size = 3`)
    expect(await codes(home)).toEqual([])
    expect(await codes(home, { signatures: 'all' })).toEqual(['ledger.signature'])
  })
})

describe('key rotation', () => {
  /** A ledger whose key changed with the event before the last one. */
  async function rotated(spoil: (signers: Signer[]) => Signer[] = signers => signers, d: object = {}) {
    const made = await filled()
    const { keys: next } = await createKeys(scratch(), { passphrase: null, random: seededRandom('next') })
    const { home, signer } = made
    const rotation = { from: signer.fingerprint, to: next.fingerprint, ...d }
    const signers = spoil([signer, signer, signer, signer, next])
    rewrite(
      home,
      events => events.with(3, { ...at(events, 3), type: 'key.rotated', xfer: null, d: rotation }),
      size => signers[size - 1] ?? next,
    )
    knowKeys(home, signer, next)
    return { ...made, next }
  }

  it('is verified, whichever of the two fingerprints was kept', async () => {
    const { home, signer, next } = await rotated()
    for (const { fingerprint } of [signer, next]) {
      const found = await verifyLedger(home, { expectKey: fingerprint, signatures: 'all' })
      expect(found).toMatchObject({ findings: [], pinned: true })
    }
    expect(await codes(home, { expectKey: 'ab'.repeat(32) })).toEqual(['key.other'])
  })

  it('accepts outside copies signed by either key, each at its own sizes', async () => {
    const { home, signer } = await rotated()
    const notes = tamper(home, db =>
      db
        .prepare('SELECT note FROM checkpoints ORDER BY size')
        .all()
        .map(row => String(row.note)),
    )
    expect(await verifyLedger(home, { anchors: notes })).toMatchObject({ anchored: 5 })
    expect(await codes(home, { anchors: notes })).toEqual([])
    const late = signCheckpoint(parseSignedCheckpoint(notes[4] ?? ''), {
      private: signer.signing,
      public: signer.public,
    })
    expect(await codes(home, { anchors: [late] })).toEqual(['anchor.key'])
  })

  it('is refused when the new key signed the rotation itself', async () => {
    const { home } = await rotated(([a, b, c, , next]) => [a, b, c, next, next].flatMap(key => key ?? []))
    expect(await codes(home)).toEqual(['ledger.key', 'ledger.signature'])
  })

  it('is refused when the old key went on', async () => {
    const { home } = await rotated(([old]) => Array(5).fill(old))
    expect(await codes(home)).toEqual(['ledger.key', 'ledger.signature'])
  })

  it('is refused when it names another old key, or an unknown new one', async () => {
    const one = await rotated(undefined, { from: 'ab'.repeat(32) })
    expect(await codes(one.home)).toEqual(['ledger.rotation'])
    const two = await rotated(undefined, { to: 'ab'.repeat(32) })
    expect(await codes(two.home)).toEqual(['ledger.key', 'ledger.key-unknown', 'ledger.signature'])
  })

  it('is refused when the first signature of the new key does not hold, though a later one does', async () => {
    const { home, signer } = await filled()
    const { keys: next } = await createKeys(scratch(), { passphrase: null, random: seededRandom('next') })
    const d = { from: signer.fingerprint, to: next.fingerprint }
    rewrite(
      home,
      events => events.with(2, { ...at(events, 2), type: 'key.rotated', xfer: null, d }),
      size => (size <= 3 ? signer : next),
    )
    knowKeys(home, signer, next)
    expect(await codes(home)).toEqual([])
    tamper(home, db => db.exec(`UPDATE checkpoints SET note = ${damagedSignature} WHERE size = 4`))
    expect(await codes(home)).toEqual(['ledger.signature'])
  })

  it('is refused when a key in between has signed nothing', async () => {
    const { home, signer } = await filled()
    const { keys: second } = await createKeys(scratch(), { passphrase: null, random: seededRandom('second') })
    const { keys: third } = await createKeys(scratch(), { passphrase: null, random: seededRandom('third') })
    const rotation = (from: Signer, to: Signer) => ({
      type: 'key.rotated',
      xfer: null,
      d: { from: from.fingerprint, to: to.fingerprint },
    })
    rewrite(
      home,
      events =>
        events
          .with(2, { ...at(events, 2), ...rotation(signer, second) })
          .with(3, { ...at(events, 3), ...rotation(second, third) }),
      size => (size <= 3 ? signer : size === 4 ? second : third),
    )
    knowKeys(home, signer, second, third)
    expect(await codes(home, { expectKey: second.fingerprint })).toEqual([])
    tamper(home, db => db.exec('DELETE FROM checkpoints WHERE size = 4'))
    expect(await codes(home, { expectKey: second.fingerprint })).toEqual(['key.other', 'ledger.rotation'])
  })

  it('is refused when the commit went on after it', async () => {
    const { home } = await rotated()
    tamper(home, db => db.exec('DELETE FROM checkpoints WHERE size = 4'))
    expect(await codes(home)).toEqual(['ledger.rotation'])
  })
})

describe('outside copies', () => {
  it('that are no checkpoints, or of another ledger, are findings', async () => {
    const [one, other] = [await filled(), await filled()]
    expect(await codes(one.home, { anchors: ['nonsense'] })).toEqual(['anchor.unreadable'])
    expect(await codes(one.home, { anchors: [other.note] })).toEqual(['anchor.other-ledger'])
    const { findings, anchored } = await verifyLedger(one.home, { anchors: [one.note, other.note] })
    expect(anchored).toBe(3)
    expect(findings).toContainEqual(expect.objectContaining({ code: 'anchor.other-ledger', at: 'anchor 2' }))
  })

  it('that nobody of this ledger signed prove nothing', async () => {
    const { home, note } = await filled()
    expect(await codes(home, { anchors: [note.replace('\n3\n', '\n4\n')] })).toEqual(['anchor.signature'])
  })
})
