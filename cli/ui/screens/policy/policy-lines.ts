import type { PolicyKey } from '../../../../src/policy-explain.ts'
import { accent, dim, line, strong, type Text } from '../../../style.ts'
import type { Look } from '../../ui.ts'
import { dateTime, relative } from '../../when.ts'
import type { Words } from '../../words/words.ts'
import { wrapped } from '../../wrapped.ts'
import type { Rules } from './policy-state.ts'

const groups: Readonly<Record<PolicyKey, keyof Words['policy']['groups']>> = {
  'password.minLength': 'password',
  'password.minBits': 'password',
  'password.recipe': 'password',
  'release.mode': 'release',
  'release.locked': 'release',
  'release.holdFor': 'release',
  'release.wrongCodes': 'release',
  closeAfter: 'release',
  approval: 'release',
  'names.hide': 'archive',
  'check.budget': 'archive',
  symlinks: 'archive',
  opener: 'archive',
  scan: 'archive',
  'numbers.unverified': 'numbers',
  'numbers.coolingOff': 'numbers',
  agreements: 'numbers',
  'keep.archive': 'keep',
  'keep.contact': 'keep',
  'keep.identity': 'keep',
  'keep.files': 'keep',
  'keep.backups': 'keep',
  'lock.idle': 'device',
  removableMedia: 'device',
  diskEncryption: 'device',
  courier: 'texts',
  'sender.name': 'texts',
  'sender.organisation': 'texts',
  'sender.phone': 'texts',
  'sender.language': 'texts',
  'sender.id': 'texts',
  'sender.countries': 'texts',
  templates: 'texts',
}

/** Longer lines are hard to read. */
const legible = 96

/** Group by group: what each key means, and below it how the file writes it. */
export function policyLines({ digest, since, explained }: Rules, look: Look, now: number): Text[] {
  const { words, locale, room } = look
  const width = Math.min(room.columns, legible)
  const whole = (text: Text) => wrapped(text, width)
  const inset = (text: Text) => wrapped(text, width - 2).map(part => line`  ${part}`)
  const at = since === null ? null : Date.parse(since)
  const used = new Set(explained.map(({ key }) => groups[key]))
  return [
    ...(at === null ? [] : whole(words.policy.since(dateTime(at, locale), relative(at, now, locale)))),
    ...whole(dim(words.policy.digest(digest))),
    ...[...used].flatMap(group => [
      '',
      ...whole(strong(words.policy.groups[group])),
      ...explained
        .filter(({ key }) => groups[key] === group)
        .flatMap(({ key, value, sentence, enforced }) => [
          ...inset(enforced ? sentence : dim(sentence)),
          ...inset(dim(line`${key}  ${value}${enforced ? '' : `  (${words.policy.unenforced})`}`)),
        ]),
    ]),
    '',
    ...whole(words.policy.change),
    ...inset(accent(words.policy.command)),
  ]
}
