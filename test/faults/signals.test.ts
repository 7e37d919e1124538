import { mkdirSync, readdirSync, statSync, truncateSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Command, codeOf, send, waybill } from './cli.ts'
import { realWorld } from './home.ts'
import { all, expectHonest, filesUnder } from './inquest.ts'
import { play, type Stage, stages } from './stage.ts'

const stage = await stages()

/** What shows that a command has come so far; asked again whenever anything in the folder changes. */
interface Sign {
  readonly folder: string
  readonly seen: () => boolean
}

/** Sends the signal as soon as the sign is seen, and says how the command ended. */
async function interrupt({ process: command, ended }: Command, signal: NodeJS.Signals, { folder, seen }: Sign) {
  let came = false
  const watcher = watch(folder, () => {
    if (came || !seen()) return
    came = true
    command.kill(signal)
  })
  onTestFinished(() => watcher.close())
  const end = await ended
  expect(came, 'the command came so far').toBe(true)
  return end
}

/** A stage with so much to send that every phase lasts. */
function big(): Stage {
  const place = stage()
  truncateSync(join(place.sources, 'people.csv'), 200 << 20)
  return place
}

const sealing = ({ out }: Stage): Sign => ({
  folder: out,
  seen: () => readdirSync(out).some(name => name.endsWith('.tmp') && sizeOf(join(out, name)) > 0),
})

const checking = ({ home }: Stage): Sign => ({
  folder: home,
  seen: () => {
    using database = new DatabaseSync(join(home, 'ledger.db'), { readOnly: true, timeout: 1_000 })
    return database.prepare("SELECT 1 FROM events WHERE type = 'transfer.sealed'").get() !== undefined
  },
})

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

async function states({ home: directory }: Stage): Promise<string[]> {
  const { home, world } = await realWorld(directory, () => 0)
  const found = all(world).map(record => record.state)
  home.ledger.close()
  return found
}

/** A machine that is busy with something else may see the sign only when the phase is over. */
const patient = { retry: 2 }

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, status) => {
  it.each([
    ['sealing', sealing],
    ['checking', checking],
  ])(`while %s ends a send with ${status} and leaves nothing`, patient, async (_phase, sign) => {
    const place = big()
    const end = await interrupt(send(place, '--no-hold'), signal, sign(place))
    expect([end.status, codeOf(end)], end.stderr).toEqual([status, 'WB-INTERRUPTED'])
    expect(filesUnder(place.out)).toEqual([])
    expect(await states(place)).toEqual(['cancelled'])
    await expectHonest(place, 0, [])
  })
})

describe('SIGINT', () => {
  it('while listing leaves no transfer', patient, async () => {
    const place = stage()
    for (let folder = 0; folder < 40; folder++) {
      mkdirSync(join(place.sources, `${folder}`))
      for (let file = 0; file < 100; file++) writeFileSync(join(place.sources, `${folder}`, `${file}`), '')
    }
    const command = send(place, '--no-hold')
    command.process.stderr?.once('data', () => command.process.kill('SIGINT')) // the line at the start
    const end = await command.ended
    expect([end.status, codeOf(end)], end.stderr).toEqual([130, 'WB-INTERRUPTED'])
    expect(await states(place)).toEqual([])
    expect(filesUnder(place.out)).toEqual([])
  })

  it('while resuming leaves no temporary file, and the transfer as it was', patient, async () => {
    const place = big()
    await play({ ...place, scenario: 'send', death: 'seal inside', ahead: 0 })
    const [{ id = '' } = {}] = JSON.parse((await waybill(place, 'status').ended).stdout)
    const end = await interrupt(waybill(place, 'resume', id), 'SIGINT', checking(place))
    expect([end.status, codeOf(end)], end.stderr).toEqual([130, 'WB-INTERRUPTED'])
    expect(filesUnder(place.out)).toEqual([])
    expect(await states(place)).toEqual(['sealed'])
    await expectHonest(place, 0, [], true)
    expect((await waybill(place, 'resume', id).ended).status).toBe(0)
    expect(await states(place)).toEqual(['accepted'])
  })
})
