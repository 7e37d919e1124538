import { inject } from 'vitest'
import { fuzz } from './fuzz.ts'

fuzz(inject('figures') === 'full' ? 20_000 : 1_000)
