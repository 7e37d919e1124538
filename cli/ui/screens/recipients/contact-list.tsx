import { Box } from 'ink'
import { dim, ok, type Text, warn } from '../../../style.ts'
import { Field } from '../../parts/field.tsx'
import { Line } from '../../parts/line.tsx'
import { Notice } from '../../parts/notice.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { textOf } from '../../text-field.ts'
import { useLook } from '../../ui.ts'
import type { Words } from '../../words/words.ts'
import { fitting } from './fitting.ts'
import type { ContactRow, RecipientsState } from './recipients-state.ts'

/** Those who fit the filter. */
export function ContactList({ state }: { readonly state: RecipientsState }) {
  const { words, room } = useLook()
  const { recipients } = words
  const { rows, filter, at, page, note } = state
  if (rows === null) return note === null ? <Line>{words.frame.soon}</Line> : <Notice note={note} />
  const shown = fitting(state)
  const filters = page.on === 'filter' || textOf(filter) !== ''
  const height = room.rows - (filters ? 2 : 0) - (note === null ? 0 : 2)
  return (
    <Box flexDirection="column">
      <Notice note={note} />
      {filters && (
        <Field label={recipients.filter} field={filter} focused={page.on === 'filter'} hint={recipients.filterHint} />
      )}
      {filters && <Line>{dim(recipients.of(shown.length, rows.length))}</Line>}
      {shown.length === 0 ? (
        <Line over="wrap">{rows.length === 0 ? recipients.none : recipients.noMatch(textOf(filter))}</Line>
      ) : (
        <Table
          rows={shown}
          columns={columnsOf(recipients)}
          at={at}
          height={height}
          id={({ id }) => id}
          label={recipients.title}
        />
      )}
    </Box>
  )
}

function columnsOf({ head, trust }: Words['recipients']): Column<ContactRow>[] {
  return [
    { head: head.name, cell: ({ view }) => view.name },
    { head: head.organisation, cell: ({ view }) => view.organisation ?? '', spare: 1 },
    { head: head.client, cell: ({ view }) => view.client ?? '', spare: 3 },
    { head: head.phone, cell: ({ view }) => view.phone ?? '', spare: 2 },
    { head: head.number, cell: ({ view: { numberTrust } }) => trustText(numberTrust, trust[numberTrust]) },
  ]
}

/** How far a number can be trusted, in its colour. */
export function trustText(trust: ContactRow['view']['numberTrust'], word: string): Text {
  if (trust === 'verified') return ok(word)
  return trust === 'none' ? dim(word) : warn(word)
}
