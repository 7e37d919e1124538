import { join } from 'node:path'
import { type Binding, type Input, named } from '../../keys.ts'
import { moved, steered } from '../../scroll.ts'
import { edited, fieldWith, textOf } from '../../text-field.ts'
import { typed } from './answers.ts'
import {
  above,
  type FilesState,
  isInsidePicked,
  isPathTyped,
  isPicked,
  type Picked,
  pathOf,
  shownEntries,
  soughtName,
  toggled,
  withPicked,
} from './entries.ts'
import type { SendEffect, SendEvent, SendState, SendStep } from './send-state.ts'
import { goOn, say } from './steps.ts'

/** The keys of the picker; what Enter does depends on what there is. */
export function filesBindings({ files }: SendState): readonly Binding[] {
  const pane = { name: 'pane', keys: ['tab', 'shift-tab'] } as const
  const clear = files.filter.before === '' ? [] : [{ name: 'unfilter', keys: ['escape'] }]
  if (files.pane === 'picked') {
    return [
      { name: 'next', keys: ['enter'] },
      { name: 'remove', keys: ['space', 'delete', 'backspace'] },
      { ...pane, name: 'folderPane', keys: [...pane.keys, 'escape'] },
      moves,
    ]
  }
  const chosen = shownEntries(files)[files.at]
  const more = files.picked.length > 0 ? [pane] : []
  if (isPathTyped(files)) return [{ name: 'typedPath', keys: ['enter'] }, ...more, ...clear, moves]
  const isDone = files.picked.length > 0 && !isSought(files)
  const enter = isDone ? 'next' : chosen?.kind === 'folder' ? 'open' : 'pick'
  return [
    { name: enter, keys: ['enter'] },
    { name: 'pick', keys: ['space'], quiet: enter === 'pick' },
    { name: 'open', keys: ['right'], quiet: enter === 'open' || chosen?.kind !== 'folder' },
    { name: 'up', keys: ['left'] },
    ...more,
    ...clear,
    { name: 'hidden', keys: ['ctrl-t'], quiet: true },
    moves,
  ]
}

const moves = { name: 'moveTo', keys: ['down', 'up', 'pagedown', 'pageup'], quiet: true } as const

/** Somebody typed a name to find it, and what was found is not picked yet: they want that, and not the next step. */
function isSought(files: FilesState): boolean {
  const chosen = shownEntries(files)[files.at]
  return soughtName(files) !== '' && chosen !== undefined && !isPicked(files.picked, pathOf(files, chosen))
}

/** Null where the input means nothing to the picker. */
export function filesAfter(state: SendState, input: Input): SendStep | null {
  const { files } = state
  if (input.type === 'paste') return { state, effects: [drop(files, input.text)] }
  return files.pane === 'picked' ? pickedAfter(state, input) : folderAfter(state, input)
}

function drop({ directory }: FilesState, text: string): SendEffect {
  return { do: 'drop', text, directory }
}

function folderAfter(state: SendState, input: Input): SendStep | null {
  const { files } = state
  const shown = shownEntries(files)
  const at = moved(files.at, shown.length, input)
  if (at !== null) return { state: inFiles(state, { at: Math.max(0, at) }) }
  const chosen = shown[files.at]
  switch (named(filesBindings(state), input)) {
    case 'next':
      return goOn(state)
    case 'open':
      return chosen?.kind === 'folder' ? moveTo(state, join(files.directory, chosen.name), null) : { state }
    case 'pick':
      if (chosen !== undefined) return input.type === 'press' && input.key === 'enter' ? found(state) : toggle(state)
      return { state: files.picked.length > 0 ? state : say(state, 'nothingPicked') }
    case 'up': {
      const parent = above(files.directory)
      return parent === null ? { state } : moveTo(state, parent, files.directory)
    }
    case 'typedPath':
      return { state, effects: [drop(files, textOf(files.filter))] }
    case 'pane':
      return { state: inFiles(state, { pane: 'picked', pickedAt: 0 }) }
    case 'unfilter':
      return { state: filtered(state, '') }
    case 'hidden':
      return { state: inFiles(state, { showHidden: !files.showHidden, at: 0 }) }
    default:
      return filterAfter(state, input)
  }
}

/** What is typed filters. */
function filterAfter(state: SendState, input: Input): SendStep | null {
  const field = edited(state.files.filter, input)
  return field === null ? null : { state: filtered(state, textOf(field)) }
}

function filtered(state: SendState, text: string): SendState {
  return inFiles(state, { filter: fieldWith(text), at: 0 })
}

