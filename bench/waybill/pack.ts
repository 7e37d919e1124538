/** `node pack.ts OUT LEVEL DIRECTORY NAME [--check] [--wrap] [--workers N]`: Waybill as a contender, in a process of its own. */
import { parseArgs } from 'node:util'
import { defaultBudget, random, requestFor, sealingPassword, threads } from './sealing.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, wrap: { type: 'boolean' }, workers: { type: 'string' } },
})
const [out = '', level = '', directory = '', name = ''] = positionals
const workers = values.workers === undefined ? null : Number(values.workers)
const request = await requestFor({ out, level: Number(level), directory, name, wrap: values.wrap === true, workers })
const { seal } = await import('../../lib/zip/write.ts')
const { entries } = await seal(request)
if (values.check === true) {
  const { check } = await import('../../lib/zip/check.ts')
  const options = { budget: defaultBudget, random, ...threads(workers) }
  const { passed, findings } = await check(out, entries, sealingPassword(), options)
  if (!passed) throw new Error(`the check found: ${findings.map(({ message }) => message).join(' ')}`)
}
