/** xterm's alternate screen (DECSET 1049), wiped (ECMA-48 8.3.39 ED, 8.3.21 CUP) on the way in and out. */
export const enterScreen = '\x1b[?1049h\x1b[2J\x1b[H'
export const leaveScreen = '\x1b[2J\x1b[?1049l'

/**
 * Puts back what a program on a screen of its own may have left behind: the alternate screen, wiped; bracketed paste and
 * synchronised output (DEC private modes 2004 and 2026), colours (ECMA-48 8.3.117 SGR) and the hidden cursor (DECTCEM).
 * Entered first, the alternate screen can be wiped and left by a terminal that was not on it, which loses nothing.
 */
export const resetModes = `\x1b[?2026l${enterScreen}${leaveScreen}\x1b[?2004l\x1b[0m\x1b[?25h`
