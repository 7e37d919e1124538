/** The few shapes of a chart. Real text, a title and a description: the picture can be read aloud and searched. */
import { ink, panel } from '../../scripts/palette.ts'

export interface Drawing {
  readonly width: number
  readonly height: number
  /** Says what is seen, as one would tell it on the telephone. */
  readonly title: string
  readonly description: string
  readonly shapes: readonly string[]
}

export function svg({ width, height, title, description, shapes }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${panel}"/>`,
    `<g fill="${ink}" font-size="12" font-family="ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif">`,
    ...shapes,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

export interface TextLook {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly fill?: string
  readonly size?: number
  readonly bold?: boolean
}

/** `y` is the base line. */
export function text(x: number, y: number, content: string, { anchor, fill, size, bold }: TextLook = {}): string {
  const look = [
    anchor !== undefined && anchor !== 'start' && ` text-anchor="${anchor}"`,
    fill !== undefined && ` fill="${fill}"`,
    size !== undefined && ` font-size="${size}"`,
    bold === true && ' font-weight="600"',
  ]
  return `<text x="${short(x)}" y="${short(y)}"${look.filter(part => part !== false).join('')}>${escaped(content)}</text>`
}

export function bar(x: number, y: number, width: number, height: number, fill: string, opacity = 1): string {
  const pale = opacity === 1 ? '' : ` opacity="${opacity}"`
  const rx = Math.min(3, width / 2)
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(Math.max(1, width))}" height="${short(height)}" rx="${short(rx)}" fill="${fill}"${pale}/>`
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, dashed = false): string {
  const dash = dashed ? ' stroke-dasharray="4 4"' : ''
  return `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" stroke="${stroke}"${dash}/>`
}

export function path(points: readonly (readonly [number, number])[], stroke: string): string {
  const steps = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`)
  return `<path d="${steps.join(' ')}" fill="none" stroke="${stroke}" stroke-width="2" stroke-linejoin="round"/>`
}

export function dot(x: number, y: number, radius: number, fill: string): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" fill="${fill}" stroke="${panel}" stroke-width="1.5"/>`
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}