function toggle(state: SendState): SendStep {
  const { files } = state
  const chosen = shownEntries(files)[files.at]
  if (chosen === undefined) return { state }
  const path = pathOf(files, chosen)
  if (chosen.kind === 'other' || !chosen.readable) return { state: say(state, 'notSendable', chosen.name) }
  if (isInsidePicked(files.picked, path)) return { state: say(state, 'insidePicked', chosen.name) }
  const picked = toggled(files.picked, path)
  const down = Math.min(files.at + 1, shownEntries(files).length - 1)
  return { state: inFiles(state, { picked, at: down }), effects: counts(files.picked, picked) }
}

/** Picks it; the filter has done its work, and the next Enter goes on. */
function found(state: SendState): SendStep {
  const { files } = state
  const chosen = shownEntries(files)[files.at]
  const step = toggle(state)
  if (step.state.files.picked === files.picked || chosen === undefined) return step
  const whole = { ...step.state.files, filter: fieldWith('') }
  const at = shownEntries(whole).findIndex(({ name }) => name === chosen.name)
  return { ...step, state: inFiles(step.state, { filter: whole.filter, at: Math.max(0, at) }) }
}

function pickedAfter(state: SendState, input: Input): SendStep | null {
  const { picked, pickedAt } = state.files
  switch (named(filesBindings(state), input)) {
    case 'next':
      return goOn(state)
    case 'remove': {
      const rest = picked.filter((_, place) => place !== pickedAt)
      const pane = rest.length === 0 ? 'folder' : 'picked'
      return {
        state: inFiles(state, { picked: rest, pane, pickedAt: Math.max(0, Math.min(pickedAt, rest.length - 1)) }),
      }
    }
    case 'folderPane':
      return { state: inFiles(state, { pane: 'folder' }) }
    default: {
      const at = steered(pickedAt, picked.length, input)
      return at === null ? null : { state: inFiles(state, { pickedAt: Math.max(0, at) }) }
    }
  }
}

function moveTo(state: SendState, directory: string, from: string | null): SendStep {
  const there = { directory, entries: null, filter: fieldWith(''), at: 0, seek: from }
  return { state: inFiles(state, there), effects: [{ do: 'list', directory, back: state.files.directory }] }
}

/** What the disk answers. */
export function filesHeard(state: SendState, event: Exclude<SendEvent, Input>): SendStep | null {
  const { files } = state
  switch (event.type) {
    case 'listed': {
      if (event.directory !== files.directory) return { state }
      const listed = { ...files, entries: event.entries }
      const shown = shownEntries(listed)
      const seek = shown.findIndex(entry => pathOf(listed, entry) === files.seek)
      const at = Math.max(0, seek >= 0 ? seek : Math.min(files.at, shown.length - 1))
      return { state: { ...state, files: { ...listed, at, seek: null } } }
    }
    case 'unlisted': {
      if (event.directory !== files.directory) return { state }
      const said = { ...state, said: event.note }
      if (event.back === null) return { state: inFiles(said, { entries: [] }) }
      const { state: there } = moveTo(said, event.back, event.directory)
      return { state: there, effects: [{ do: 'list', directory: event.back, back: null }] }
    }
    case 'dropped': {
      const picked = event.paths.reduce(withPicked, files.picked)
      const [missing, ...others] = event.missing
      const pickedAt = Math.max(0, Math.min(files.pickedAt, picked.length - 1))
      const isTaken = missing === undefined && isPathTyped(files)
      const there = inFiles(isTaken ? filtered(state, '') : state, { picked, pickedAt })
      return {
        state: missing === undefined ? there : say(there, others.length > 0 ? 'notThese' : 'notThere', missing),
        effects: counts(files.picked, picked),
      }
    }
    case 'counted':
      return { state: known(state, event.path, { count: event.count, problem: null }) }
    case 'uncountable':
      return { state: asked(known(state, event.path, { count: null, problem: event.note })) }
    default:
      return null
  }
}

function known(state: SendState, path: string, what: Pick<Picked, 'count' | 'problem'>): SendState {
  const picked = state.files.picked.map(one => (one.path === path ? { ...one, ...what } : one))
  return inFiles(state, { picked })
}

/** A path of the command line that cannot be sent is shown at once: nobody should fill in three steps first. */
function asked(state: SendState): SendState {
  const at = state.files.picked.findIndex(({ problem }) => problem !== null)
  const said = state.files.picked[at]?.problem ?? null
  const early = state.step === 'recipient' && typed(state.answers, 'to') === ''
  if (at < 0 || (state.step !== 'files' && !early)) return state
  return { ...inFiles(state, { pane: 'picked', pickedAt: at }), step: 'files', said }
}

/** The counting of what was not picked before. */
function counts(before: readonly Picked[], after: readonly Picked[]): SendEffect[] {
  return after.filter(({ path }) => !before.some(one => one.path === path)).map(({ path }) => ({ do: 'count', path }))
}

export function isTypingInFiles({ files }: SendState): boolean {
  return files.pane === 'folder'
}

function inFiles(state: SendState, change: Partial<FilesState>): SendState {
  return { ...state, files: { ...state.files, ...change } }
}
