import { addContact, editContact, removeContact } from '../../../../src/contact-changes.ts'
import { contactHistory, contactView } from '../../../../src/contact-view.ts'
import { findContact, listContacts, type SavedContact } from '../../../../src/contacts.ts'
import { listTransfers } from '../../../../src/log.ts'
import { transferView } from '../../../../src/view.ts'
import { strong } from '../../../style.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { type Note, Notice, noteOf } from '../../parts/notice.tsx'
import { useUi } from '../../ui.ts'
import { type ContactForm, chooseBinding, detailsOf, editsOf, formBindings, isChoice } from './contact-form.ts'
import { ContactFormView } from './contact-form-view.tsx'
import { ContactList } from './contact-list.tsx'
import { ContactPage } from './contact-page.tsx'
import { fitting } from './fitting.ts'
import {
  type ContactRow,
  detailBindings,
  filterBindings,
  firstRecipients,
  listBindings,
  type RecipientsEffect,
  type RecipientsEvent,
  type RecipientsState,
  removeBindings,
  updateRecipients,
} from './recipients-state.ts'

/** How many transfers to one recipient are shown. */
const newest = 50

/** The people on record: found as one types, looked at, added, changed, removed. */
export function Recipients() {
  const ui = useUi()
  const { words, session, drafts } = ui
  const { world } = session
  const { ledger } = world
  const rowOf = (contact: SavedContact): ContactRow => ({ id: contact.id, view: contactView(world, contact) })
  const open = (
    { name, client }: Pick<ContactRow['view'], 'name' | 'client'>,
    note: Note | null,
    dispatch: Dispatch,
  ) => {
    const contact = findContact(ledger, name, client ?? undefined)
    if (contact === null) {
      dispatch({ type: 'failed', note: { kind: 'warning', message: words.recipients.gone } })
      return dispatch({ type: 'loaded', rows: listContacts(ledger).map(rowOf) })
    }
    const transfers = listTransfers(ledger, { to: name, client: client ?? undefined, limit: newest })
    const views = transfers.map(record => transferView(world, record)).filter(view => (view.client ?? null) === client)
    const past = contactHistory(ledger, contact).reverse()
    return dispatch({ type: 'opened', detail: { row: rowOf(contact), past, transfers: views }, note })
  }
  const saved = async (form: ContactForm) => {
    const { added, edited, same } = words.recipients
    if (form.of === null) {
      const { recipient: name, client } = await addContact(world, detailsOf(form))
      return { name, client, message: added(name) }
    }
    const { name: before, client } = form.of
    const contact = await editContact(world, before, client ?? undefined, editsOf(form))
    return contact === null
      ? { name: before, client, message: same }
      : { name: contact.recipient, client, message: edited(contact.recipient) }
  }
  const save = async (form: ContactForm, draft: string, dispatch: Dispatch) => {
    const job = ui.begin()
    try {
      const { name, client, message } = await saved(form)
      dispatch({ type: 'saved', draft })
      open({ name, client }, { kind: 'done', message }, dispatch)
    } catch (error) {
      dispatch({ type: 'failed', note: noteOf(error) })
    } finally {
      job.end(0)
    }
  }
  const remove = ({ view: { name, client } }: ContactRow, dispatch: Dispatch) => {
    try {
      removeContact(world, name, client ?? undefined)
      dispatch({ type: 'removed', note: { kind: 'done', message: words.recipients.removed(name) } })
    } catch (error) {
      dispatch({ type: 'failed', note: noteOf(error) })
    }
  }
  const perform = (effect: RecipientsEffect, dispatch: Dispatch) => {
    switch (effect.do) {
      case 'load':
        return read(dispatch, () => dispatch({ type: 'loaded', rows: listContacts(ledger).map(rowOf) }))
      case 'open':
        return read(dispatch, () => open(effect.row.view, null, dispatch))
      case 'save':
        return void save(effect.form, effect.draft, dispatch)
      case 'remove':
        return remove(effect.row, dispatch)
      case 'transfer':
        return ui.go({ at: 'transfer', id: effect.id })
      case 'send':
        return ui.go({ at: 'send', given: { fields: toFields(effect.row) } })
      case 'back':
        return ui.back()
    }
  }
  const [state, dispatch] = useMachine(updateRecipients, () => firstRecipients(draftsIn(drafts)), perform)
  drafts.set(draftsKey, state.drafts)
  const listener = {
    ...listenerOf(state),
    title: words.recipients.title,
    labels: words.recipients.keys,
    onInput: dispatch,
  }
  return (
    <Frame listener={listener}>
      <Body state={state} now={world.clock.now()} operator={world.operator.name} />
    </Frame>
  )
}

/** As the screen that sends names them. */
function toFields({ view: { name, client } }: ContactRow) {
  return { to: name, ...(client !== null && { client }) }
}

/** A row of the ledger that is damaged is told, and ends nothing. */
function read(dispatch: Dispatch, work: () => void): void {
  try {
    work()
  } catch (error) {
    dispatch({ type: 'failed', note: noteOf(error) })
  }
}

type Dispatch = (event: RecipientsEvent) => void

function Body({ state, now, operator }: { state: RecipientsState; now: number; operator: string }) {
  const { words } = useUi()
  const { page, note } = state
  switch (page.on) {
    case 'list':
    case 'filter':
      return <ContactList state={state} />
    case 'detail':
      return <ContactPage detail={page.detail} at={page.at} now={now} note={note} />
    case 'form':
      return <ContactFormView form={page.form} problem={page.problem} note={note} operator={operator} />
    case 'remove':
      return (
        <>
          <Line over="wrap">{strong(words.recipients.remove.title(page.detail.row.view.name))}</Line>
          <Line over="wrap">{words.recipients.remove.what}</Line>
          <Notice note={note} />
        </>
      )
  }
}

function listenerOf(state: RecipientsState) {
  const { page } = state
  switch (page.on) {
    case 'list':
      return { keys: fitting(state).length > 0 ? listBindings : listBindings.slice(1), typing: false }
    case 'filter':
      return { keys: filterBindings, typing: true }
    case 'detail':
      return { keys: detailBindings, typing: false }
    case 'remove':
      return { keys: removeBindings, typing: false }
    case 'form':
      return { keys: isChoice(page.form.at) ? [chooseBinding, ...formBindings] : formBindings, typing: true }
  }
}

const draftsKey = 'recipients'

/** Only this screen writes under its name. */
function draftsIn(drafts: ReadonlyMap<string, unknown>): RecipientsState['drafts'] {
  const kept = drafts.get(draftsKey)
  return typeof kept === 'object' && kept !== null ? (kept as RecipientsState['drafts']) : {}
}
