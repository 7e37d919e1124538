import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { Secret } from '../../lib/secret.ts'
import { openHome } from '../../src/home.ts'
import { program } from '../support/program.ts'
import { bench } from '../support/transfers.ts'
import { seededRandom } from '../support/world.ts'

const script = program('key-changer.ts')

it('keys that are being changed survive SIGKILL: the home opens, verifies, and no signing key is lost', async () => {
  const made = await bench()
  made.home.ledger.close()
  const random = seededRandom('kills')
  for (let kill = 0; kill < 8; kill++) {
    const child = spawn(execPath, [script, made.directory], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [told, failed, ended] = [text(child.stdout), text(child.stderr), once(child, 'exit')]
    await once(child.stdout, 'data')
    await setTimeout(random.bytes(1)[0] ?? 0)
    child.kill('SIGKILL')
    await ended
    expect(await failed).toBe('')
    const acknowledged = (await told).split('\n').slice(0, -1)
    const passphrase = async () => Secret.fromText('correct horse battery staple')
    const home = await openHome(made.directory, { kind: 'production', passphrase }, made.ports)
    home.ledger.close()
    expect([...home.keys.former.map(key => key.fingerprint), home.keys.fingerprint]).toEqual(
      expect.arrayContaining(acknowledged),
    )
    const { findings, pinned } = await verifyLedger(made.directory, {
      expectKey: home.keys.fingerprint,
      signatures: 'all',
    })
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
    expect(pinned).toBe(true)
  }
  expect(readdirSync(join(made.directory, 'keys')).filter(name => name.endsWith('.tmp')).length).toBeLessThan(2)
})
