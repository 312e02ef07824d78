import { readInside } from '#core/files/open-inside.ts'
import type { RunAnswer } from './run-request.ts'

const MAX_BYTES = 2 * 1024 * 1024
const USUAL = 'image.png'
const magic = [
  { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
] as const

/**
 * The picture that a run left in its folder: `image.png`, or the plain file name that it printed as
 * `image_path`. Links, other files, what is no PNG or JPEG and what is too large are no picture.
 */
export async function runImage(scratch: string, stdout: string): Promise<RunAnswer['image']> {
  const name = nameIn(stdout)
  if (name === undefined) return undefined
  const read = await readInside(scratch, name, MAX_BYTES).catch(() => undefined)
  if (!read || read.cut) return undefined
  const { bytes } = read
  const found = magic.find((kind) => bytes.subarray(0, kind.bytes.length).equals(kind.bytes))
  return found && { type: found.type, base64: bytes.toString('base64') }
}

/** Undefined for a name that is none; scripts that print no name mean `image.png`. */
function nameIn(stdout: string): string | undefined {
  try {
    const { image_path: path } = JSON.parse(stdout) as { image_path?: unknown }
    if (path === undefined || path === null) return USUAL
    if (typeof path !== 'string') return undefined
    const name = path.split('/').at(-1) ?? ''
    return /^[\w][\w.-]{0,99}$/.test(name) ? name : undefined
  } catch (error) {
    // What is no JSON names no picture; the runner tells the owner.
    if (error instanceof SyntaxError || error instanceof TypeError) return USUAL
    throw error
  }
}
