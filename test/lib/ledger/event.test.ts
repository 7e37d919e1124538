import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../../lib/ledger/canonical.ts'
import { type Event, encodeEvent, encodeTime, noEvent, parseEvent } from '../../../lib/ledger/event.ts'

const event: Event = {
  v: 1,
  log: '01KE6QZT1H0000000000000000',
  seq: 0,
  prev: noEvent,
  id: '01KE6QZT1H0000000000000001',
  ts: '2026-01-05T09:00:00.000Z',
  up: 1_000,
  boot: 'ab'.repeat(16),
  skew: null,
  type: 'transfer.handed-over',
  xfer: '01KE6QZT1H0000000000000002',
  op: 'op-7K3QM9XP',
  host: 'host-7K3QM9XP',
  tool: '0.1.0',
  policy: 'cd'.repeat(32),
  key: 'ef'.repeat(8),
  d: { entries: 3 },
  sd: { contact: ['00'.repeat(32), '11'.repeat(32)] },
}
/** The event's fields with some of them replaced by anything, as a canonical line. */
const line = (change: object) => canonical(JSON.parse(JSON.stringify({ ...event, ...change })))

describe('an event', () => {
  it('has its fields in canonical order', () => {
    expect(encodeEvent(event)).toBe(
      '{"boot":"abababababababababababababababab","d":{"entries":3},"host":"host-7K3QM9XP","id":"01KE6QZT1H0000000000000001",' +
        '"key":"efefefefefefefef","log":"01KE6QZT1H0000000000000000","op":"op-7K3QM9XP",' +
        `"policy":"${'cd'.repeat(32)}","prev":"${'0'.repeat(64)}",` +
        `"sd":{"contact":["${'00'.repeat(32)}","${'11'.repeat(32)}"]},"seq":0,"skew":null,"tool":"0.1.0",` +
        '"ts":"2026-01-05T09:00:00.000Z","type":"transfer.handed-over","up":1000,"v":1,"xfer":"01KE6QZT1H0000000000000002"}',
    )
  })

  it('is undone by parsing', () => {
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))
    const any: fc.Arbitrary<Event> = fc
      .record({
        seq: fc.nat(),
        up: fc.maxSafeNat(),
        skew: fc.option(fc.integer()),
        ts: fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }).map(encodeTime),
        prev: hex(64),
        type: fc.constantFrom('ledger.created', 'transfer.sealed', 'archive.handed-over'),
        xfer: fc.option(fc.constant('01KE6QZT1H0000000000000002')),
        d: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.oneof(fc.integer(), fc.boolean(), hex(64))),
        sd: fc
          .uniqueArray(hex(64), { minLength: 1, maxLength: 4 })
          .map(list => ({ contact: list.toSorted(), files: list.toSorted().slice(0, 1) })),
      })
      .map(fields => ({ ...event, ...fields }))
    fc.assert(
      fc.property(any, made => {
        expect(parseEvent(encodeEvent(made))).toEqual(JSON.parse(JSON.stringify(made)))
      }),
    )
  })

  it.each<[string, object]>([
    ['a field more', { extra: 1 }],
    ['another version', { v: 2 }],
    ['a log that is no ULID', { log: 'log' }],
    ['a ULID in lower case', { id: event.id.toLowerCase() }],
    ['a negative seq', { seq: -1 }],
    ['a seq as text', { seq: '0' }],
    ['a short prev', { prev: '00' }],
    ['a prev in upper case', { prev: 'AB'.repeat(32) }],
    ['a time without milliseconds', { ts: '2026-01-05T09:00:00Z' }],
    ['a time with an offset', { ts: '2026-01-05T09:00:00.000+01:00' }],
    ['a day that does not exist', { ts: '2026-02-30T09:00:00.000Z' }],
    ['day 0', { ts: '2026-02-00T09:00:00.000Z' }],
    ['month 13', { ts: '2026-13-01T09:00:00.000Z' }],
    ['29 February of a common year', { ts: '2026-02-29T09:00:00.000Z' }],
    ['31 April', { ts: '2026-04-31T09:00:00.000Z' }],
    ['second 60', { ts: '2026-06-30T23:59:60.000Z' }],
    ['hour 24', { ts: '2026-01-05T24:00:00.000Z' }],
    ['a negative up', { up: -1 }],
    ['a boot id of another length', { boot: 'ab' }],
    ['a skew as text', { skew: '1' }],
    ['a type with a space', { type: 'transfer sealed' }],
    ['a type in upper case', { type: 'Transfer.sealed' }],
    ['a type without a dot', { type: 'sealed' }],
    ['a transfer that is no ULID', { xfer: 'WB-7K3Q-M9XP' }],
    ['an empty operator', { op: '' }],
    ['a host with a space', { host: 'my laptop' }],
    ['a tool version that is too long', { tool: '1'.repeat(65) }],
    ['a policy of another length', { policy: 'ab' }],
    ['a key of another length', { key: 'ab' }],
    ['what was no UTF-8', { d: { note: '\ufffd' } }],
    ['d as a list', { d: [] }],
    ['sd as a list', { sd: [] }],
    ['an empty class', { sd: { contact: [] } }],
    ['a digest that is none', { sd: { contact: ['x'] } }],
    ['unsorted digests', { sd: { contact: ['11'.repeat(32), '00'.repeat(32)] } }],
    ['a digest twice', { sd: { contact: ['11'.repeat(32), '11'.repeat(32)] } }],
    ['a class that is no word', { sd: { 'contact 2': ['11'.repeat(32)] } }],
    ['a class that is not a list', { sd: { contact: 'x' } }],
  ])('is refused with %s', (_, change) => {
    expect(() => parseEvent(line({}))).not.toThrow()
    expect(() => parseEvent(line(change))).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
  })

  it('may be of 29 February in a leap year', () => {
    expect(parseEvent(line({ ts: '2028-02-29T23:59:59.999Z' })).ts).toBe('2028-02-29T23:59:59.999Z')
  })

  it('is refused without any one of its fields', () => {
    for (const name of Object.keys(event)) {
      expect(() => parseEvent(line({ [name]: undefined }))).toThrow(
        expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }),
      )
    }
  })

  it('cannot be written in a form that would be refused when read', () => {
    expect(() => encodeEvent({ ...event, ts: 'now' })).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
    expect(() => encodeEvent({ ...event, d: { share: 0.5 } })).toThrow(
      expect.objectContaining({ code: 'WB-LEDGER-VALUE' }),
    )
  })
})
