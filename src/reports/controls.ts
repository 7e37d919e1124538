import type { Home } from '../home.ts'
import { explainPolicy } from '../policy-explain.ts'
import { timeOrNull } from './activity.ts'
import { gatherFacts } from './controls-facts.ts'
import { type Control, controls, type Evidence } from './controls-table.ts'
import type { Period } from './selection.ts'

/** The technical and organisational measures against the ledger and this machine. Field names are a promise (docs/json.md). */
export interface Controls {
  readonly since: string | null
  readonly until: string | null
  readonly home: 'production' | 'sandbox'
  /** SHA-256 of the public key. */
  readonly fingerprint: string
  readonly checkpoint: { readonly size: number; readonly root: string }
  readonly rows: readonly ControlRow[]
}

/** `partly`: what the product does stands, and a gap is stated. */
export type ControlStatus = 'enforced' | 'partly' | 'not enforced'

export interface ControlRow {
  readonly clause: string
  readonly measure: string
  readonly status: ControlStatus
  /** What enforces it here, or what it will be. */
  readonly by: string
  /** Of the period. */
  readonly evidence: readonly Evidence[]
  readonly gaps: readonly string[]
}

/** `commands`: the names of those that exist, with a space in those of a group. A measure that needs another is not built. */
export function controlsReport(
  home: Home,
  { commands, now, ...period }: Period & { readonly commands: ReadonlySet<string>; readonly now: number },
): Controls {
  const facts = gatherFacts(home, period, now)
  const unenforced = new Set(explainPolicy(home.policy).flatMap(({ key, enforced }) => (enforced ? [] : key)))
  const { size, root } = home.ledger.checkpoint()
  const rows = controls.map((control): ControlRow => {
    const { clause, measure, by } = control
    const missing = missingParts(control, commands, unenforced)
    const evidence = control.evidence?.(facts) ?? []
    const gaps = [...missing, ...(control.gaps?.(facts) ?? [])]
    const status = missing.length > 0 ? 'not enforced' : gaps.length > 0 ? 'partly' : 'enforced'
    return { clause, measure, status, by, evidence: status === 'not enforced' ? [] : evidence, gaps }
  })
  return {
    since: timeOrNull(period.since),
    until: timeOrNull(period.until),
    home: home.kind,
    fingerprint: home.keys.fingerprint,
    checkpoint: { size, root },
    rows,
  }
}

/** One sentence for each part that this version does not have. */
function missingParts(
  { keys = [], needs = [], missing }: Control,
  commands: ReadonlySet<string>,
  unenforced: ReadonlySet<string>,
): string[] {
  return [
    ...(missing === undefined ? [] : [missing]),
    ...keys.filter(key => unenforced.has(key)).map(key => `Nothing in this version acts on ${key} of the policy.`),
    ...needs.filter(name => !commands.has(name)).map(name => `This version has no command ${name}.`),
  ]
}
