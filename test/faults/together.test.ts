import { describe, expect, it } from 'vitest'
import { codeOf, type Ended, send, waybill } from './cli.ts'
import { expectHonest, expectRecovers } from './inquest.ts'
import { bareStage, play, type Stage, stages } from './stage.ts'

// Several commands at once in one home. What must hold in the end is the inquest's: at most one text for a transfer,
// a ledger in one line that verifies, no file that it does not know of.

const stage = await stages()

async function together(...commands: { ended: Promise<Ended> }[]): Promise<Ended[]> {
  return Promise.all(commands.map(command => command.ended))
}

async function inquest(place: Stage): Promise<void> {
  await expectRecovers(place, 0, await expectHonest(place, 0, []))
}

describe('two commands at once', () => {
  it('send in a sandbox that does not exist yet', async () => {
    const place = bareStage()
    const ended = await together(send(place, '--no-hold'), send(place, '--no-hold'))
    for (const { status, stderr } of ended) expect(status, stderr).toBe(0)
    const [one, other] = ended.map(({ stdout }) => JSON.parse(stdout))
    expect(one.transfer).not.toBe(other.transfer)
    expect([one.state, other.state]).toEqual(['delivered', 'delivered'])
    await inquest(place)
  })

  it('send to one name: one archive gets it, and the other transfer is refused or cancelled', async () => {
    const place = stage()
    const ended = await together(send(place, '--out', 'one.zip'), send(place, '--out', 'one.zip'))
    expect(ended.map(codeOf).sort()).toEqual([null, 'WB-EXISTS'].sort())
    expect(ended.map(({ status }) => status).sort()).toEqual([0, 1])
    const listed = await waybill(place, 'log').ended
    const states = JSON.parse(listed.stdout).map((transfer: { state: string }) => transfer.state)
    expect([['cancelled', 'held'], ['held']]).toContainEqual(states.sort())
  })

  it('add one contact: one is saved, and the other command says that it is there', async () => {
    const place = stage()
    const add = (phone: string) =>
      waybill(place, 'contacts', 'add', '--name', 'Ada Lovelace', '--phone', phone, '--verified', 'contract')
    const ended = await together(add('+4915112345678'), add('+4915112345679'))
    expect(ended.map(codeOf).sort()).toEqual([null, 'WB-EXISTS'].sort())
    const winner = ended.find(({ status }) => status === 0)
    const listed = JSON.parse((await waybill(place, 'contacts', 'list').ended).stdout)
    expect(listed).toEqual([JSON.parse(winner?.stdout ?? '')])
    expect(JSON.parse((await waybill(place, 'verify').ended).stdout).verified).toBe(true)
  })

  it('purge: what is due goes once, and both say so', async () => {
    const place = stage()
    const ids = await Promise.all(
      ['one.zip', 'two.zip', 'three.zip'].map(async name => {
        const sent = await send(place, '--no-hold', '--keep', '0s', '--out', name).ended
        expect(sent.status, sent.stderr).toBe(0)
        return JSON.parse(sent.stdout).transfer
      }),
    )
    const ended = await together(waybill(place, 'purge', '--yes'), waybill(place, 'purge', '--yes'))
    for (const { status, stderr } of ended) expect([0, 1], stderr).toContain(status)
    const events = JSON.parse((await waybill(place, 'log', '--events').ended).stdout)
    const deleted = events.filter((event: { type: string }) => event.type === 'archive.deleted')
    expect(deleted.map((event: { d: { outcome: string } }) => event.d.outcome)).toEqual([
      'deleted',
      'deleted',
      'deleted',
    ])
    const shred = (id: string) => waybill(place, 'purge', '--yes', '--transfer', id, '--class', 'contact', 'files')
    await waybill(place, 'cancel', ids[0], '--yes').ended
    for (const { status, stderr } of await together(shred(ids[0]), shred(ids[0]))) expect(status, stderr).toBe(0)
    await inquest(place)
  })

  it('resume one transfer', async () => {
    const place = stage()
    await play({ ...place, scenario: 'send', death: 'seal after', ahead: 0 })
    const ended = await together(waybill(place, 'resume'), waybill(place, 'resume'))
    for (const end of ended) expect([0, 1], end.stderr).toContain(end.status)
    expect(ended.some(({ status }) => status === 0)).toBe(true)
    await inquest(place)
  })

  it('release one transfer', async () => {
    const place = stage()
    const { transfer, receiptCode } = JSON.parse((await send(place, '--hold').ended).stdout)
    const release = () => waybill(place, 'release', transfer, '--receipt', receiptCode)
    const ended = await together(release(), release())
    expect(ended.map(({ status }) => status).sort()).toEqual([0, 1])
    for (const end of ended) expect([null, 'WB-BUSY', 'WB-STATE']).toContain(codeOf(end))
    await inquest(place)
  })
})
