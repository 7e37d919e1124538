import { WaybillError } from '../lib/error.ts'

/** 64 hex digits, with the spaces and colons that people write. */
export function fingerprint(name: string): (text: string) => string {
  return text => {
    const bare = text.replace(/[\s:]/g, '').toLowerCase()
    if (/^[0-9a-f]{64}$/.test(bare)) return bare
    throw new WaybillError('WB-USAGE', `${name} is not a fingerprint.`, 'Give the 64 hex digits of `waybill key show`.')
  }
}
