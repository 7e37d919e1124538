import { Box } from 'ink'
import { type Category, categories, specialCategories } from '../../../../src/words.ts'
import { accent, dim, line, ok, strong, type Text, warn } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import { Line } from '../../parts/line.tsx'
import { List } from '../../parts/list.tsx'
import { type Look, useLook } from '../../ui.ts'
import { Form } from './form-view.tsx'
import { offered } from './purpose-update.ts'
import type { SendState } from './send-state.ts'
import { purposeRows } from './steps.ts'

/** What the data are for, and what data they are. */
export function PurposeStep({ state }: { readonly state: SendState }) {
  const look = useLook()
  const { words, room } = look
  const { send } = words
  if (state.purpose.picking !== null) return <Categories state={state} at={state.purpose.picking} />
  const last = offered(state)
  const chosen = state.answers.categories
  const special = chosen.filter(isSpecial).length > 0
  const named = chosen.map(category => words.terms.categories[category]).join(', ')
  return (
    <Box flexDirection="column">
      <Form
        rows={purposeRows(state)}
        at={state.purpose.at}
        answers={state.answers}
        height={room.rows - (last === null ? 0 : 1)}
        value={({ name }) =>
          name === 'categories'
            ? {
                value: named || send.purpose.none,
                ...(special && { more: `${look.theme.sign.warning} ${send.special}` }),
              }
            : { value: send.choices.basis[state.answers.choices.basis] }
        }
      />
      {last !== null && (
        <Line>
          {line`${accent('Ctrl-R')} ${dim((last.same ? send.purpose.lastSame : send.purpose.lastAny)(last.purpose))}`}
        </Line>
      )}
    </Box>
  )
}

function Categories({ state, at }: { readonly state: SendState; readonly at: number }) {
  const look = useLook()
  const { words, room } = look
  return (
    <Box flexDirection="column">
      <Line>{strong(words.send.rows.categories)}</Line>
      <List
        items={categories}
        at={at}
        rows={room.rows - 1}
        id={name => name}
        label={words.send.rows.categories}
        ticked={name => state.answers.categories.includes(name)}
      >
        {(category, chosen) => (
          <Line>{categoryLine(category, chosen, state.answers.categories.includes(category), look)}</Line>
        )}
      </List>
    </Box>
  )
}

function categoryLine(category: Category, chosen: boolean, ticked: boolean, { theme, words }: Look): Text {
  const mark = chosen ? accent(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))
  const tick = ticked ? ok(theme.sign.ticked) : dim(theme.sign.empty)
  const names = words.terms.categories
  const name = pad(names[category], Math.max(...Object.values(names).map(displayWidth)))
  const special = isSpecial(category) ? warn(`${theme.sign.warning} ${words.send.special}`) : ''
  return line`${mark} ${tick} ${chosen ? strong(name) : name}  ${special}`
}

function isSpecial(category: Category): boolean {
  return specialCategories.some(special => special === category)
}
