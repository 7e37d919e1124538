/** Control, bidirectional and invisible characters; joiners and variation selectors are none, since scripts need them. */
export const MARKS = /[\p{Cc}\p{Zl}\p{Zp}]|(?!\p{Join_Control}|\p{VS})[\p{Cf}\p{DI}]/gu
