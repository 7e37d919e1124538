import { copyFileSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')

/**
 * Bundles programs that run beside the command, each into `NAME.js` in `directory`, as users have them: Node that strips types
 * in every thread and every process takes several times as long. `directory` is inside the checkout, so that packages are
 * found. `sources` and `wasm` (what is copied beside them) are patterns below the root.
 */
export async function bundlePrograms(directory: string, sources: readonly string[], wasm: string): Promise<void> {
  const paths = sources.flatMap(pattern => globSync(pattern, { cwd: root }))
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(paths.map(path => [basename(path, '.ts'), path])),
    outdir: directory,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
  })
  for (const path of globSync(wasm, { cwd: root })) copyFileSync(join(root, path), join(directory, basename(path)))
}
