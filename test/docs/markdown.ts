import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The rows of the first table under a heading, each as its cells, without the header. Throws where there is none. */
export function tableUnder(markdown: string, heading: string): string[][] {
  const section = markdown.split(/^#+ /m).find(part => part.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`no heading ${heading}`)
  const lines = section.split('\n')
  const first = lines.findIndex(line => line.startsWith('|'))
  const after = lines.findIndex((line, at) => at > first && !line.startsWith('|'))
  if (first < 0) throw new Error(`no table under ${heading}`)
  return lines.slice(first + 2, after < 0 ? undefined : after).map(cellsOf)
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map(cell => cell.trim())
}

/** The words in a cell: `a`, `b`. */
export function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}
