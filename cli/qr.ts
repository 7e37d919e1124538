/** Light modules around the symbol: four on each side (ISO/IEC 18004, 9.1). */
const quiet = 4

/**
 * A QR code as lines for a terminal; none where it does not fit into `width` columns. Light modules are drawn and dark
 * ones left out, as a screen with a dark ground wants it; on a light one the code is inverted, which readers take too.
 * With `unicode` two rows share a line (half blocks), else a module is two characters wide.
 */
export async function qrLines(
  text: string,
  { unicode, width }: { unicode: boolean; width: number },
): Promise<string[]> {
  const { encodeQR } = await import('qr')
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: quiet })
  const columns = (rows[0]?.length ?? 0) * (unicode ? 1 : 2)
  if (columns > width) return []
  if (!unicode) return rows.map(row => row.map(dark => (dark ? '  ' : '##')).join(''))
  const pairs = rows.flatMap((row, at) => (at % 2 === 0 ? [[row, rows[at + 1] ?? []] as const] : []))
  return pairs.map(([upper, lower]) => upper.map((dark, at) => half(dark, lower[at] ?? true)).join(''))
}

function half(upperIsDark: boolean, lowerIsDark: boolean): string {
  if (upperIsDark) return lowerIsDark ? ' ' : '▄'
  return lowerIsDark ? '▀' : '█'
}
