/** The types of PostgreSQL whose binary form is the bytes of their text (pg_type.dat). */
const OIDS = { text: 25, json: 114 } as const

/**
 * An array as PostgreSQL takes it in binary (array_recv): nothing has to be escaped here and read again
 * there. A Buffer as a parameter of `pg` is sent as it is; the parameter must be of exactly this type.
 */
export function binaryArray(type: keyof typeof OIDS, texts: readonly string[]): Buffer {
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const array = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, 20))
  // One dimension, no nulls, the elements' type, how many, and the first one's number.
  for (const [nth, field] of [1, 0, OIDS[type], texts.length, 1].entries()) {
    array.writeInt32BE(field, nth * 4)
  }
  let at = 20
  for (const [nth, text] of texts.entries()) {
    const size = sizes[nth] ?? 0
    array.writeInt32BE(size, at)
    array.write(text, at + 4)
    at += 4 + size
  }
  return array
}
