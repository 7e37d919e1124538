import type { CorpusName, Scale } from './corpus.ts'

/** See `makeAll` in `shelf.ts`. Whoever changes a corpus changes its digest, and no figure before can be compared. */
export const digests: Readonly<Record<Scale, Readonly<Record<CorpusName, string>>>> = {
  full: {
    'export.csv': '595af28238dc25c66d9fcd15c3cc8b5b4b0ee31ec33777fa12fa17f0fa27e7cf',
    mixed: '8382cf8b29f1afa483d136d7f92a7ef3b1a885e882c4fb293b6017e3dc80cdc8',
    tiny: '3c2440479b6b595d1e7cb8b09ddad449b555599dfcd9a0ae07d3f24786e3f0db',
    random: '48a708cd14199acbb15de41c7c4134b248c0ec43d17c442b209aaf9d88ecc91e',
  },
  quick: {
    'export.csv': 'd8d206012e6fa350e469408cc4c3af8909ec33ec4bf94cccfce2f4b7eda6776c',
    mixed: '601e1706806311e87104b26f4cce61fcbc90cadd71577b1d1a1971386af5dade',
    tiny: 'a14468d2df03fdf8489bce916563db12165176727f223fc44a20f722fc7490cc',
    random: 'c81637bbd248f6e613483912979086cee231ea5bdbb9f55fa5b8833430986667',
  },
}
