import { expect, it } from 'vitest'
import { runProgram } from '../../cli/program.ts'
import { shortId } from '../../lib/ulid.ts'
import { bench } from '../support/transfers.ts'
import { fakeTerminal } from './fakes.ts'

it('an id that fits several transfers is refused, and the candidates are listed', async () => {
  const { home, directory, send } = await bench()
  const sent = await send()
  const [intended] = sent.events
  if (intended === undefined) throw new Error('nothing was sent')
  // A transfer whose short id begins with the same four symbols; one in a million does.
  const twin = `${sent.id.slice(0, 22)}${sent.id.endsWith('0000') ? '1111' : '0000'}`
  home.ledger.commit(tx => tx.append({ type: 'transfer.intended', xfer: twin, d: intended.d }))

  const { terminal, stderr } = fakeTerminal({ device: false })
  const around = { terminal, version: '0.0.0', signal: new AbortController().signal }
  const argv = ['show', sent.short.slice(0, 7), '--home', directory]
  const status = await runProgram(argv, around).catch(error => terminal.fail(error))
  await terminal.finish(status)
  expect(status).toBe(2)
  expect(stderr.text).toContain('WB-ID-AMBIGUOUS')
  for (const candidate of [sent.short, shortId(twin)]) expect(stderr.text).toContain(candidate)
})
