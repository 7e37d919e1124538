import type { WaybillView } from '../src/waybill-view.ts'
import { fileLines } from './file-lines.ts'
import { count, number } from './format.ts'
import { dim, type Text } from './style.ts'
import { facts } from './table.ts'
import type { Terminal } from './terminal.ts'
import { shredded, transferLines } from './transfer-lines.ts'

/** The waybill of one transfer for a screen. */
export function waybillLines(view: WaybillView, terminal: Pick<Terminal, 'width' | 'unicode'>): Text[] {
  return [...transferLines(view), ...fileLines(view.files, terminal), '', ...facts(circumstances(view))]
}

/** Why it was sent and by whom, and the signed state of the ledger in which all of this stands. */
function circumstances(view: WaybillView): [Text, Text][] {
  const { client, reference, basis, categories, subjects, records, operator, filesDigest, key, checkpoint } = view
  const concerns = [
    ...(subjects === null ? [] : [count(subjects, 'person', 'people')]),
    ...(records === null ? [] : [count(records, 'record')]),
  ]
  const rows: [string, string | null][] = [
    ['Sent by', operator === null ? shredded : `${operator.name}, ${operator.email}`],
    ['Client', client],
    ['Reference', reference],
    ['Basis', basis],
    ['Categories', categories.length === 0 ? null : categories.join(', ')],
    ['Concerns', concerns.length === 0 ? null : concerns.join(', ')],
    ['Files', view.shredded.includes('files') && view.files === null ? shredded : null],
    ['List digest', filesDigest],
    ['Ledger', `${number(checkpoint.size)} events, root ${checkpoint.root}`],
    ['Key', key],
  ]
  return rows.flatMap(([name, value]): [Text, Text][] => (value === null ? [] : [[dim(name), value]]))
}
