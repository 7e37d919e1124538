import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Input } from '../../../../cli/ui/keys.ts'
import { named } from '../../../../cli/ui/keys.ts'
import { type Setting, textNames } from '../../../../cli/ui/screens/send/answers.ts'
import { isInsidePicked, shownEntries } from '../../../../cli/ui/screens/send/entries.ts'
import { suggestions } from '../../../../cli/ui/screens/send/recipient-update.ts'
import {
  freshSend,
  resumed,
  type SendEffect,
  type SendEvent,
  type SendState,
  stepNames,
} from '../../../../cli/ui/screens/send/send-state.ts'
import { isTypingIn, sendBindings, updateSend } from '../../../../cli/ui/screens/send/send-update.ts'
import {
  judgedKey,
  planEffect,
  protectionRows,
  purposeRows,
  recipientRows,
} from '../../../../cli/ui/screens/send/steps.ts'
import { textOf } from '../../../../cli/ui/text-field.ts'
import { send as germanWords } from '../../../../cli/ui/words/de/send.ts'
import { send as words } from '../../../../cli/ui/words/en/send.ts'
import type { ContactView } from '../../../../src/contact-view.ts'
import type { TransferView } from '../../../../src/view.ts'
import { categories } from '../../../../src/words.ts'
import { anyText } from '../../../support/texts.ts'

const setting: Setting = { directory: '/work', courier: true, recipe: 'groups' }

const press = (key: string, text = ''): Input => ({ type: 'press', key, text })
const type = (text: string): Input[] => [...text].map(sign => press(sign === ' ' ? 'space' : sign, sign))

function after(state: SendState, ...events: SendEvent[]): SendState {
  return events.reduce((state, event) => updateSend(state, event).state, state)
}

const contact: ContactView = {
  name: 'Ada Lovelace',
  organisation: 'Example Ltd',
  client: 'Client One',
  phone: '+49 •••• 5678',
  phoneSince: null,
  numberTrust: 'verified',
  verified: null,
  language: null,
  system: null,
}

const view = { id: '01', state: 'held', channel: 'phone', courier: null } as TransferView

/** What the world may answer, at any time: also late, and to questions that are no longer open. */
function answered(state: SendState, kind: number): SendEvent {
  const entries = [
    { name: 'folder', kind: 'folder' as const, bytes: null, readable: true },
    { name: '.hidden', kind: 'file' as const, bytes: 1, readable: true },
    { name: 'a\u001b[31m.txt', kind: 'file' as const, bytes: 1, readable: true },
    { name: 'socket', kind: 'other' as const, bytes: null, readable: false },
  ]
  const note = { kind: 'error', code: 'WB-UNREADABLE', message: 'No.', hint: 'Do.' } as const
  const path = state.files.picked[0]?.path ?? '/work/x'
  const key = judgedKey(state.answers)
  const plan = planEffect(state)
  const planned = { intent: { hold: 'none' }, visible: [] } as never
  const all: SendEvent[] = [
    { type: 'listed', directory: state.files.directory, entries },
    { type: 'unlisted', directory: state.files.directory, back: '/', note },
    { type: 'dropped', paths: ['/work/x', '/work/x/y', '/other'], missing: ['z'] },
    { type: 'counted', path, count: { files: 1, bytes: 1 } },
    { type: 'uncountable', path, note },
    {
      type: 'contacts',
      contacts: [contact, { ...contact, name: 'Grace', client: null }],
      earlier: [{ ...contact, name: 'Eve', number: '+4915112345678' }],
    },
    {
      type: 'judged',
      judged: { key, contact: null, before: false, number: { masked: '+49', trust: 'unverified' }, wrong: null },
    },
    { type: 'judged', judged: { key, contact, before: false, number: null, wrong: null } },
    { type: 'judged', judged: { key, contact: null, before: false, number: null, wrong: note } },
    { type: 'recalled', last: { same: true, purpose: 'Audit', categories: ['contact'], basis: 'contract' } },
    ...(plan.do === 'plan'
      ? [
          { type: 'planned' as const, plan: { key: plan.key, outcome: planned } },
          { type: 'planned' as const, plan: { key: plan.key, outcome: { refused: note } } },
        ]
      : []),
    { type: 'progress', phase: 'sealing', pace: { done: 1, total: 2, samples: [] }, name: 'a' },
    { type: 'sent', view, findings: [] },
    { type: 'unsent', said: { kind: 'own', what: 'stopped' } },
    { type: 'followed', view: { ...view, state: 'delivered' } },
    { type: 'hidden' },
    { type: 'scrolled', top: 3 },
  ]
  return all[kind % all.length] ?? { type: 'hidden' }
}

