import type { Finding } from '../../../../lib/finding.ts'
import { glance } from '../../../../src/doctor.ts'
import type { Session } from '../../../session.ts'
import { bad, dim, join, line, ok, type Text, warn } from '../../../style.ts'
import type { Look } from '../../ui.ts'
import type { Verified } from '../../verified.ts'
import { number } from '../../when.ts'

/** How the home is, as far as it is quick to know. */
export interface Health {
  readonly findings: readonly Finding[]
  readonly events: number
  /** The verification of this session; null: it was not asked for. */
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

/** One row: what needs care first. */
export function healthRow(health: Health, { words, locale, theme, sandbox }: Look): Text {
  const { health: said } = words.home
  const { sign } = theme
  const { events, verified } = health
  const ledger =
    verified === null
      ? dim(said.unverified(number(events, locale)))
      : verified.ok
        ? line`${ok(sign.done)} ${dim(said.verified(number(verified.size, locale), number(events, locale)))}`
        : bad(`${sign.failed} ${said.broken}`)
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
