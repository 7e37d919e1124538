import { sanitise } from './sanitise.ts'

/**
 * Untrusted text inside a line of Markdown: nothing in it is markup (CommonMark 0.31, 2.4), nor a link by itself (GitHub
 * Flavored Markdown, 6.9), and it stays on its line.
 */
export function plain(text: string): string {
  return sanitise(text).replace(/[\\`*_[\]<>|~&!:@]|(?<=www)\./gi, mark => `\\${mark}`)
}

/** A table (GitHub Flavored Markdown, 4.10). The cells are Markdown already. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)]
}
