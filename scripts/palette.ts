/** Colours of the pictures in docs/. Each picture brings its own panel, so that it reads the same on a light and a dark page. */
export const panel = '#1f242b'
export const ink = '#d5dae1'
/** The sixteen colours of ECMA-48 SGR 30–37 and their bright forms, each at least 4.5:1 on the panel (WCAG 1.4.3). */
export const palette =
  '#8b949e #f0787a #6fbf73 #d6a94a #6ca8f0 #c78be0 #4fb8c4 #d5dae1 #9aa4af #ff9a9c #8fd694 #f0c866 #8fc0ff #dba8f2 #78d5e0 #ffffff'.split(
    ' ',
  )
