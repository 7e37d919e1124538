import { Box } from 'ink'
import type { NumberTrust } from '../../../../src/words.ts'
import { accent, bad, dim, line, ok, strong, type Text, warn } from '../../../style.ts'
import { displayWidth } from '../../../width.ts'
import { rowsOf } from '../../paragraphs.ts'
import { Line } from '../../parts/line.tsx'
import { List } from '../../parts/list.tsx'
import { Rows } from '../../parts/rows.tsx'
import { type Look, useLook } from '../../ui.ts'
import { typed } from './answers.ts'
import type { Suggestion } from './earlier.ts'
import { Form } from './form-view.tsx'
import { suggestions } from './recipient-update.ts'
import type { SendState } from './send-state.ts'
import { judgedKey, recipientRows } from './steps.ts'

/** Who receives: a contact, as one types, or somebody new; and how far their number can be trusted. */
export function RecipientStep({ state }: { readonly state: SendState }) {
  const look = useLook()
  const { words, room } = look
  const rows = recipientRows(state)
  const offered = state.recipient.at === 0 ? suggestions(state) : []
  const known = rowsOf(knownParagraphs(state, look), room.columns).slice(0, Math.max(0, room.rows - rows.length))
  const spare = Math.max(0, room.rows - rows.length - known.length)
  const onRecord = judgedNow(state)?.contact?.phone ?? null
  return (
    <Box flexDirection="column">
      <Form
        rows={rows}
        at={state.recipient.at}
        answers={state.answers}
        height={Math.max(1, room.rows - known.length - Math.min(offered.length, spare, 5))}
        value={() => ({ value: '' })}
        hint={({ name }) =>
          name === 'phone' && onRecord !== null ? words.send.recipient.onRecord(onRecord) : undefined
        }
        below={
          offered.length > 0 && spare > 0 ? (
            <List
              items={offered}
              at={state.recipient.suggested}
              rows={Math.min(offered.length, spare)}
              id={({ name, client }) => `${client}/${name}`}
              label={words.send.recipient.contacts}
            >
              {(contact, chosen) => <Line>{contactLine(contact, chosen, look)}</Line>}
            </List>
          ) : null
        }
      />
      {spare > offered.length && known.length > 0 && <Line> </Line>}
      <Rows rows={known} />
    </Box>
  )
}

function judgedNow({ recipient: { judged }, answers }: SendState): SendState['recipient']['judged'] {
  return judged?.key === judgedKey(answers) ? judged : null
}

function contactLine(
  { name, organisation, client, phone, numberTrust }: Suggestion,
  chosen: boolean,
  look: Look,
): Text {
  const { theme } = look
  const mark = chosen ? accent(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))
  const facts = [organisation, client, phone].filter(fact => fact !== null).join(', ')
  const shown = chosen ? strong(name) : name
  return line`    ${mark} ${shown}  ${dim(facts)}  ${phone === null ? '' : trustText(numberTrust, look)}`
}

function knownParagraphs(state: SendState, look: Look) {
  const { recipient } = look.words.send
  if (typed(state.answers, 'to') === '') return []
  const judged = judgedNow(state)
  if (judged === null) return [{ text: recipient.checking, role: 'dim' as const }]
  const who = judged.contact !== null ? recipient.known : judged.before ? recipient.before : recipient.newOne
  if (judged.wrong !== null) {
    if (state.recipient.at === rowOfPhone(state)) return [{ text: who, role: 'dim' as const }]
    return [{ mark: bad(look.theme.sign.failed), text: judged.wrong.message }]
  }
  if (judged.number === null) return [{ text: `${who} ${recipient.noNumber}`, role: 'dim' as const }]
  const { masked, trust } = judged.number
  const advice = trust === 'unverified' ? recipient.unverified : trust === 'changed' ? recipient.changed : null
  return [
    { mark: markOf(trust, look), text: `${who} ${recipient.number(masked)}, ${look.words.recipients.trust[trust]}.` },
    ...(advice === null ? [] : [{ mark: ' ', text: advice, role: 'dim' as const }]),
  ]
}

/** While a number is still being typed, nobody is told that it is too short. */
function rowOfPhone(state: SendState): number {
  return recipientRows(state).findIndex(({ name }) => name === 'phone')
}

function markOf(trust: NumberTrust, { theme }: Look): Text {
  return trust === 'verified' ? ok(theme.sign.done) : warn(theme.sign.warning)
}

export function trustText(trust: NumberTrust, { words }: Look): Text {
  const text = words.recipients.trust[trust]
  return trust === 'verified' ? ok(text) : warn(text)
}
