/** The name of an entry as text. Source: APPNOTE 6.3.10, appendix D, and 4.6.9 (Info-ZIP Unicode Path, 0x7075). */
import { crc32 } from '../crc32.ts'
import { type CentralHeader, FLAG_UTF8 } from '../records.ts'
import { viewOf } from '../records-bytes.ts'
import type { ExtraField } from '../records-extra.ts'
import { unsafe } from './refusal.ts'

const EXTRA_UNICODE_PATH = 0x7075

/** Code page 437 from 0x80 on, which a name is in when nothing says otherwise (appendix D.1). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

export interface EntryName {
  readonly name: string
  /** True where the archive does not say how the name is written, and it is not ASCII. */
  readonly guessed: boolean
}

/** WB-UNSAFE-ARCHIVE for a name that programs would read differently. */
export function entryName(header: CentralHeader, extra: readonly ExtraField[]): EntryName {
  const plain = utf8(header.name)
  const unicode = unicodePath(header.name, extra)
  if ((header.flags & FLAG_UTF8) === 0) {
    if (unicode !== null) return { name: unicode, guessed: false }
    return { name: plain ?? codePage437(header.name), guessed: header.name.some(byte => byte > 0x7f) }
  }
  if (plain === null) throw unsafe('has a name that is not valid UTF-8')
  if (unicode !== null && unicode !== plain) throw unsafe('has an entry with two names')
  return { name: plain, guessed: false }
}

/** Also for comments, where nothing hangs on it. */
export function lenientText(bytes: Uint8Array): string {
  return utf8(bytes) ?? codePage437(bytes)
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function codePage437(bytes: Uint8Array): string {
  return Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437.charAt(byte - 0x80))).join('')
}

/** Version (1), CRC-32 of the name in the header (4), the name in UTF-8; ignored where the CRC is of another name. */
function unicodePath(name: Uint8Array, extra: readonly ExtraField[]): string | null {
  const data = extra.find(field => field.id === EXTRA_UNICODE_PATH)?.data
  if (data === undefined || data.length < 6 || data[0] !== 1) return null
  return viewOf(data).getUint32(1, true) === crc32(name) ? utf8(data.subarray(5)) : null
}
