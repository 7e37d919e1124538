import { encodeManifest } from '../lib/zip/manifest.ts'
import { confirmationCode } from './codes.ts'
import type { Contact, SealedFile } from './record.ts'
import type { Hiding } from './words.ts'
import type { HomeKind } from './world.ts'

/** The sealed page that travels inside every archive: human text first, a machine-readable block below. */
export interface WaybillPage {
  readonly kind: HomeKind
  /** The transfer's short id and ULID. */
  readonly short: string
  readonly id: string
  readonly contact: Pick<Contact, 'recipient' | 'organisation' | 'purpose' | 'reference'>
  /** Who sends, as the policy names them; null where it names nobody. */
  readonly sender: { readonly organisation: string | null; readonly phone: string | null; readonly operator: string }
  readonly sealedAt: Date
  /** 128 bits, hex; the confirmation code comes from it. */
  readonly nonce: string
  /** The signed note of the checkpoint that was committed with `transfer.intended`. */
  readonly checkpoint: string
  readonly hide: Hiding
  /** `YYYY-MM-DD`; absent where nobody is asked to delete the files by a day. */
  readonly deleteBy?: string
  /** All entries of the archive but this page. */
  readonly files: readonly SealedFile[]
}

export function waybillText(page: WaybillPage): string {
  const { contact, sender } = page
  const from = sender.organisation === null ? sender.operator : `${sender.organisation} (${sender.operator})`
  const to = [contact.recipient, contact.organisation].filter(part => part !== null).join(', ')
  const rows: [string, string | null][] = [
    ['From', from],
    ['For', to],
    ['Purpose', contact.purpose],
    ['Reference', contact.reference],
    ['Sealed', `${page.sealedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ['Questions', sender.phone === null ? 'call your usual contact' : `call ${sender.phone}`],
    ['Confirmation', `${confirmationCode(page.nonce)} — quote this code to show that you opened the archive`],
  ]
  const files = page.files.flatMap(file => file.inside ?? [file])
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return [
    ...(page.kind === 'sandbox' ? ['TEST — made in a sandbox. This is not a real transfer.', ''] : []),
    `Waybill ${page.short}`,
    '',
    ...rows
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${`${name}:`.padEnd(14)}${oneLine(value ?? '')}`),
    '',
    'Use these files for this purpose only, and delete them when it is fulfilled.',
    ...(page.deleteBy === undefined
      ? []
      : [`Please delete them by ${page.deleteBy}, and tell the sender when you have.`]),
    '',
    `Files: ${files.length}, ${bytes} bytes`,
    ...hidden(page),
    ...files.slice(0, shownFiles).map(file => `  ${fileLine(file, page.hide)}`),
    ...(files.length > shownFiles ? [`  … and ${files.length - shownFiles} more, ${whereElse(page.hide)}`] : []),
    '',
    'Below, for programs: every entry of the archive with its size and SHA-256, and the signed state of the sender’s ledger.',
    'Keep this page: it shows later whether the sender’s record of this transfer was changed.',
    '',
    manifest(page),
    '',
  ].join('\n')
}

/** Where the files are whose names cannot be read from outside. */
function hidden({ hide, files }: WaybillPage): string[] {
  if (hide === 'alias') return ['In the archive they have numbers instead of names:']
  if (hide === 'wrap')
    return [`They are in ${files[0]?.as ?? 'the other file'}. Open that one too: it asks for no password.`]
  return []
}

function fileLine({ name, as, bytes }: SealedFile, hide: Hiding): string {
  return `${hide === 'alias' ? `${as} is ` : ''}${oneLine(name)}  ${bytes} bytes`
}

function whereElse(hide: Hiding): string {
  return hide === 'wrap' ? 'in the same archive' : 'listed below'
}

/** More would bury the text; the block below lists all. */
const shownFiles = 100

function manifest(page: WaybillPage): string {
  return encodeManifest({
    v: 1,
    transfer: page.id,
    nonce: page.nonce,
    checkpoint: page.checkpoint,
    entries: page.files.map(({ name, as, bytes, sha256 }) => ({ name, as, bytes, sha256 })),
    ...(page.hide === 'wrap' && page.files[0] !== undefined && { wrapped: page.files[0].as }),
  })
}

/** A field must not be able to draw lines of its own into the page. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
