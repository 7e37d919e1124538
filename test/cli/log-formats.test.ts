import { describe, expect, it } from 'vitest'
import { eventFormats, ocsfFormats, transferFormats } from '../../cli/log-formats.ts'
import { ocsf } from '../../cli/ocsf.ts'
import { bare } from '../../cli/style.ts'
import { waybillLines } from '../../cli/waybill-lines.ts'
import { type Event, encodeEvent } from '../../lib/ledger/event.ts'
import { transferView } from '../../src/view.ts'
import { waybillView } from '../../src/waybill-view.ts'
import { makeUp } from '../support/many-transfers.ts'
import { shred } from '../support/shred.ts'
import { bench } from '../support/transfers.ts'

const screen = { width: Number.POSITIVE_INFINITY, unicode: true }

/** Events of every kind of life, and one of each severity. */
async function events(): Promise<Event[]> {
  const { home, ports, transfers, send } = await bench()
  home.ledger.commit(tx => {
    for (let n = 0; n < 16; n++) makeUp(tx, n, ports)
  })
  const { id } = await send({ hold: true })
  await transfers.release(id, { receipt: '0000-0000' }).catch(() => {})
  await transfers.cancel(id, { misSent: true })
  return [...home.ledger.events()]
}

describe('a transfer that was shredded', () => {
  it('is said to be, in a list and alone', async () => {
    const place = await bench()
    const { id } = await place.send({ hold: true })
    shred(place, id, 'contact')
    shred(place, id, 'files')
    const record = place.transfers.read(id)
    const view = transferView(place.world, record)
    expect(view).toMatchObject({ shredded: ['contact', 'files'], purpose: null, recipient: { name: null } })
    expect(bare(transferFormats.text([view], screen)[1] ?? '')).toMatch(/held +\(shredded\) +\(shredded\)$/)
    expect(transferFormats.csv.row(view).filter(cell => cell === '(shredded)')).toHaveLength(2)
    const lines = waybillLines(waybillView(place.world, place.home, record), screen).map(bare)
    for (const name of ['For', 'Purpose', 'Archive', 'Files'])
      expect(
        lines.filter(line => new RegExp(`^${name} +\\(shredded\\)$`).test(line)),
        name,
      ).toHaveLength(1)
  })
})

describe('JSON Lines of events', () => {
  it('are the lines that are stored', async () => {
    for (const event of await events()) expect(eventFormats.line(event)).toBe(encodeEvent(event))
  })
})

describe('OCSF', () => {
  it('has what its classes require, in every event', async () => {
    const records = (await events()).map(event => JSON.parse(ocsfFormats.line(event)))
    for (const record of records) {
      const { class_uid, activity_id, type_uid, metadata } = record
      expect(type_uid).toBe(class_uid * 100 + activity_id)
      expect(Object.keys(record)).toEqual(
        expect.arrayContaining(['category_uid', 'severity_id', 'severity', 'status', 'time', 'message']),
      )
      expect(metadata).toMatchObject({ version: '1.1.0', product: { name: 'Waybill', vendor_name: 'Waybill' } })
      if (class_uid === 6006)
        expect(record).toMatchObject({
          category_uid: 6,
          actor: { user: { uid: expect.any(String) } },
          src_endpoint: { uid: expect.any(String) },
          file: { name: expect.stringMatching(/^WB-/), type_id: 1 },
        })
      else expect(record).toMatchObject({ category_uid: 0, class_uid: 0, metadata: { sequence: expect.any(Number) } })
    }
    expect(new Set(records.map(({ class_uid }) => class_uid))).toEqual(new Set([0, 6006]))
  })

  it('tells what failed, and what is worse', async () => {
    const all = await events()
    const of = (type: string) => {
      const event = all.findLast(event => event.type === type)
      return event && ocsf(event)
    }
    expect(of('transfer.sealed')).toMatchObject({ severity_id: 1, status_id: 1, activity_id: 99 })
    expect(of('password.failed')).toMatchObject({ severity_id: 2, status_id: 2 })
    expect(of('password.unknown')).toMatchObject({ severity_id: 2, status_id: 0 })
    expect(of('receipt.wrong')).toMatchObject({ severity_id: 3, status_id: 2 })
    expect(of('transfer.cancelled')).toMatchObject({ severity_id: 4, status_id: 1 })
    expect(of('provider.request')).toMatchObject({ dst_endpoint: { hostname: 'gateway.example.com' } })
  })
})
