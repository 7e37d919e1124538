/** The rows at the head of `WAYBILL.txt`, as src/waybill-text.ts writes them: `From:        Ada Example`. */
export interface WaybillRow {
  readonly name: string
  readonly value: string
}

/** Of the text, in which rows are looked for: they stand at its head. */
const MOST_LINES = 40

const ROW = /^([A-Z][A-Za-z ]{0,30}):\s+(\S.*)$/

/** Empty where the text has none in its first paragraphs: then it is shown as it stands. */
export function waybillRows(text: string): readonly WaybillRow[] {
  const lines = humanPart(text).split('\n', MOST_LINES)
  const first = lines.findIndex(line => ROW.test(line))
  if (first < 0) return []
  const rows: WaybillRow[] = []
  for (const line of lines.slice(first)) {
    const [, name, value] = ROW.exec(line) ?? []
    if (name === undefined || value === undefined) break
    rows.push({ name, value })
  }
  return rows
}

/** What the page says to people, without the block for programs. */
export function humanPart(text: string): string {
  const [human = ''] = text.replaceAll('\r\n', '\n').split(/\n\nBelow, for programs/)
  return (human.split('-----BEGIN WAYBILL MANIFEST-----')[0] ?? '').trim()
}

/** The sentence in which src/waybill-text.ts asks for it; names of files cannot begin a line as it does. */
const DELETE_BY = /^Please delete them by (\d{4}-\d{2}-\d{2}), and tell the sender when you have\.$/m

/** The day by which the files shall be deleted; null where the page asks for none, or for a day that no calendar has. */
export function deleteBy(text: string): Date | null {
  const [, day] = DELETE_BY.exec(humanPart(text)) ?? []
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : date
}

/** Its first line says so where a sandbox made it. */
export function isTest(text: string): boolean {
  return /^TEST\b/.test(text)
}