const moves = [
  'up',
  'down',
  'tab',
  'shift-tab',
  'home',
  'end',
  'pageup',
  'pagedown',
  'left',
  'right',
  'escape',
  'enter',
]
const keys = [...moves, 'space', 'backspace', 'ctrl-r', 'ctrl-t', 'ctrl-u', 'ctrl-x', 'delete']
const letters = [...'acdhijklmnopqsvxy1234/.~']

const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...keys).map(key => press(key, key === 'space' ? ' ' : '')) },
  { weight: 2, arbitrary: fc.constantFrom(...letters).map(letter => press(letter, letter)) },
  anyText().map(text => ({ type: 'paste' as const, text })),
)
const happening = fc.oneof(input, fc.nat({ max: 40 }))

function isLegal(state: SendState): void {
  const { files, recipient, purpose, protection, sealing, sent } = state
  expect(stepNames).toContain(state.step)
  expect(sealing !== null).toBe(state.step === 'sealing')
  if (state.step === 'sent') expect(sent).not.toBeNull()
  const within = (at: number, count: number) => at >= 0 && (at < count || count === 0)
  expect(within(files.at, shownEntries(files).length)).toBe(true)
  expect(within(files.pickedAt, files.picked.length)).toBe(true)
  if (files.pane === 'picked') expect(files.picked.length).toBeGreaterThan(0)
  expect(new Set(files.picked.map(({ path }) => path)).size).toBe(files.picked.length)
  expect(files.picked.some(({ path }) => isInsidePicked(files.picked, path))).toBe(false)
  expect(recipientRows(state)[recipient.at]).toBeDefined()
  expect(purposeRows(state)[purpose.at]).toBeDefined()
  expect(protectionRows(state)[protection.at]).toBeDefined()
  expect(recipient.suggested).toBeLessThan(Math.max(suggestions(state).length, 0) + (recipient.suggested < 0 ? 1 : 0))
  if (purpose.picking !== null) expect(categories[purpose.picking]).toBeDefined()
  for (const name of textNames) expect(textOf(state.answers.texts[name])).not.toMatch(/\p{Cc}/u)
  expect(setting.courier || state.answers.choices.channel !== 'sms').toBe(true)
}

it('any inputs and answers, in any order, leave a legal state whose keys have words in every language', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), happenings => {
      let state = freshSend(setting)
      for (const one of happenings) {
        const event = typeof one === 'number' ? answered(state, one) : one
        const { state: next, effects = [] } = updateSend(state, event)
        isLegal(next)
        for (const effect of effects) isMeant(effect, next)
        state = next
      }
      isLegal(resumed(state))
      for (const { name } of sendBindings(state)) {
        expect(words.keys, name).toHaveProperty(name)
        expect(germanWords.keys, name).toHaveProperty(name)
      }
    }),
    { numRuns: 150 },
  )
})

/** Nothing is sealed but what is on the review, and only from there. */
function isMeant(effect: SendEffect, state: SendState): void {
  if (effect.do !== 'seal') return
  expect(state.step).toBe('sealing')
  expect(effect.request.to).toBe(textOf(state.answers.texts.to).trim())
}

const texts = ({ answers }: SendState) => textNames.map(name => textOf(answers.texts[name]))
const paths = ({ files }: SendState) => files.picked.map(({ path }) => path)

