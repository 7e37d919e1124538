import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { built, bundle, root } from '../support/built.ts'

/** The three floors of docs/architecture.md, arrows one way: cli → src → lib. */
interface Source {
  /** From the root, such as `lib/zip/write.ts`. */
  readonly path: string
  readonly text: string
  /** Without comments and without what stands in quotes. */
  readonly code: string
  /** Paths from the root, or names of packages. */
  readonly imports: readonly string[]
}

const sources = ['cli', 'src', 'lib'].flatMap(floor =>
  readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => read(join(floor, name))),
)

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;])\/\/.*$/gm, '$1')
  const names = [...bare.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) => name)
  const imports = names.map(name => (name.startsWith('.') ? relative(root, resolve(root, dirname(path), name)) : name))
  return { path, text, code: bare.replace(/'(?:[^'\\\n]|\\.)*'/g, "''"), imports }
}

/** What breaks a rule, as `file: what`. */
function offences(floors: readonly string[], find: (source: Source) => readonly string[]): string[] {
  return sources
    .filter(({ path }) => floors.some(floor => path.startsWith(floor)))
    .flatMap(source => find(source).map(what => `${source.path}: ${what}`))
}

/** `lib/zip` of `lib/zip/write.ts`; null for a single file under `lib/`. */
function folderOf(path: string): string | null {
  const [, folder, file] = path.split('/')
  return path.startsWith('lib/') && file !== undefined ? `lib/${folder}` : null
}

describe('the floors', () => {
  it('are read: every file has been found and its imports too', () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(sources.find(({ path }) => path === 'cli/main.ts')?.imports).toContain('cli/program.ts')
    expect(sources.find(({ path }) => path === 'cli/commands/send.ts')?.imports).toContain('src/view.ts')
  })

  it('lib imports neither src nor cli', () => {
    expect(offences(['lib/'], ({ imports }) => imports.filter(name => /^(src|cli)\//.test(name)))).toEqual([])
  })

  it('src does not import cli', () => {
    expect(offences(['src/'], ({ imports }) => imports.filter(name => name.startsWith('cli/')))).toEqual([])
  })

  it('folders of lib do not import one another, but for the brand of a sealing password', () => {
    const found = offences(['lib/'], ({ path, imports }) =>
      imports.filter(name => folderOf(path) !== null && folderOf(name) !== null && folderOf(name) !== folderOf(path)),
    )
    const allowed = /^lib\/zip\/[^:]+: lib\/password\/sealing-password\.ts$/
    expect(found.filter(line => !allowed.test(line))).toEqual([])
    expect(found).not.toEqual([])
  })

  it('single files under lib import no folder', () => {
    expect(
      offences(['lib/'], ({ path, imports }) =>
        folderOf(path) === null ? imports.filter(name => folderOf(name) !== null) : [],
      ),
    ).toEqual([])
  })

  it('lib and src read no environment, no clock and no randomness of their own', () => {
    const forbidden =
      /process\s*\.\s*(env|argv|hrtime|stdout|stderr|stdin|cwd|exit)|Date\.now|new Date\(\s*\)|Math\.random|performance\.now|console\.|randomBytes|randomUUID|getRandomValues/g
    expect(offences(['lib/', 'src/'], ({ code }) => code.match(forbidden) ?? [])).toEqual([])
  })

  it.each([
    ['cli/compose.ts', 'the real clock and randomness', /Date\.now|process\.hrtime|randomBytes|Math\.random/g],
    ['cli/couriers.ts', 'couriers', /(?<!function )\b(?:sandbox|twilio|http|command)Courier\(/g],
  ])('%s alone wires %s', (place, _, real) => {
    expect(offences(['cli/', 'src/'], ({ path, code }) => (path === place ? [] : (code.match(real) ?? [])))).toEqual([])
  })

  it('the screens of the terminal UI write through the one component that sanitises, and see nothing of what is below src', () => {
    const screens = offences(['cli/ui/'], ({ path, text, imports }) => [
      ...(path.startsWith('cli/ui/parts/') ? [] : (text.match(/import \{[^}]*\bText\b[^}]*\} from 'ink'/g) ?? [])),
      ...imports.filter(name => /^lib\/(zip|ledger|courier)\//.test(name) && path !== 'cli/ui/home-door.ts'),
      ...imports.filter(name => name === 'node:sqlite' || name === 'node:crypto'),
    ])
    expect(screens).toEqual([])
  })

  it('cli/main.ts alone ends the process', () => {
    const ends = /process\.(exit|exitCode|abort)\b/g
    expect(
      offences(['cli/', 'src/', 'lib/'], ({ path, code }) => (path === 'cli/main.ts' ? [] : (code.match(ends) ?? []))),
    ).toEqual([])
  })

  it('no file is longer than 400 lines', () => {
    const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => read(join('test', name)))
    const long = [...sources, ...tests].filter(({ text }) => text.split('\n').length > 401)
    expect(long.map(({ path }) => path)).toEqual([])
  })
})

describe('start-up', () => {
  const heavy = ['@zip.js/zip.js', 'zxcvbn', 'libphonenumber-js']

  beforeAll(built)

  it('the heavy packages are there to be found', () => {
    for (const name of heavy) expect(existsSync(join(root, 'node_modules', name))).toBe(true)
  })

  it.each([
    [['--help']],
    [['log', '--sandbox']],
    [['password']],
    [['status', '--sandbox']],
    [['--version']],
  ])('%j loads none of them', argv => {
    const loaded = loadedBy(argv)
    expect(loaded.filter(url => heavy.some(name => url.includes(`/node_modules/${name}/`)))).toEqual([])
    expect(loaded.filter(holdsUi)).toEqual([])
  })

  it('the terminal UI is bundled, so that the trace can see it', () => {
    const bundled = readdirSync(join(root, 'dist')).filter(name => name.endsWith('.js'))
    expect(bundled.some(name => holdsUi(join(root, 'dist', name)))).toBe(true)
  })

  it('what needs one of them loads it, so the trace can see it', () => {
    const words = ['--sandbox', '--to', 'Ada', '--phone', '+4915112345678', '--purpose', 'Test', '--dry-run']
    expect(loadedBy(['send', 'package.json', ...words]).some(url => url.includes('/libphonenumber-js/'))).toBe(true)
  })
})

/** React or Ink are in it: esbuild names the file that each part came from. */
function holdsUi(url: string): boolean {
  const path = url.startsWith('file:') ? fileURLToPath(url) : url
  return (
    /\/dist\/[^/]+\.js$/.test(path) &&
    /^\/\/ node_modules\/(?:react|ink|react-reconciler)\//m.test(readFileSync(path, 'utf8'))
  )
}

/** The URL of every module that this command line loads. */
function loadedBy(argv: readonly string[]): string[] {
  const place = mkdtempSync(join(tmpdir(), 'waybill-test-'))
  try {
    const trace = join(place, 'trace')
    const preload = join(import.meta.dirname, 'trace-modules.js')
    const env = { PATH: process.env.PATH, WAYBILL_HOME: join(place, 'home'), TRACE: trace }
    execFileSync(process.execPath, ['--import', preload, bundle, ...argv], { cwd: root, env, stdio: 'pipe' })
    return readFileSync(trace, 'utf8').trim().split('\n')
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
