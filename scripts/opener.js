// Makes the recipient's page: one HTML file with everything in it, the same bytes from the same sources on every machine.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build, transform } from 'esbuild'

/** Browsers of 2023: docs/opener.md says which and why. */
const target = ['chrome110', 'firefox113', 'safari16.4']
const zipJs = 'node_modules/@zip.js/zip.js'

/** Writes the page and answers its SHA-256 in hex. */
export async function buildOpener(path) {
  const page = fill(readFileSync('opener/page.html', 'utf8'), await parts())
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, page)
  return createHash('sha256').update(page).digest('hex')
}

async function parts() {
  const [script, style] = [inlined(await bundled(), 'script'), inlined(await styled(), 'style')]
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  const licence = readFileSync(`${zipJs}/LICENSE`, 'utf8').trim().replaceAll('--', '- -')
  return { policy: policy.join('; '), script, style, licence }
}

async function bundled() {
  const { outputFiles } = await build({
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
    logLevel: 'warning',
  })
  return outputFiles[0].text.trim()
}

async function styled() {
  const css = readFileSync('opener/style.css', 'utf8')
  return (await transform(css, { loader: 'css', minify: true, target })).code.trim()
}

/** What stands between the tags must not end them, nor begin a comment (HTML Standard, 4.12.1.3). */
function inlined(text, tag) {
  const safe = text.replace(/<\/(script|style)/gi, '<\\/$1').replaceAll('<!--', '<\\!--')
  if (new RegExp(`</${tag}|<!--`, 'i').test(safe)) throw new Error(`the ${tag} of the page cannot be inlined`)
  return safe
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function fill(template, values) {
  return template.replace(/(?:\/\*)?\{\{(\w+)\}\}(?:\*\/)?/g, (_, name) => values[name])
}
