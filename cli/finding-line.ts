import type { Finding } from '../lib/finding.ts'
import { bad, line, type Text, warn } from './style.ts'

export function findingLine({ level, message, at }: Finding): Text {
  const mark = level === 'error' ? bad('error') : level === 'warning' ? warn('warning') : 'note'
  return line`${mark}: ${message}${at === undefined ? '' : ` (${at})`}`
}