it('no way through the steps, forth or back, loses what was typed, chosen or picked', () => {
  const filled = freshSend(setting, {
    paths: ['/work/a', '/work/b'],
    fields: { to: 'Ada', phone: '+49', purpose: 'Audit', client: 'One', subjects: 3, keep: 86_400_000, out: 'x.zip' },
  })
  const forms = new Set(['recipient', 'purpose', 'protection', 'review'])
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...moves), fc.nat({ max: 40 })), { maxLength: 60 }), happenings => {
      let state = filled
      for (const one of happenings) {
        const event = typeof one === 'number' ? answered(state, one) : press(one)
        // What comes from outside and picking is another matter.
        if (event.type === 'dropped' || event.type === 'contacts') continue
        if (state.step === 'files' && state.files.picked.length < 2) continue
        const kept = forms.has(state.step)
        const next = after(state, event)
        if (kept) expect(texts(next)).toEqual(texts(state))
        if (kept) expect(paths(next)).toEqual(paths(state))
        state = next.step === 'sealing' || next.step === 'sent' ? state : next
      }
    }),
    { numRuns: 200 },
  )
})

it('what is typed reaches the field that has the focus, and letters are keys nowhere else', () => {
  const state = after(freshSend(setting, { paths: ['/work/a'] }), ...type('Ada jkl'))
  expect(textOf(state.answers.texts.to)).toBe('Ada jkl')
  expect(isTypingIn(state)).toBe(true)
})

it('Enter goes on only with what a step needs, and says what is missing', () => {
  let state = freshSend(setting)
  state = after(state, press('enter'))
  expect(state).toMatchObject({ step: 'files', said: { what: 'nothingPicked' } })
  state = after(state, { type: 'dropped', paths: ['/work/a'], missing: [] }, press('enter'))
  expect(state.step).toBe('recipient')
  state = after(state, press('enter'))
  expect(state).toMatchObject({ step: 'recipient', said: { what: 'noName' } })
  state = after(state, ...type('Ada'), press('enter'))
  // The name has not been judged yet: it goes on by itself as soon as it is.
  expect(state).toMatchObject({ step: 'recipient', recipient: { hurry: true } })
  const judged = { key: judgedKey(state.answers), contact: null, before: false, number: null, wrong: null }
  state = after(state, { type: 'judged', judged })
  expect(state).toMatchObject({ step: 'recipient', said: { what: 'noPhone' }, recipient: { at: 2 } })
  // A step aside, and it is asked again.
  expect(after(state, press('up'), press('down'), press('enter')).step).toBe('recipient')
  state = after(state, press('enter'))
  expect(state).toMatchObject({ step: 'purpose', answers: { choices: { channel: 'in-person' } } })
  state = after(state, press('enter'))
  expect(state).toMatchObject({ step: 'purpose', said: { what: 'noPurpose' } })
})

it('Ctrl-X clears everything, but not at once', () => {
  const filled = freshSend(setting, { paths: ['/work/a'], fields: { to: 'Ada' } })
  expect(after(filled, press('ctrl-x')).answers).toEqual(filled.answers)
  expect(after(filled, press('ctrl-x'), press('tab'), press('ctrl-x')).answers).toEqual(filled.answers)
  const { state, effects } = updateSend(after(filled, press('ctrl-x')), press('ctrl-x'))
  expect(state).toEqual({ ...freshSend(setting), step: 'files' })
  expect(effects).toEqual([{ do: 'list', directory: '/work', back: null }])
})

it('sealing is stopped only by a second key', () => {
  const sealing = {
    ...freshSend(setting, { paths: ['/work/a'] }),
    step: 'sealing' as const,
    sealing: {
      phase: 'sealing' as const,
      pace: { done: 0, total: 1, samples: [] },
      name: '',
      asking: false,
      stopping: false,
    },
  }
  expect(updateSend(sealing, press('c')).effects).toBeUndefined()
  expect(updateSend(after(sealing, press('c')), press('x')).state.sealing?.asking).toBe(false)
  expect(updateSend(after(sealing, press('c')), press('escape')).effects).toEqual([{ do: 'stop' }])
  expect(sendBindings(after(sealing, press('c'))).some(one => named([one], press('escape')) !== null)).toBe(true)
})

