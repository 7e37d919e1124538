import { WaybillError } from '../lib/error.ts'
import type { ReportFormat, ReportName } from '../src/reports/made.ts'
import type { Period } from '../src/reports/selection.ts'
import type { Context } from './context.ts'
import { utc } from './format.ts'
import { encodeJson } from './json.ts'
import type { Session } from './session.ts'
import { bare, ok, type Text } from './style.ts'

/** What a screen can show. */
export interface Look {
  readonly width: number
  readonly unicode: boolean
}

/** How one report is shown, beside JSON. `made` is a sentence for documents: by what, when. */
export interface Forms<T> {
  readonly text?: (data: T, look: Look) => readonly Text[]
  readonly md?: (data: T, made: string) => string
  readonly html?: (data: T, made: string) => string
  readonly csv?: (data: T) => string
}

export interface Asked extends Period {
  readonly format?: ReportFormat
  readonly out?: string
}

/** `--format`, of which `--json` is an alias; WB-USAGE where they differ. */
export function formatOf({ globals }: Context, asked: Asked, normal: ReportFormat): ReportFormat {
  if (globals.json && asked.format !== undefined && asked.format !== 'json') {
    throw new WaybillError('WB-USAGE', '--json and --format ask for different things.', 'Give one of them.')
  }
  return globals.json ? 'json' : (asked.format ?? normal)
}

/** Records that the report was made, and answers with it, or writes it into the new file `--out`. */
export async function answerReport<T>(
  context: Context,
  { world }: Session,
  report: { readonly name: ReportName; readonly data: T; readonly format: ReportFormat; readonly forms: Forms<T> },
  asked: Asked,
): Promise<void> {
  const { recordReport } = await import('../src/reports/made.ts')
  const { terminal } = context
  const { name, data, format, forms } = report
  const test = world.kind === 'sandbox' ? ' in a sandbox: this is a TEST' : ''
  const made = `Made with Waybill ${context.version} on ${utc(world.clock.now())}${test}.`
  const record = () => recordReport(world, name, format, asked)
  if (asked.out !== undefined) {
    const { outPath, writeNewFile } = await import('./new-file.ts')
    const path = outPath(asked.out)
    await writeNewFile(path, documentOf(report, made), { random: world.random, record })
    terminal.reply({ report: name, format, written: path }, () => ok(`Written: ${path}`))
    return
  }
  record()
  if (format === 'json') terminal.answerJson(data)
  else if (format === 'text') terminal.answer(forms.text?.(data, terminal) ?? [])
  else await terminal.answerDocument(forms[format]?.(data, made) ?? '')
}

/** The whole file. Text in it is as wide as most screens. */
function documentOf<T>(
  { data, format, forms }: { readonly data: T; readonly format: ReportFormat; readonly forms: Forms<T> },
  made: string,
): string {
  if (format === 'json') return `${encodeJson(data)}\n`
  if (format !== 'text') return forms[format]?.(data, made) ?? ''
  const lines = forms.text?.(data, { width: 100, unicode: true }) ?? []
  return lines.map(each => `${bare(each)}\n`).join('')
}
