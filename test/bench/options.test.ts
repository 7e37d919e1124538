import { describe, expect, it } from 'vitest'
import { optionsFrom } from '../../bench/options.ts'

describe('the options of the bench', () => {
  it('without any: everything, at full size, three rounds; that alone may replace the page in docs/', () => {
    expect(optionsFrom([])).toMatchObject({ scale: 'full', rounds: 3, whole: true })
    for (const argv of [['--quick'], ['--only', 'tiny'], ['--parts', 'packing']]) {
      expect(optionsFrom(argv)).toMatchObject({ whole: false })
    }
  })

  it('chooses corpora and parts', () => {
    const argv = ['--quick', '--only', 'tiny,random', '--parts', 'packing, reading', '--rounds', '1']
    const chosen = { scale: 'quick', corpora: ['tiny', 'random'], parts: ['packing', 'reading'], rounds: 1 }
    expect(optionsFrom(argv)).toMatchObject(chosen)
  })

  it.each([
    [['--only', 'huge']],
    [['--rounds', '0']],
    [['--rounds', 'x']],
    [['--parts', '']],
    [['--fast']],
  ])('refuses %j', argv => {
    expect(() => optionsFrom(argv)).toThrow()
  })
})
