import type { PurgeView } from '../src/purge-view.ts'
import type { Item } from '../src/retention.ts'
import { count, list, local } from './format.ts'
import { dim, line, ok, type Text, warn } from './style.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

const subjects: Readonly<Record<Item['what'], string>> = {
  archive: 'the archive',
  contact: 'about the recipient',
  identity: 'about operators',
  files: 'the list of files',
}
const reasons: Readonly<Record<Item['reason'], string>> = {
  due: 'kept long enough',
  asked: 'asked for',
  removed: 'the contact was removed',
}
const waitings: Readonly<Record<NonNullable<Item['waits']>, string>> = {
  open: 'the transfer is still open',
  archive: 'the archive is still kept, and only this list knows where it lies',
  text: 'the provider has still to forget the text: run `waybill status` on it',
  others: 'another text to this number is unknown: run `waybill status`',
}
const outcomes: Readonly<Record<NonNullable<PurgeView['outcome']>, Text>> = {
  deleted: ok('deleted'),
  missing: warn('was not there any more'),
  changed: warn('is another file by now: left'),
  shredded: ok('shredded'),
  left: warn('left'),
}

/** What is to be destroyed, why and since when, and beneath it what is due and stays. */
export function purgeLines(views: readonly PurgeView[], terminal: Pick<Terminal, 'width' | 'unicode'>): Text[] {
  const ready = views.filter(({ waits }) => waits === null)
  const waiting = views.filter(({ waits }) => waits !== null)
  return [
    ...(ready.length === 0 ? [] : table(heads(ready), ready.map(cells), terminal)),
    ...waiting.map(view => line`${dim('not yet')}  ${view.transfer ?? ''} ${subjects[view.what]}: ${why(view)}`),
    ...(views.length === 0 ? ['Nothing is due.'] : []),
  ]
}

function heads(views: readonly PurgeView[]) {
  const told = views.some(({ outcome }) => outcome !== null)
  return [
    { head: 'Of' },
    { head: 'What' },
    { head: 'Why' },
    { head: 'Due since' },
    ...(told ? [{ head: 'Outcome' }] : []),
  ]
}

function cells({ of, owner, transfer, what, reason, due, outcome }: PurgeView): Text[] {
  const whose = transfer ?? `${of} ${owner}`
  const since = due === null ? '' : local(Date.parse(due))
  return [whose, subjects[what], reasons[reason], since, ...(outcome === null ? [] : [outcomes[outcome]])]
}

function why({ waits }: PurgeView): string {
  return waits === null ? '' : waitings[waits]
}

/** `2 archives to delete and 5 sets of personal data to shred`. */
export function purgeCounts(views: readonly Pick<PurgeView, 'what' | 'waits'>[]): string {
  const ready = views.filter(({ waits }) => waits === null)
  const archives = ready.filter(({ what }) => what === 'archive').length
  const shreds = ready.length - archives
  return list([
    ...(archives > 0 ? [`${count(archives, 'archive')} to delete`] : []),
    ...(shreds > 0 ? [`${count(shreds, 'set')} of personal data to shred`] : []),
  ])
}
