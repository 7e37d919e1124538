import { WaybillError } from '../lib/error.ts'
import type { ImportedLine, ImportProblem } from '../src/contact-import.ts'
import type { Context } from './context.ts'
import { count, number as figure, list } from './format.ts'
import { withHome } from './session.ts'
import { line, type Text } from './style.ts'
import { table } from './table.ts'

/** More are for `--json`; of lines that are wrong, these are enough to see what kind of mistake it is. */
const shown = 100

/** `contacts import`: what becomes of each line, or the lines that are wrong and WB-CONTACTS-IMPORT. */
export function importFile(
  context: Context,
  path: string,
  options: { client?: string; update?: boolean; dryRun?: boolean },
): Promise<void> {
  const { terminal } = context
  return withHome(context, async ({ world }) => {
    const [{ importContacts }, { readCsvFile }] = await Promise.all([
      import('../src/contact-import.ts'),
      import('./csv-file.ts'),
    ])
    const { records } = readCsvFile(path, 'WB-CONTACTS-IMPORT')
    const { lines, problems } = await importContacts(world, records, options)
    if (problems.length > 0) throw told(context, problems)
    const changes = { added: 0, changed: 0, same: 0 }
    for (const { change } of lines) changes[change]++
    const { added, changed, same } = changes
    const dryRun = options.dryRun === true
    terminal.reply({ dryRun, added, changed, same, lines }, () => [
      `${dryRun ? 'Nothing was done. Would import' : 'Imported'} ${count(lines.length, 'contact')}: ${list([`${figure(added)} added`, `${figure(changed)} changed`, `${figure(same)} as before`])}.`,
      ...lineTable(lines, terminal),
    ])
  })
}

function lineTable(lines: readonly ImportedLine[], terminal: Context['terminal']): Text[] {
  const cut = lines.slice(0, shown)
  const rest = lines.length - cut.length
  return [
    ...table(
      [{ head: '', align: 'right' }, { head: '' }, { head: '' }],
      cut.map(({ line: number, change, name }) => [`  line ${number}`, change, name]),
      terminal,
    ),
    ...(rest > 0 ? [`  and ${count(rest, 'more line')}: --json lists all`] : []),
  ]
}

/** The lines on stderr, and the error for the end. */
function told({ terminal }: Context, problems: readonly ImportProblem[]): WaybillError {
  for (const { line: number, message } of problems.slice(0, shown)) terminal.warn(line`line ${number}: ${message}`)
  const rest = problems.length - shown
  if (rest > 0) terminal.warn(`${count(rest, 'more line')} cannot be imported.`)
  const hint = 'Correct them and run it again; --dry-run checks without importing.'
  const what = `${count(problems.length, 'line')} of the file cannot be imported, so nothing was.`
  return new WaybillError('WB-CONTACTS-IMPORT', what, hint)
}
