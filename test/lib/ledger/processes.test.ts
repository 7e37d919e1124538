import { expect, it } from 'vitest'
import { emptyHome, expectOneLine } from '../../support/ledger.ts'
import { startAppender } from '../../support/processes.ts'

it('is one line of events, whoever creates it and however many processes append', async () => {
  const { home, options } = await emptyHome()
  const [processes, count] = [4, 60]
  const appenders = Array.from({ length: processes }, (_, i) => startAppender(home, `p${i}`, count))
  const acknowledged = (await Promise.all(appenders.map(appender => appender.acknowledged))).flat()
  const events = expectOneLine(home, options.keys.public)
  expect(events).toHaveLength(1 + processes * count)
  expect(acknowledged.toSorted((a, b) => a.seq - b.seq)).toEqual(events.slice(1).map(({ seq, id }) => ({ seq, id })))
})
