import type { Finding } from '../../../../lib/finding.ts'
import { glance } from '../../../../src/doctor.ts'
import type { Session } from '../../../session.ts'
import { bad, bare, dim, join, line, ok, type Text, warn } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import type { Look } from '../../ui.ts'
import type { Verified } from '../../verified.ts'
import { number } from '../../when.ts'

/** How the home is, as far as it is quick to know. */
export interface Health {
  readonly findings: readonly Finding[]
  readonly events: number
  /** Null: it was not verified in this session. */
  readonly verified: Verified | null
  readonly courier: string | null
}

export async function healthOf({ home, world }: Session, verified: Verified | null): Promise<Health> {
  return {
    findings: await glance(home, world),
    events: home.ledger.checkpoint().size,
    verified,
    courier: world.courier?.id ?? null,
  }
}

/** What needs care first, then the ledger: rows of whole facts. */
export function healthRows(health: Health, { words, locale, theme, sandbox, room }: Look): Text[] {
  const ledger = { weight: health.verified?.ok === false ? 2 : 0, text: ledgerText(health, { words, locale, theme }) }
  const others = health.findings
    .filter(({ code }) => code !== 'ledger.open' && !(sandbox && code.startsWith('keys.')))
    .map(finding => ({ weight: weight(finding), text: marked(finding, wordsFor(finding, health, words), theme.sign) }))
  const items = [ledger, ...others].sort((a, b) => b.weight - a.weight)
  return packed(
    items.map(({ text }) => text),
    room.columns,
  )
}

const between = '   '

/** As many in a row as fit; one that is wider than a row has one of its own. */
function packed(texts: readonly Text[], width: number): Text[] {
  const rows: Text[] = []
  for (const text of texts) {
    const last = rows.at(-1)
    const longer = last === undefined ? text : join([last, text], between)
    if (last !== undefined && displayWidth(bare(longer)) <= width) rows[rows.length - 1] = longer
    else rows.push(text)
  }
  return rows
}

function ledgerText(
  { verified, events }: Health,
  { words, locale, theme }: Pick<Look, 'words' | 'locale' | 'theme'>,
): Text {
  const { health: said } = words.home
  const { sign } = theme
  if (verified === null) return dim(said.unverified(number(events, locale)))
  if (!verified.ok) return line`${bad(sign.failed)} ${bad(said.findings['ledger.bad'])}`
  return line`${ok(sign.done)} ${dim(said.verified(number(verified.result.size, locale), number(events, locale)))}`
}

function wordsFor({ code }: Finding, { courier }: Health, { home }: Look['words']): string {
  if (code === 'courier.ready') return home.health.courier(courier ?? '')
  const table: Readonly<Record<string, string>> = home.health.findings
  return table[code] ?? home.health.other
}

function weight({ level }: Finding): number {
  return level === 'error' ? 2 : level === 'warning' ? 1 : 0
}

function marked({ level }: Finding, text: string, sign: Look['theme']['sign']): Text {
  if (level === 'error') return line`${bad(sign.failed)} ${bad(text)}`
  return level === 'warning' ? line`${warn(sign.warning)} ${warn(text)}` : line`${ok(sign.done)} ${dim(text)}`
}
