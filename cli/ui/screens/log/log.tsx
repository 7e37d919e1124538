import { useLayoutEffect, useRef } from 'react'
import { seekTransfers } from '../../../../src/log.ts'
import { readTransfer } from '../../../../src/record.ts'
import { waybillView } from '../../../../src/waybill-view.ts'
import { useMachine } from '../../machine.ts'
import { noteOf } from '../../parts/notice.tsx'
import { useUi } from '../../ui.ts'
import { lastVerified } from '../../verified.ts'
import { Events } from './events.tsx'
import { ExportForm } from './export-form.tsx'
import { given, parseFilter } from './filter.ts'
import { FilterForm } from './filter-form.tsx'
import { draftOf, firstLog, type LogDraft, type LogEffect, type LogEvent, updateLog } from './log-state.ts'
import { type TransferRow, transferRow } from './transfer-row.ts'
import { Transfers } from './transfers.tsx'
import { useSearch } from './use-search.ts'
import { Verify } from './verify.tsx'

/** The ledger, for those who must show what left: transfers, events, their verification and evidence. */
export function Log() {
  const ui = useUi()
  const { session, drafts } = ui
  const { world, home } = session
  const search = useSearch<string, TransferRow>()
  const perform = (effect: LogEffect, dispatch: (event: LogEvent) => void) => {
    switch (effect.do) {
      case 'search': {
        const steps = seekTransfers(world.ledger, effect.filter)
        return search.begin(effect.run, { steps, read: id => transferRow(world.ledger, id) }, effect.count, dispatch)
      }
      case 'more':
        return search.more(effect.count)
      case 'stop':
        return search.stop()
      case 'read':
        try {
          return dispatch({ type: 'read', sheet: waybillView(world, home, readTransfer(world.ledger, effect.id)) })
        } catch (error) {
          return dispatch({ type: 'broke', run: state.found.run, note: noteOf(error) })
        }
      case 'keep':
        return void drafts.set('log', effect.draft)
      case 'open':
        return ui.go({ at: 'transfer', id: effect.id })
      case 'back':
        return ui.back()
    }
  }
  const draft = drafts.get('log') as LogDraft | undefined // written below alone
  const [state, dispatch] = useMachine(updateLog, () => firstLog(draft ?? null), perform)
  useLayoutEffect(() => void drafts.set('log', draftOf(state)), [drafts, state])
  const unseen = useRef(draft?.verifying ? (lastVerified(drafts)?.result ?? null) : null)
  const toTable = () => {
    unseen.current = null
    dispatch({ type: 'table' })
  }
  const row = state.shown.find(({ id }) => id === (state.open ?? state.chosen))
  switch (state.view) {
    case 'filter':
      return (
        <FilterForm
          texts={state.typed ?? state.form}
          onApply={form => dispatch({ type: 'filter', form })}
          onCancel={typed => dispatch({ type: 'unfiltered', typed })}
          onHide={typed => dispatch({ type: 'typed', typed })}
        />
      )
    case 'events':
      return <Events form={state.form} onFilter={form => dispatch({ type: 'filter', form })} onBack={toTable} />
    case 'verify':
      return <Verify before={unseen.current} onBack={toTable} />
    case 'export': {
      const parsed = parseFilter(state.form)
      if (row === undefined || 'bad' in parsed) return <Transfers state={state} dispatch={dispatch} />
      const filtered = given(state.form).length > 0
      // Whoever filtered asks for what was found; whoever reads one waybill, for that one.
      const scope = filtered && state.open === null ? 'all' : 'one'
      return <ExportForm transfer={row} filter={parsed.filter} filtered={filtered} scope={scope} onClose={toTable} />
    }
    case 'table':
      return <Transfers state={state} dispatch={dispatch} />
  }
}
