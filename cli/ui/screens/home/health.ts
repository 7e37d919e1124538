import type { Finding } from '../../../../lib/finding.ts'
import { glance } from '../../../../src/doctor.ts'
import type { Session } from '../../../session.ts'
import { bad, dim, join, line, ok, type Text, warn } from '../../../style.ts'
import type { Look } from '../../ui.ts'
import { number } from '../../when.ts'

/** How the home is, as far as it is quick to know. */
export interface Health {
  readonly findings: readonly Finding[]
  readonly events: number
  /** How many events were verified in this session; null: it was not asked for. */
  readonly verified: number | null
  readonly courier: string | null
}

export async function healthOf({ home, world }: Session, verified: unknown): Promise<Health> {
  return {
    findings: await glance(home, world),
    events: home.ledger.checkpoint().size,
    verified: verifiedSize(verified),
    courier: world.courier?.id ?? null,
  }
}

/** What the log's verification left among the drafts. */
function verifiedSize(draft: unknown): number | null {
  const size = typeof draft === 'object' && draft !== null && 'size' in draft ? draft.size : null
  return typeof size === 'number' ? size : null
}

/** One row: what needs care first. */
export function healthRow(health: Health, { words, locale, theme, sandbox }: Look): Text {
  const { health: said } = words.home
  const { sign } = theme
  const { events, verified } = health
  const ledger =
    verified === null
      ? dim(said.unverified(number(events, locale)))
      : line`${ok(sign.done)} ${dim(said.verified(number(verified, locale), number(events, locale)))}`
  const shown = health.findings
    .filter(({ code }) => code !== 'ledger.open' && !(sandbox && code.startsWith('keys.')))
    .map(finding => ({ finding, text: wordsFor(finding, health, words) }))
    .sort((a, b) => weight(b.finding) - weight(a.finding))
    .map(({ finding, text }) => marked(finding, text, sign))
  const troubles = health.findings.filter(({ level }) => level !== 'note').length
  return join([...shown.slice(0, troubles), ledger, ...shown.slice(troubles)], dim(said.between))
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
