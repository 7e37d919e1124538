/** Where the name of a point goes, so that it lies on no other name and no other point. */
export interface Spot {
  /** Of the point. */
  readonly x: number
  readonly y: number
  readonly label: string
  /** Sought first: to the right, or to the left and below, where a falling line leaves room. */
  readonly side: 'right' | 'below left'
}

/** Base line and start of the text. */
export interface Placed {
  readonly x: number
  readonly y: number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Of letters of 12 px: a little more than most need. */
const LETTER = 7
const REACH = 9

/** In order; the first may choose, and where every place is taken the right side is used all the same. */
export function placeLabels(spots: readonly Spot[]): Placed[] {
  const taken: Box[] = spots.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }))
  return spots.map(({ x, y, label, side }, own) => {
    const wide = label.length * LETTER
    const right = { x: x + REACH, y: y + 4 }
    const places: readonly Placed[] = [
      side === 'right' ? right : { x: x - wide - 5, y: y + 15 },
      { x: x - wide / 2, y: y - 11 },
      { x: x - wide / 2, y: y + 20 },
      { x: x - REACH - wide, y: y + 4 },
      { x: x + REACH, y: y - 9 },
      { x: x + REACH, y: y + 18 },
      { x, y: y - 28 },
      { x, y: y + 36 },
    ]
    const boxOf = (at: Placed): Box => ({ left: at.x, right: at.x + wide, top: at.y - 11, bottom: at.y + 3 })
    const free = places.find(at => !taken.some((box, index) => index !== own && overlap(box, boxOf(at))))
    const chosen = free ?? right
    taken.push(boxOf(chosen))
    return chosen
  })
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
