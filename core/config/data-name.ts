const longest = 63

/** What a dataset or a table may be called after a text of any kind: `Orders 2024` becomes `orders_2024`. */
export function dataNameOf(text: string): string {
  const name = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return (/^[a-z]/.test(name) ? name : `t_${name}`).slice(0, longest)
}
