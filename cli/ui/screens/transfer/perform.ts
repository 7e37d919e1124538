import { WaybillError } from '../../../../lib/error.ts'
import { settle } from '../../../../src/deadlines.ts'
import type { TransferRecord } from '../../../../src/record.ts'
import { waybillView } from '../../../../src/waybill-view.ts'
import { passwordLeft } from '../../../../src/what-left.ts'
import type { Watch } from '../../../../src/world.ts'
import { exitStatus } from '../../../exit.ts'
import type { Session } from '../../../session.ts'
import { stateStatus } from '../../../state-status.ts'
import { type Note, noteOf } from '../../parts/notice.tsx'
import type { Ui } from '../../ui.ts'
import { nextStep } from '../home/next-step.ts'
import { factsOf } from './facts.ts'
import type { Task } from './form.ts'
import { keyOf, type Loaded, type TransferEvent } from './transfer-state.ts'

/** How long the delivery is followed after a release, in milliseconds: as `waybill release` does on a terminal. */
const followed = 30_000

/** The transfer as it is now; what is due has ended before. */
export function loadTransfer({ world, home, transfers }: Session, id: string): Loaded {
  settle(world)
  const record = transfers.read(id)
  const facts = factsOf(world, record)
  return {
    view: waybillView(world, home, record),
    facts,
    next: nextStep(facts, world.clock.now())?.action ?? null,
  }
}

/** Does it as a job. Everything that comes of it, an error too, goes back as events. */
export async function work(
  { session, begin, words }: Pick<Ui, 'session' | 'begin' | 'words'>,
  id: string,
  task: Task,
  dispatch: (event: TransferEvent) => void,
  started: (stop: () => void) => void,
): Promise<void> {
  const { transfers } = session
  const job = begin()
  started(job.abort)
  const note = (note: Note) => dispatch({ type: 'noted', note })
  const watch: Watch = {
    signal: job.signal,
    onFinding: ({ code, message }) => note({ kind: 'warning', message: words.send.findings[code] ?? message }),
  }
  let status = 1
  try {
    const before = transfers.read(id)
    let record = await run(transfers, id, task, watch)
    if (task.do === 'release' && record.state === 'accepted') {
      dispatch({ type: 'loaded', loaded: loadTransfer(session, id) })
      record = await transfers.follow(id, followed, watch)
    }
    note({ kind: stateStatus(record.state) === 0 ? 'done' : 'warning', message: told(task, before, record, words) })
    if (task.do === 'confirm' && passwordLeft(record) === 'kept')
      note({ kind: 'warning', message: words.transfer.left.leaked })
    status = stateStatus(record.state)
    dispatch({ type: 'worked', well: true, dictate: task.do === 'release' && record.state === 'released' })
  } catch (error) {
    const stopped = job.signal.aborted && error instanceof WaybillError && error.code === 'WB-INTERRUPTED'
    status = stopped ? stateStatus(transfers.read(id).state) : exitStatus(error)
    note(stopped ? { kind: 'warning', message: words.transfer.stopped } : failureOf(error, words))
    dispatch({ type: 'worked', well: false, dictate: false })
  } finally {
    job.end(status)
  }
}

function failureOf(error: unknown, { transfer }: Ui['words']): Note {
  const note = noteOf(error)
  return note.kind === 'error' && note.code === 'WB-BUSY' ? { ...note, hint: transfer.busy } : note
}

function run(transfers: Session['transfers'], id: string, task: Task, watch: Watch): Promise<TransferRecord> {
  switch (task.do) {
    case 'release':
      return transfers.release(id, task.request, watch)
    case 'handed-over':
      return transfers.handedOver(id, task.by)
    case 'confirm':
      return transfers.confirm(id, task.code)
    case 'deleted':
      return transfers.answerDeletion(id, task.answer, task.by)
    case 'cancel':
      return transfers.cancel(id, { ...watch, misSent: task.misSent })
    case 'resume':
      return transfers.resume(id, watch)
    case 'status':
      return transfers.status(id, watch)
  }
}

/** What came of it, in a sentence. */
function told(task: Task, before: TransferRecord, { state }: TransferRecord, { transfer, home }: Ui['words']): string {
  const { done } = transfer
  if (task.do === 'handed-over') return done.handedOver
  if (task.do === 'confirm') return done.confirmed
  if (task.do === 'deleted') return done[task.answer]
  if (task.do === 'cancel') return done.cancelled
  if (task.do === 'release' && state === 'accepted') return done.accepted(keyOf.status)
  if (task.do === 'release' && (state === 'released' || state === 'delivered')) return done[state]
  return state === before.state ? done.same : done.state(home.states[state])
}
