import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { makeBackup } from '../../src/backup.ts'
import { openHome } from '../../src/home.ts'
import { program } from '../support/program.ts'
import { bench } from '../support/transfers.ts'
import { seededRandom } from '../support/world.ts'

const script = program('restorer.ts')

it('a restore that is killed leaves the whole home or none, and can be done again', async () => {
  const made = await bench()
  await made.send({ hold: true })
  const [archive, directory] = [join(made.out, 'home.zip'), join(made.out, 'restored')]
  let password = ''
  const keep = async (secret: { use(borrow: (text: string) => void): void }) => {
    secret.use(text => {
      password = text
    })
    return true
  }
  await makeBackup(made.home, made.world, { path: archive, keep })
  const random = seededRandom('kills')
  const ends: string[] = []
  for (let kill = 0; kill < 9; kill++) {
    const child = spawn(execPath, [script, archive, directory], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(`${password}\n`)
    const [told, ended] = [text(child.stdout), once(child, 'exit')]
    await once(child.stdout, 'data')
    // The last one is left alone.
    if (kill < 8) await Promise.race([ended, setTimeout(kill * 8 + ((random.bytes(1)[0] ?? 0) % 32))])
    if (kill < 8) child.kill('SIGKILL')
    await ended
    const isDone = (await told).includes('done')
    if (isDone) expect(existsSync(directory)).toBe(true)
    if (existsSync(directory)) {
      const home = await openHome(directory, { kind: 'production', passphrase: async () => null }, made.ports)
      const { size } = home.ledger.checkpoint()
      const [restored] = [...home.ledger.events({ type: 'ledger.restored' })]
      home.ledger.close()
      const { findings } = await verifyLedger(directory, { acceptGaps: [restored?.seq ?? 0] })
      expect(findings.filter(({ level }) => level === 'error')).toEqual([])
      expect(size).toBeGreaterThan(restored?.seq ?? size)
      rmSync(directory, { recursive: true })
    }
    ends.push(isDone ? 'done' : 'killed')
    const strays = readdirSync(made.out).filter(name => /^\.{1,2}restored\..*\.tmp/.test(name))
    for (const stray of strays) rmSync(join(made.out, stray), { recursive: true })
    expect(readdirSync(made.out).filter(name => !/\.zip$/.test(name))).toEqual([])
  }
  expect(ends).toContain('killed')
  expect(ends.at(-1)).toBe('done')
})
