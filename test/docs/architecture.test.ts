import { readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, root } from './markdown.ts'

/** The rules of docs/architecture.md, on the source itself. */
const files = ['lib', 'src', 'cli'].flatMap(floor =>
  readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => `${floor}/${name}`),
)

/** Without comments: they may say what code must not. */
function codeOf(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
}

/** Paths of this repository that a file imports, at once or later. */
function importsOf(file: string): string[] {
  const relative = codeOf(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
  return [...relative].map(([, path = '']) => normalize(join(dirname(file), path)))
}

/** `lib/zip` for a file in a folder of lib/, `lib` for one directly under it. */
function placeOf(file: string): string {
  const [floor = '', ...rest] = file.split('/')
  return floor === 'lib' && rest.length > 1 ? `lib/${rest[0]}` : floor
}

const allowed = (from: string, to: string): boolean => {
  if (to === 'package.json') return from.startsWith('cli/')
  const [here, there] = [placeOf(from), placeOf(to)]
  if (here === 'cli') return ['cli', 'src'].includes(there) || there.startsWith('lib')
  if (here === 'src') return there === 'src' || there.startsWith('lib')
  return there === here || (there === 'lib' && here.startsWith('lib')) || to === exception(here)
}

function exception(place: string): string {
  return place === 'lib/zip' ? 'lib/password/sealing-password.ts' : ''
}

describe('the three floors', () => {
  it('are read by this test', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(files.flatMap(importsOf).length).toBeGreaterThan(300)
  })

  it('import downwards alone, and folders of lib/ not one another', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(to => !allowed(file, to))
        .map(to => `${file} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it.each([
    ['the environment', /process\.env|\benv\b[^;\n]*from 'node:process'/],
    ['the clock', /Date\.now|new Date\(\)|performance\.now|hrtime/],
    ['chance', /Math\.random|randomBytes|randomUUID|getRandomValues|randomInt|randomFill/],
    ['the screen', /console\.|process\.std(out|err)/],
  ])('keep lib/ and src/ away from %s', (_, forbidden) => {
    const below = files.filter(file => !file.startsWith('cli/'))
    expect(below.filter(file => forbidden.test(codeOf(file)))).toEqual([])
  })

  it('have the real clock and real chance in cli/compose.ts alone', () => {
    const real = /Date\.now|hrtime|randomBytes|Math\.random/
    expect(files.filter(file => real.test(codeOf(file)))).toEqual(['cli/compose.ts'])
  })

  it('have no file over 400 lines', () => {
    expect(files.filter(file => read(file).split('\n').length > 400)).toEqual([])
  })
})
