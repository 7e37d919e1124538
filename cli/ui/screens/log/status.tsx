import { Box } from 'ink'
import { accent, dim, line, warn } from '../../../style.ts'
import { Line } from '../../parts/line.tsx'
import { Notice, noteRows } from '../../parts/notice.tsx'
import { type Look, useLook } from '../../ui.ts'
import { number } from '../../when.ts'
import { type FilterField, type FilterTexts, given, isChoice, wholeFields } from './filter.ts'
import type { Found } from './found.ts'

interface Props {
  readonly found: Pick<Found<unknown>, 'rows' | 'looked' | 'busy' | 'done' | 'note'>
  /** How many of the rows the quick search leaves; all, where nothing is said. */
  readonly shown?: number
  readonly form: FilterTexts
  /** `1 transfer`, `23 events`. */
  readonly count: (written: string, one: boolean) => string
  /** How the rows are sorted, in words; empty: newest first. */
  readonly sorted: string
  readonly width?: number
}

/** How many there are, what is going on, and which filters are in force. */
export function Status({ found, shown = found.rows.length, form, count, sorted, width }: Props) {
  const { words, locale, theme, room } = useLook()
  const columns = width ?? room.columns
  const { log } = words
  const loaded = found.rows.length
  const written = number(loaded, locale)
  const counted = count(written, loaded === 1)
  const filtered = given(form).length > 0
  const isEmpty = loaded === 0 && !found.busy
  const how = () => {
    if (found.busy && loaded === 0) return accent(log.searching(number(found.looked, locale)))
    if (found.busy) return line`${counted}  ${accent(log.searching(number(found.looked, locale)))}`
    if (shown < loaded) return log.some(number(shown, locale), counted)
    if (loaded === 0) return warn(filtered ? log.nothingFits : log.nothing)
    return found.done ? counted : line`${counted}  ${dim(log.more)}`
  }
  return (
    <Box flexDirection="column">
      <Line width={columns}>{line`${how()}${sorted === '' ? '' : dim(`  ${sorted}`)}`}</Line>
      {filtered && (
        <Line
          width={columns}
        >{line`${accent(log.filtered)} ${filterText(form, words, theme.sign.ellipsis)}  ${dim(log.clears)}`}</Line>
      )}
      {isEmpty && given(form).some(field => wholeFields.includes(field)) && (
        <Line width={columns} over="wrap">
          {dim(log.whole)}
        </Line>
      )}
      <Notice note={found.note} />
    </Box>
  )
}

/** How many rows it takes. */
export function statusRows({ found, form }: Pick<Props, 'found' | 'form'>, look: Look): number {
  const note = found.note === null ? 0 : noteRows(found.note, look, look.room.columns).length
  return 1 + (given(form).length > 0 ? 1 : 0) + note
}

/** `since 2026-01-01, state held`. */
function filterText(form: FilterTexts, words: Look['words'], mark: string): string {
  const word = (field: FilterField): string => {
    const text = form[field].trim()
    if (!isChoice(field)) return text.length <= 40 ? text : `${text.slice(0, 40).toWellFormed()}${mark}`
    const labels: Readonly<Record<string, string>> = {
      ...(field === 'state' ? words.home.states : field === 'category' ? words.terms.categories : words.terms.channels),
    }
    return labels[text] ?? text
  }
  return given(form)
    .map(field => `${words.log.filter.label[field]} ${word(field)}`)
    .join(', ')
}
