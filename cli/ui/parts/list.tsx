import { Box } from 'ink'
import { Fragment, type ReactNode } from 'react'
import { seen } from '../scroll.ts'
import { Spoken } from './spoken.tsx'

interface Props<Item> {
  readonly items: readonly Item[]
  /** The row that is chosen; -1 for none. */
  readonly at: number
  /** How many rows are seen. */
  readonly rows: number
  readonly id: (item: Item) => string
  readonly label: string
  /** Where items can be ticked. */
  readonly ticked?: (item: Item) => boolean
  readonly children: (item: Item, chosen: boolean, at: number) => ReactNode
}

/** A list of which the rows around the chosen one are seen. Each row must be one line high. */
export function List<Item>({ items, at, rows, id, label, ticked, children }: Props<Item>) {
  const { first, length } = seen(Math.max(0, at), items.length, rows)
  return (
    <Box flexDirection="column" aria-role="list">
      <Spoken>{label}</Spoken>
      {items.slice(first, first + length).map((item, offset) => (
        <Fragment key={id(item)}>
          <Box aria-role="listitem" aria-state={{ selected: first + offset === at, checked: ticked?.(item) ?? false }}>
            {children(item, first + offset === at, first + offset)}
          </Box>
        </Fragment>
      ))}
    </Box>
  )
}