it('a contact that is not offered any more is not the chosen one', () => {
  const offered = after(
    freshSend(setting, { paths: ['/work/a'] }),
    { type: 'contacts', contacts: [contact], earlier: [] },
    press('down'),
  )
  expect(offered.recipient.suggested).toBe(0)
  const judged = { key: judgedKey(offered.answers), contact, before: false, number: null, wrong: null }
  expect(after(offered, { type: 'judged', judged }).recipient.suggested).toBe(-1)
  const taken = after(offered, press('enter'))
  expect(textOf(taken.answers.texts.to)).toBe('Ada Lovelace')
  expect(textOf(taken.answers.texts.phone)).toBe('')
})

it('in the list of what is picked, Space takes out what the mark stands on', () => {
  const listed = after(
    freshSend(setting),
    { type: 'dropped', paths: ['/work/a', '/work/b', '/work/c'], missing: [] },
    press('tab'),
    press('down'),
    press('space'),
  )
  expect(listed.files.picked.map(({ path }) => path)).toEqual(['/work/a', '/work/c'])
})

it('what was typed to find a file is picked by Enter, also where something is picked already', () => {
  const entries = ['audit.csv', 'notes.txt'].map(name => ({ name, kind: 'file' as const, bytes: 1, readable: true }))
  const there = after(
    freshSend(setting),
    { type: 'listed', directory: '/work', entries },
    { type: 'dropped', paths: ['/work/audit.csv'], missing: [] },
    ...type('note'),
    press('enter'),
  )
  expect(there).toMatchObject({ step: 'files', files: { at: 1 } })
  expect(there.files.picked.map(({ path }) => path)).toEqual(['/work/audit.csv', '/work/notes.txt'])
  expect(textOf(there.files.filter)).toBe('')
  expect(after(there, press('enter')).step).toBe('recipient')
})

it('a number that is given later brings back the way that the password was to go', () => {
  const judge = (state: SendState, number: { masked: string; trust: 'unverified' } | null): SendEvent => ({
    type: 'judged',
    judged: { key: judgedKey(state.answers), contact: null, before: false, number, wrong: null },
  })
  const named = freshSend(setting, { paths: ['/work/a'], fields: { to: 'Ada' } })
  const personal = after(named, judge(named, null), press('enter'), press('enter'))
  expect(personal).toMatchObject({ step: 'purpose', answers: { choices: { channel: 'in-person' } } })
  const typed = after(personal, press('escape'), ...type('+4915112345678'))
  const back = after(typed, judge(typed, { masked: '+49', trust: 'unverified' }), press('enter'))
  expect(back).toMatchObject({ step: 'purpose', answers: { choices: { channel: 'sms' } } })
})

it('who was sent something before is offered with the number, and is no contact', () => {
  const earlier = [{ ...contact, name: 'Eve', numberTrust: 'unverified' as const, number: '+4915112345679' }]
  const state = after(
    freshSend(setting, { paths: ['/work/a'] }),
    { type: 'contacts', contacts: [contact], earlier },
    ...type('eve'),
    press('down'),
    press('enter'),
  )
  expect(textOf(state.answers.texts.to)).toBe('Eve')
  expect(textOf(state.answers.texts.phone)).toBe('+4915112345679')
  expect(suggestions(state)).toEqual([])
})

it('Enter on a refusal leads to the row that mends it; what is picked is counted anew where files have gone', () => {
  const refused = (code: 'WB-EXISTS' | 'WB-NOT-FOUND') => {
    const state = { ...freshSend(setting, { paths: ['/work/a', '/work/b'] }), step: 'review' as const }
    const { key } = planEffect(state) as Extract<SendEffect, { do: 'plan' }>
    const note = { kind: 'error' as const, code, message: 'No.', hint: 'Do.' }
    return updateSend(after(state, { type: 'planned', plan: { key, outcome: { refused: note } } }), press('enter'))
  }
  const { state } = refused('WB-EXISTS')
  expect(protectionRows(state)[state.protection.at]).toMatchObject({ name: 'out' })
  expect(refused('WB-NOT-FOUND').effects?.filter(({ do: what }) => what === 'count')).toHaveLength(2)
})
