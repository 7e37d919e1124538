import { bad, dim, ok, type Text, warn } from '../../../style.ts'
import { rowsOf } from '../../paragraphs.ts'
import { leadOf, saidIn } from '../../parts/notice.tsx'
import type { Look } from '../../ui.ts'
import type { Said } from './send-state.ts'

/** No more is taken from the step itself. */
const most = 3

/** What is said below a step, in at most three rows: what to do goes before the exact words of what is wrong. */
export function saidRows(said: Said, { words, theme }: Pick<Look, 'words' | 'theme'>, width: number): Text[] {
  const { send } = words
  const { sign } = theme
  const marked = (mark: Text, text: string) => rowsOf([{ mark, text }], width)
  if (said.kind === 'own') {
    const mark = said.what === 'recorded' || said.what === 'copied' ? ok(sign.done) : warn(sign.warning)
    return marked(mark, send.sentences[said.what](said.about ?? '')).slice(0, most)
  }
  if (said.kind !== 'error') return marked(warn(sign.warning), said.message).slice(0, most)
  const hint = marked(dim(' '), send.mend[said.code] ?? said.hint)
  const whole = marked(bad(sign.failed), saidIn(said, words))
  if (whole.length + hint.length <= most) return [...whole, ...hint]
  const short = marked(bad(sign.failed), leadOf(said, words) ?? said.message)
  const kept = hint.slice(0, most - 1)
  return [...short.slice(0, most - kept.length), ...kept]
}
