// Compiles the WebAssembly, bundles the command line, the public API and the recipient's page into dist/; type declarations only where
// TypeScript is asked for them.
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { compileAssembly } from './assembly.js'
import { lean } from './lean.js'
import { buildOpener } from './opener.ts'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
// Beside the old one and then in its place: a command that runs meanwhile finds its files.
const made = `dist.${process.pid}`
await compileAssembly(made)
// Each script of a worker thread is a program of its own (`lib/workers.ts`).
const workers = globSync('{lib,src}/**/*-worker.ts').map(path => [basename(path, '.ts'), path])
await build({
  entryPoints: { main: 'cli/main.ts', index: 'src/index.ts', ...Object.fromEntries(workers) },
  outdir: made,
  bundle: true,
  splitting: true,
  // Bundled, because loading them file by file costs more than they do; the others stay where npm put them.
  external: [
    ...Object.keys(dependencies).filter(name => !['commander', 'zod', 'env-paths', 'ink', 'react'].includes(name)),
    // Ink asks for it in development alone.
    'react-devtools-core',
  ],
  jsx: 'automatic',
  plugins: [lean],
  // React's own build for production is half as large and several times as fast.
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  format: 'esm',
  platform: 'node',
  target: 'node24',
  logLevel: 'warning',
})
await buildOpener(`${made}/opener.html`)
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', `${made}/types`],
  { stdio: 'inherit' },
)
rmSync('dist', { recursive: true, force: true })
renameSync(made, 'dist')
