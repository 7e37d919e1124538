/**
 * The GSM 7 bit default alphabet: the characters that a text message carries at one septet each, 160 to the segment.
 * One character outside it turns the whole message into UCS-2: 70 to the segment.
 */

/** Septets in a message of one segment: 140 octets of user data. (3GPP TS 23.038 §6.1.2.1.1) */
export const segmentSeptets = 160

/** 3GPP TS 23.038 §6.2.1, row by row (0x00–0x0F, 0x10–0x1F, …); 0x1B is the escape to the extension table. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅå' +
    'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
    ' !"#¤%&\'()*+,-./' +
    '0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNO' +
    'PQRSTUVWXYZÄÖÑÜ§' +
    '¿abcdefghijklmno' +
    'pqrstuvwxyzäöñüà',
)

/** 3GPP TS 23.038 §6.2.1.1: written as the escape and a second septet. */
const extension = new Set('\f^{}\\[~]|€')

/** Septets that the text takes, or null when a character has none. As typed: `ü` in two code points has none. */
export function septets(text: string): number | null {
  let count = 0
  for (const character of text) {
    if (basic.has(character)) count += 1
    else if (extension.has(character)) count += 2
    else return null
  }
  return count
}
