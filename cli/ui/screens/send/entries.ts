import { dirname, join, relative, sep } from 'node:path'
import type { Note } from '../../parts/notice.tsx'
import { type TextField, textOf } from '../../text-field.ts'

/** One entry of a folder. `other`: a socket, a device, a link to nothing, a name that is not UTF-8; it cannot be sent. */
export interface Entry {
  /** Untrusted. */
  readonly name: string
  readonly kind: 'folder' | 'file' | 'other'
  /** Null for what is no file. */
  readonly bytes: number | null
  readonly readable: boolean
}

/** What is to be sent: a path, and how much that is. */
export interface Picked {
  readonly path: string
  /** Null: it is being counted. */
  readonly count: { readonly files: number; readonly bytes: number } | null
  /** Why it cannot be sent. */
  readonly problem: Note | null
}

export interface FilesState {
  readonly directory: string
  /** Null: it is being read. */
  readonly entries: readonly Entry[] | null
  /** The name to stand on when the folder has been read. */
  readonly seek: string | null
  readonly showHidden: boolean
  readonly filter: TextField
  readonly at: number
  readonly picked: readonly Picked[]
  /** What the keys belong to: the folder, or the list of what is picked. */
  readonly pane: 'folder' | 'picked'
  readonly pickedAt: number
}

/** The entries that the filter lets through. Hidden ones show when they are asked for, and to a filter with a dot in front. */
export function shownEntries(files: FilesState): readonly Entry[] {
  const { entries, showHidden } = files
  const wanted = folded(soughtName(files))
  const hidden = showHidden || wanted.startsWith('.')
  return (entries ?? []).filter(({ name }) => (hidden || !name.startsWith('.')) && folded(name).includes(wanted))
}

/** A slash in front is how some people begin to filter, and others a path. */
export function soughtName({ filter }: FilesState): string {
  return textOf(filter).replace(/^\//, '')
}

/** What was typed names nothing here, and is written as a path. */
export function isPathTyped(files: FilesState): boolean {
  return files.entries !== null && /[/\\]|^~/.test(textOf(files.filter)) && shownEntries(files).length === 0
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

export function pathOf({ directory }: FilesState, { name }: Entry): string {
  return join(directory, name)
}

/** Picked itself, or inside a folder that is. */
export function isPicked(picked: readonly Picked[], path: string): boolean {
  return picked.some(one => one.path === path) || isInsidePicked(picked, path)
}

export function isInsidePicked(picked: readonly Picked[], path: string): boolean {
  return picked.some(one => {
    const way = relative(one.path, path)
    return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && way !== path
  })
}

/** One more, or no longer; what lies inside a newly picked folder needs not be picked by itself. */
export function toggled(picked: readonly Picked[], path: string): readonly Picked[] {
  if (picked.some(one => one.path === path)) return picked.filter(one => one.path !== path)
  return withPicked(picked, path)
}

export function withPicked(picked: readonly Picked[], path: string): readonly Picked[] {
  if (isPicked(picked, path)) return picked
  const one: Picked = { path, count: null, problem: null }
  return [...picked.filter(other => !isInsidePicked([one], other.path)), one]
}

/** Files and bytes of everything that is picked; `counting` while some of it is not known yet. */
export function totalOf(picked: readonly Picked[]): { files: number; bytes: number; counting: boolean } {
  return {
    files: picked.reduce((sum, { count }) => sum + (count?.files ?? 0), 0),
    bytes: picked.reduce((sum, { count }) => sum + (count?.bytes ?? 0), 0),
    counting: picked.some(({ count, problem }) => count === null && problem === null),
  }
}

/** The folder above, and null at the top. */
export function above(directory: string): string | null {
  const parent = dirname(directory)
  return parent === directory ? null : parent
}
