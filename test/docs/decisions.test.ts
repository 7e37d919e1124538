import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, root } from './markdown.ts'

const files = readdirSync(join(root, 'docs/decisions')).filter(name => /^\d/.test(name))
const rows = [
  ...read('docs/decisions/README.md').matchAll(/^\| \[(\d{4})\]\(([^)]+)\) \| (\d{4}-\d\d-\d\d) \| .+ \|$/gm),
]

describe('docs/decisions/README.md', () => {
  it('lists every decision, in order', () => {
    expect(rows.map(([, , file]) => file)).toEqual(files.sort())
  })

  it.each(
    rows.map(([, no = '', file = '', date = '']) => [file, no, date]),
  )('%s begins with its number and its date', (file, no, date) => {
    const [title, empty, dated] = read(`docs/decisions/${file}`).split('\n')
    expect(file).toMatch(new RegExp(`^${no}-[a-z0-9-]+\\.md$`))
    expect(title).toMatch(new RegExp(`^# ${no} · .+[^.]$`))
    expect([empty, dated?.slice(0, 13)]).toEqual(['', `${date} · `])
  })
})
