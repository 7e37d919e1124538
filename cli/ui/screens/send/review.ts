import { resolve } from 'node:path'
import { dayOf } from '../../../../lib/day.ts'
import type { Finding } from '../../../../lib/finding.ts'
import { maskPhone } from '../../../../lib/phone.ts'
import type { Intent } from '../../../../src/intent.ts'
import type { Policy } from '../../../../src/policy.ts'
import { bad, dim, line, ok, strong, type Text, warn } from '../../../style.ts'
import { type Paragraph, rowsOf } from '../../paragraphs.ts'
import { saidIn } from '../../parts/notice.tsx'
import type { Look, Ui } from '../../ui.ts'
import { bytes, number, span } from '../../when.ts'
import { visibleRows } from './protection.tsx'
import type { Planned, SendState } from './send-state.ts'
import { currentPlan } from './steps.ts'

/** What will happen and what the policy says, in sentences. */
export function reviewRows(state: SendState, ui: Look & Pick<Ui, 'session'>): Text[] {
  const { words, theme, room } = ui
  const { review } = words.send
  const outcome = currentPlan(state)?.outcome
  if (outcome === undefined) return [dim(review.looking)]
  if ('refused' in outcome) {
    const { refused } = outcome
    const hint = refused.kind === 'error' ? (words.send.mend[refused.code] ?? refused.hint) : ''
    return rowsOf(
      [
        { mark: bad(theme.sign.failed), text: review.refused, role: 'strong' },
        { mark: ' ', text: saidIn(refused, words) },
        { mark: ' ', text: hint },
        ...(refused.kind === 'error' ? [{ mark: ' ', text: refused.code, role: 'dim' as const }] : []),
      ],
      room.columns,
    )
  }
  return [
    ...rowsOf(sentences(outcome, ui), room.columns),
    '',
    ...visibleRows(outcome, 8, ui),
    '',
    line`${strong(review.ready)}`,
  ]
}

function sentences({ intent }: Planned, ui: Look & Pick<Ui, 'session'>): Paragraph[] {
  const { words, theme, locale, session } = ui
  const { review } = words.send
  const { policy } = session.world
  const { request } = intent
  const good = ok(theme.sign.done)
  const alert = warn(theme.sign.warning)
  const size = bytes(
    intent.sources.reduce((sum, source) => sum + source.bytes, 0),
    locale,
  )
  const files = words.send.files.count(intent.sources.length, number(intent.sources.length, locale))
  const hold = holdSentence(intent, policy, ui)
  return [
    {
      mark: good,
      text:
        request.out === undefined
          ? review.archive(files, size, request.directory)
          : review.archiveAs(files, size, resolve(request.directory, request.out)),
    },
    ...(request.force ? [{ mark: alert, text: review.replaces }] : []),
    {
      mark: good,
      text: `${review.for(intent.recipient, intent.organisation ?? '')} ${review.purpose(request.purpose)}`,
    },
    ...(intent.first ? [{ mark: dim(' '), text: review.first }] : []),
    ...(intent.special ? [{ mark: alert, text: review.special }] : []),
    { mark: good, text: passwordSentence(intent, ui), role: 'strong' },
    ...hold,
    ...(intent.hold === 'none'
      ? []
      : [{ mark: dim(' '), text: review.waits(span(policy.release.holdFor, locale)), role: 'dim' as const }]),
    { mark: good, text: namesSentence(intent, ui) },
    ...besideParagraphs(intent, ui),
    { mark: dim(' '), text: review.keep(span(request.keep ?? policy.keep.archive, locale)), role: 'dim' },
    ...findingParagraphs(intent.findings, ui),
  ]
}

/** What is laid beside the archive, and what is asked of the recipient. */
function besideParagraphs({ card, opener, deleteBy }: Intent, { words, theme }: Look): Paragraph[] {
  const { review } = words.send
  const texts = [
    ...(card === null ? [] : [review.card(words.recipients.languages[card.language])]),
    ...(opener ? [review.opener] : []),
    ...(deleteBy === null ? [] : [review.deletion(dayOf(deleteBy))]),
  ]
  return texts.map(text => ({ mark: ok(theme.sign.done), text }))
}

/** What a person should think of; in the words of this screen, where it has some. */
export function findingParagraphs(findings: readonly Finding[], { words, theme }: Look): Paragraph[] {
  return findings
    .filter(({ level }) => level !== 'note')
    .map(({ code, message, at }) => {
      const text = words.send.findings[code] ?? message
      return { mark: warn(theme.sign.warning), text: at === undefined ? text : `${text} (${at})` }
    })
}

/** Where the password goes, and when. */
function passwordSentence({ channel, hold, phone, recipient }: Intent, { words }: Look): string {
  const { review } = words.send
  const number = phone === null ? '' : maskPhone(phone)
  const held = hold === 'receipt'
  if (channel === 'in-person') return (held ? review.personHeld : review.person)(recipient)
  if (channel === 'phone') return (held ? review.phoneHeld : review.phone)(number, recipient)
  return held ? review.smsHeld(number, recipient) : review.sms(number)
}

function holdSentence(intent: Intent, { release }: Policy, { words, theme }: Look): Paragraph[] {
  const { review } = words.send
  const always = release.mode === 'on-receipt'
  const wanted = always || (release.mode === 'on-receipt-when-new' && (intent.first || intent.special))
  if (intent.request.hold === false) return wanted ? [{ mark: warn(theme.sign.warning), text: review.overridden }] : []
  if (intent.hold !== 'receipt') return []
  const because = always
    ? review.heldByPolicy
    : !wanted
      ? review.heldAsked
      : intent.special
        ? review.heldBecauseSpecial
        : review.heldBecauseFirst
  return [{ mark: dim(' '), text: because }]
}

function namesSentence({ names: { hide, why } }: Intent, { words }: Look): string {
  const { send } = words
  const reasons = why.slice(0, 3).map(reason => send.reasons[reason])
  return send.hidden[hide](reasons.length === 0 ? '' : send.because(send.and(reasons)))
}
