import { defineConfig } from 'vitest/config'

/**
 * Three tiers, apart from one another: `quick` is `npm test`; `*.heavy.test.ts` runs in `ci` with reduced figures and in
 * `soak` with the full ones (`inject('figures')` tells which).
 */
const heavy = ['test/**/*.heavy.test.ts']
// Every core: by itself Vitest leaves one free, which is half of a small machine.
const common = {
  testTimeout: 180_000,
  // Building what is tried, and removing 70 000 files, take their time beside other work.
  hookTimeout: 600_000,
  pool: 'forks' as const,
  maxWorkers: '100%',
  // Vitest gives up after a second, which a busy machine takes for a breath.
  expect: { poll: { timeout: 60_000, interval: 20 } },
  globalSetup: 'test/support/programs.ts',
  setupFiles: 'test/support/threads.ts',
}

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'quick', include: ['test/**/*.test.{ts,tsx}'], exclude: heavy } },
      {
        test: { ...common, name: 'ci', include: heavy, testTimeout: 600_000, provide: { figures: 'reduced' } },
      },
      {
        test: { ...common, name: 'soak', include: heavy, testTimeout: 3_600_000, provide: { figures: 'full' } },
      },
    ],
  },
})

declare module 'vitest' {
  interface ProvidedContext {
    figures: 'reduced' | 'full'
  }
}
