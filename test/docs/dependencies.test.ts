import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { codes, read, tableUnder } from './markdown.ts'

const page = read('docs/dependencies.md')

describe('docs/dependencies.md', () => {
  it.each([
    ['At run time', manifest.dependencies],
    ['The runtime itself', manifest.optionalDependencies],
    ['For development', manifest.devDependencies],
  ])('has one line for each package under “%s”', (heading, packages) => {
    const lines = tableUnder(page, heading).flatMap(([name = '']) => codes(name))
    expect(lines.sort()).toEqual(Object.keys(packages).sort())
  })
})
