import { Box, useIsScreenReaderEnabled } from 'ink'
import type { ReactNode } from 'react'
import { dim, line, strong, type Text, warn } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { type Listener, useListener, useLook } from '../ui.ts'
import { KeyLine } from './key-line.tsx'
import { Line } from './line.tsx'

/** Title, body and the line of keys: what every screen looks like. The listener gets the input. */
export function Frame({ listener, children }: { readonly listener: Listener; readonly children: ReactNode }) {
  const { room } = useLook()
  useListener(listener)
  const spoken = useIsScreenReaderEnabled()
  return (
    <Box flexDirection="column" paddingX={1}>
      <Title>{listener.title}</Title>
      {!spoken && <Rule />}
      <Box flexDirection="column" {...(!spoken && { height: room.rows, overflow: 'hidden' })}>
        {children}
      </Box>
      {!spoken && <Rule />}
      <KeyLine listener={listener} />
    </Box>
  )
}

function Title({ children: title }: { readonly children: string }) {
  const { room, sandbox, operator, words } = useLook()
  const left = line`${strong('Waybill')}  ${title}`
  const right: Text = sandbox ? warn(words.frame.sandbox) : dim(operator)
  const width = Math.min(Math.floor(room.columns / 2), displayWidth(sandbox ? words.frame.sandbox : operator))
  return (
    <Box justifyContent="space-between">
      <Line width={room.columns - width - 2}>{left}</Line>
      <Line width={width}>{right}</Line>
    </Box>
  )
}

function Rule() {
  const { room, theme } = useLook()
  return <Line>{dim(theme.sign.rule.repeat(room.columns))}</Line>
}
