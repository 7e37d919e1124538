import { Box } from 'ink'
import { crackCost } from '../../../../lib/password/crack.ts'
import { bitsOf } from '../../../../lib/password/recipes.ts'
import { sanitise } from '../../../sanitise.ts'
import { dim, line, strong, type Text } from '../../../style.ts'
import { displayWidth, pad, truncate } from '../../../width.ts'
import { Rows } from '../../parts/rows.tsx'
import { type Look, useLook } from '../../ui.ts'
import { bytes, number } from '../../when.ts'
import type { Choices } from './answers.ts'
import type { Row } from './form.ts'
import { Form, type Shown } from './form-view.tsx'
import type { Planned, SendState } from './send-state.ts'
import { currentPlan, plannedIn, protectionRows } from './steps.ts'

/** How the password travels and what a stranger can see; what is asked for rarely is folded away. */
export function ProtectionStep({ state }: { readonly state: SendState }) {
  const look = useLook()
  const { room } = look
  const rows = protectionRows(state)
  // Room for what is said below the row with the focus.
  const form = Math.min(rows.length + 3, room.rows)
  const below = strangerRows(state, Math.max(0, room.rows - form - 1), look)
  return (
    <Box flexDirection="column">
      <Form
        rows={rows}
        at={state.protection.at}
        answers={state.answers}
        height={form}
        value={row => shownIn(row, state, look)}
      />
      {below.length > 0 && <Rows rows={['', ...below]} />}
    </Box>
  )
}

function shownIn(row: Exclude<Row, { kind: 'text' }>, state: SendState, look: Look): Shown {
  const { send } = look.words
  const { answers, protection } = state
  const { choices } = answers
  switch (row.name) {
    case 'channel':
      return { value: send.choices.channel[choices.channel] }
    case 'hold':
      return { value: send.choices.hold[choices.hold], more: holdText(state, look) }
    case 'names':
      return { value: send.choices.names[choices.names], more: namesText(state, look) }
    case 'card':
      return { value: send.choices.card[choices.card], more: cardText(state, look), about: send.protection.card }
    case 'opener':
      return {
        value: send.choices.opener[choices.opener],
        more: openerText(state, look),
        about: send.protection.opener,
      }
    case 'recipe':
      return {
        value: send.choices.recipe[choices.recipe],
        more: bitsText(choices.recipe, look),
        about: costText(choices.recipe, look),
      }
    case 'level':
      return { value: send.protection.level(choices.level) }
    case 'force':
      return { value: answers.force ? send.yes : send.no }
    default:
      return { value: protection.more ? send.protection.unfolded : send.protection.fold }
  }
}

/** What comes of it, as soon as the policy was asked. */
function holdText(state: SendState, { words }: Look): string {
  const { protection } = words.send
  if (currentPlan(state) === null) return protection.looking
  const hold = plannedIn(state)?.intent.hold
  if (hold === undefined || state.answers.choices.hold !== 'policy') return ''
  return { none: protection.holdNone, receipt: protection.holdNow, person: protection.holdPerson }[hold]
}

function namesText(state: SendState, { words }: Look): string {
  const hide = plannedIn(state)?.intent.names.hide
  return hide === undefined || state.answers.choices.names !== 'policy' ? '' : words.send.choices.names[hide]
}

/** Which language theirs is. */
function cardText(state: SendState, { words }: Look): string {
  const card = plannedIn(state)?.intent.card
  return card && state.answers.choices.card === 'theirs' ? words.recipients.languages[card.language] : ''
}

function openerText(state: SendState, { words }: Look): string {
  const opener = plannedIn(state)?.intent.opener
  if (opener === undefined || state.answers.choices.opener !== 'policy') return ''
  return words.send.choices.opener[opener ? 'beside' : 'none']
}

function bitsText(recipe: Choices['recipe'], { words, locale }: Look): string {
  return words.send.protection.bits(number(Math.floor(bitsOf(recipe)), locale))
}

/** What it costs to find such a password by trying. */
function costText(recipe: Choices['recipe'], { words, locale }: Look): string {
  const years = new Intl.NumberFormat(locale.language, {
    notation: 'compact',
    compactDisplay: 'long',
    maximumSignificantDigits: 2,
  }).format(crackCost(bitsOf(recipe)).farmYears)
  return words.send.protection.cost(years)
}

function strangerRows(state: SendState, most: number, look: Look): Text[] {
  const planned = plannedIn(state)
  // A head and a number alone say nothing.
  return planned === null || most < 3 ? [] : visibleRows(planned, most, look)
}

/** What anybody reads in the archive without its password, in at most so many rows. */
export function visibleRows({ visible }: Planned, most: number, { words, theme, room, locale }: Look): Text[] {
  const { protection } = words.send
  const fits = visible.length <= most - 1 ? visible : visible.slice(0, Math.max(0, most - 2))
  const width = Math.min(60, room.columns - 16)
  const entries = fits.map(({ name, bytes: size }) => {
    const short = truncate(sanitise(name), width, 'middle', theme.sign.ellipsis)
    return line`  ${pad(short, Math.min(width, longest(fits.map(one => one.name))))}  ${dim(size === null ? '' : bytes(size, locale))}`
  })
  const rest = visible.length - fits.length
  return [
    strong(protection.visible),
    ...entries,
    ...(rest === 0 ? [] : [dim(`  ${protection.more(number(rest, locale))}`)]),
  ]
}

function longest(names: readonly string[]): number {
  return Math.max(0, ...names.map(name => displayWidth(sanitise(name))))
}
