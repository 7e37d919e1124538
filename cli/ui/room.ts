/** Columns and rows. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Title, rule, and below the body a rule and the line of keys. */
const around = 4

/** The least that is drawn for; a smaller terminal shows the upper left part. */
const least: Size = { columns: 40, rows: 12 }
const most = 200

/** What a screen may fill. The last row of the terminal stays free: a frame that fills it makes some terminals scroll. */
export function roomIn({ columns, rows }: Size): Size {
  return {
    columns: Math.min(most, Math.max(least.columns, columns)) - 2,
    rows: Math.max(least.rows, rows) - 1 - around,
  }
}
