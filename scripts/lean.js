// Packages that the terminal UI alone loads, a megabyte of source, are made smaller as they are bundled: the less of it there
// is, the sooner the first frame stands. Our own code stays as it is, so that the stack of a bug can be read.
import { readFileSync } from 'node:fs'

const packages =
  /[\\/]node_modules[\\/](?:react-reconciler|scheduler|yoga-layout|ink|cli-truncate|@alcalzone)[\\/].*\.js$/

export const lean = {
  name: 'lean',
  setup({ onLoad, esbuild }) {
    onLoad({ filter: packages }, async ({ path }) => {
      const define = { 'process.env.NODE_ENV': '"production"' }
      // Yoga takes its WebAssembly out of its own text; with `fetch`, for which Node loads a whole HTTP client first.
      if (/yoga-layout/.test(path)) define.fetch = 'undefined'
      const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { minify: true, define, target: 'node24' })
      return { contents: code, loader: 'js' }
    })
  },
}
