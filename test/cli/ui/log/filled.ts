import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeUp } from '../../../support/many-transfers.ts'
import { sandboxSession } from '../stage.tsx'

/** A home of so many made-up transfers: `Person 0` is the oldest one. */
export async function madeUpSession(count: number) {
  const session = await sandboxSession()
  const { ledger, clock, random } = session.world
  ledger.commit(tx => {
    for (let n = 0; n < count; n++) makeUp(tx, n, { clock, random })
  })
  return session
}

/** Sends one file to somebody whose name, and that of the file, want to take the terminal over. */
export async function sentByForce(session: Awaited<ReturnType<typeof sandboxSession>>) {
  const name = '写真\u202egpj.exe 👩‍👩‍👧.txt'
  writeFileSync(join(session.work, name), 'a')
  return session.transfers.send({
    paths: [name],
    directory: session.work,
    to: 'Ada 愛子 \u202eecalevoL\u202c 👩‍👩‍👧 of the very long name that no table has room for, and then some more',
    phone: '+4915112345678',
    purpose: 'Test \u202e\u200b',
    hold: false,
  })
}
