// Makes the recipient's page: one HTML file with everything in it, the same bytes from the same sources on every machine.
// By itself: `npm run opener` builds dist/opener.html and writes its SHA-256 into docs/opener.md.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, transform } from 'esbuild'

/** Browsers of 2023: docs/opener.md says which and why. */
const target = ['chrome110', 'firefox113', 'safari16.4']
const zipJs = 'node_modules/@zip.js/zip.js'
const here = join(import.meta.dirname, '..')

if (import.meta.main) {
  const sha256 = await buildOpener(join(here, 'dist/opener.html'))
  const page = join(here, 'docs/opener.md')
  writeFileSync(page, readFileSync(page, 'utf8').replace(/^[0-9a-f]{64}(?= {2}opener\.html$)/m, sha256))
  process.stdout.write(`${sha256}  opener.html\n`)
}

/** Writes the page made of the sources below `root` and answers its SHA-256 in hex. */
export async function buildOpener(path: string, root = here): Promise<string> {
  const page = fill(readFileSync(join(root, 'opener/page.html'), 'utf8'), await parts(root))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, page)
  return createHash('sha256').update(page).digest('hex')
}

async function parts(root: string): Promise<Record<string, string>> {
  const [script, style] = [inlined(await bundled(root), 'script'), inlined(await styled(root), 'style')]
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const licence = readFileSync(join(root, zipJs, 'LICENSE'), 'utf8')
    .trim()
    .replaceAll('--', '- -')
  return { policy: policy.join('; '), script, style, licence }
}

async function bundled(root: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['opener/main.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target,
    charset: 'utf8',
    legalComments: 'none',
    // by its file: zip.js exports the whole of a reader, or nothing
    alias: { 'zip.js/cipher': `./${zipJs}/lib/core/streams/codecs/aes-hmac-sha1.js` },
    tsconfigRaw: {},
    logLevel: 'warning',
  })
  return outputFiles.map(({ text }) => text.trim()).join()
}

async function styled(root: string): Promise<string> {
  const css = readFileSync(join(root, 'opener/style.css'), 'utf8')
  return (await transform(css, { loader: 'css', minify: true, target })).code.trim()
}

/** What stands between the tags must not end them, nor begin a comment (HTML Standard, 4.12.1.3). */
function inlined(text: string, tag: string): string {
  const safe = text.replace(/<\/(script|style)/gi, '<\\/$1').replaceAll('<!--', '<\\!--')
  if (new RegExp(`</${tag}|<!--`, 'i').test(safe)) throw new Error(`the ${tag} of the page cannot be inlined`)
  return safe
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/(?:\/\*)?\{\{(\w+)\}\}(?:\*\/)?/g, (_, name: string) => values[name] ?? '')
}
