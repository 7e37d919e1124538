import { expect, inject, it } from 'vitest'
import { codeOf, send, waybill } from './cli.ts'
import { expectHonest, expectRecovers } from './inquest.ts'
import { bareStage, stages } from './stage.ts'

const stage = await stages()
const rounds = inject('figures') === 'full' ? 100 : 10

it(`four commands that go for one held transfer at once, ${rounds} times: one text`, async () => {
  for (let round = 0; round < rounds; round++) {
    const place = stage()
    const { transfer, receiptCode } = JSON.parse((await send(place, '--hold').ended).stdout)
    const release = () => waybill(place, 'release', transfer, '--receipt', receiptCode).ended
    const cancel = waybill(place, 'cancel', transfer, '--yes').ended
    const ended = await Promise.all([release(), release(), cancel, waybill(place, 'resume').ended])
    for (const end of ended) expect([null, 'WB-BUSY', 'WB-STATE'], end.stdout).toContain(codeOf(end))
    await expectRecovers(place, 0, await expectHonest(place, 0, []))
  }
})

it('eight sends at once in a sandbox that does not exist yet', async () => {
  const place = bareStage()
  const ended = await Promise.all(Array.from({ length: 8 }, () => send(place, '--no-hold').ended))
  for (const { status, stderr } of ended) expect(status, stderr).toBe(0)
  expect(new Set(ended.map(({ stdout }) => JSON.parse(stdout).transfer)).size).toBe(8)
  await expectRecovers(place, 0, await expectHonest(place, 0, []))
})
