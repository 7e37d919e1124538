import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { Transfers, type World } from '../../src/index.ts'
import { bench } from '../support/transfers.ts'

it('names the archive, not the temporary file, when the disk refuses it', async () => {
  const { world, request } = await bench()
  let name = ''
  const seal: World['engine']['seal'] = asked => {
    name = asked.path
    return world.engine.seal({ ...asked, path: join(dirname(asked.path), 'gone', 'temporary') })
  }
  const refused = new Transfers({ ...world, engine: { ...world.engine, seal } }).send(request)
  await expect(refused).rejects.toMatchObject({
    code: 'WB-NOT-FOUND',
    message: expect.stringMatching(/WB-\w{4}-\w{4}\.zip does not exist/),
  })
  expect(name).not.toBe('')
})
