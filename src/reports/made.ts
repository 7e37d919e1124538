import type { World } from '../world.ts'
import type { Period } from './selection.ts'

const reportNames = ['recipients', 'breach', 'activity', 'controls'] as const
export type ReportName = (typeof reportNames)[number]

const reportFormats = ['text', 'json', 'md', 'html', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** On record that somebody looked, and at which period; not at whom. */
export function recordReport(
  { ledger }: Pick<World, 'ledger'>,
  name: ReportName,
  format: ReportFormat,
  { since, until }: Period,
): void {
  const d = { name, format, from: since ?? null, until: until ?? null }
  ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d }))
}
