import { Box } from 'ink'
import type { ContactPast } from '../../../../src/contact-view.ts'
import { dim, join, line, strong, type Text } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import { Line } from '../../parts/line.tsx'
import { List } from '../../parts/list.tsx'
import { type Note, Notice } from '../../parts/notice.tsx'
import { type Look, useLook } from '../../ui.ts'
import { dateTime, relative } from '../../when.ts'
import { wrapped } from '../../wrapped.ts'
import { trustText } from './contact-list.tsx'
import type { ContactDetail } from './recipients-state.ts'

interface Props {
  readonly detail: ContactDetail
  /** 0 is the facts, then each transfer, then each event of the past; -1 is nothing. */
  readonly at: number
  readonly now: number
  readonly note?: Note | null
}

interface Row {
  readonly id: string
  readonly text: Text
  /** Where `at` points to this row. */
  readonly stop: number | null
}

/** One contact: who it is, how far the number can be trusted, what was sent to them, what was on record before. */
export function ContactPage({ detail, at, now, note = null }: Props) {
  const look = useLook()
  const { theme, room, words } = look
  const rows = rowsOf(detail, look, now)
  const width = displayWidth(theme.sign.chosen)
  return (
    <Box flexDirection="column">
      <Notice note={note} />
      <List
        items={rows}
        at={rows.findIndex(({ stop }) => stop === at)}
        rows={room.rows - (note === null ? 0 : 2)}
        id={({ id }) => id}
        label={words.recipients.title}
      >
        {({ text }, chosen) => (
          <Line>{line`${chosen && at > 0 ? strong(theme.sign.chosen) : ' '.repeat(width)} ${text}`}</Line>
        )}
      </List>
    </Box>
  )
}

function rowsOf({ row, past, transfers }: ContactDetail, look: Look, now: number): Row[] {
  const { words, locale, room, theme } = look
  const { detail, changes, how } = words.recipients
  const when = (at: string) => dateTime(Date.parse(at), locale)
  const told = ({ change, otherPhone, phone, verified }: ContactPast) => [
    changes[change],
    ...(otherPhone && phone !== null ? [detail.numberNow(phone)] : []),
    ...(verified === null ? [] : [detail.verifiedNow(how[verified.how], verified.by)]),
  ]
  const plain = (id: string, text: Text): Row => ({ id, text, stop: null })
  const rows = (id: string, text: Text, stop: number): Row[] =>
    wrapped(text, room.columns - displayWidth(theme.sign.chosen) - 3).map((part, at) => ({
      id: `${id} ${at}`,
      text: at === 0 ? part : line`  ${part}`,
      stop: at === 0 ? stop : null,
    }))
  return [
    { id: 'name', text: strong(row.view.name), stop: 0 },
    ...factsOf(row.view, look).map((text, at) => plain(`fact ${at}`, text)),
    plain('before-transfers', ' '),
    plain('transfers', strong(detail.transfers)),
    ...(transfers.length === 0 ? [plain('none', dim(detail.noTransfers))] : []),
    ...transfers.map(({ id, transfer, state, life }, at) => ({
      id,
      text: line`${transfer}  ${words.home.states[state]}  ${dim(relative(Date.parse(life[0]?.at ?? ''), now, locale))}`,
      stop: 1 + at,
    })),
    plain('before-history', ' '),
    plain('history', strong(detail.history)),
    ...past.flatMap((one, at) =>
      rows(`past ${at}`, line`${dim(when(one.at))}  ${told(one).join('; ')}`, 1 + transfers.length + at),
    ),
  ]
}

/** `Phone  +49•••78, since …`: what is not known has no line. */
function factsOf(view: ContactDetail['row']['view'], { words, locale, room, theme }: Look): Text[] {
  const { detail, trust, how, languages, systems } = words.recipients
  const { organisation, client, phone, phoneSince, numberTrust, verified, language, system } = view
  const when = (at: string) => dateTime(Date.parse(at), locale)
  const pairs: readonly (readonly [label: string, value: Text | null])[] = [
    [detail.organisation, organisation],
    [detail.client, client],
    [
      detail.phone,
      phone === null ? null : phoneSince === null ? phone : line`${phone}, ${detail.since(when(phoneSince))}`,
    ],
    [detail.number, numberText()],
    [detail.language, language === null ? null : languages[language]],
    [detail.system, system === null ? null : systems[system]],
  ]
  const known = pairs.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]))
  const width = Math.max(...known.map(([label]) => displayWidth(label)))
  const columns = room.columns - width - displayWidth(theme.sign.chosen) - 3
  return known.flatMap(([label, value]) =>
    wrapped(value, columns).map((part, at) => line`${dim(pad(at === 0 ? label : '', width))}  ${part}`),
  )

  function numberText(): Text {
    const word = trustText(numberTrust, trust[numberTrust])
    return verified === null
      ? word
      : join([word, `: ${detail.verified(how[verified.how], verified.by, when(verified.at))}`])
  }
}
