import { palette } from '../../scripts/palette.ts'

const [grey = '', , green = '', yellow = '', blue = ''] = palette

/** By meaning: ours, others, a limit, what stands back. */
export const colours = { ours: green, theirs: blue, limit: yellow, quiet: grey, grid: '#39414c' }
