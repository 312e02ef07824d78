import { ConfigError } from '#core/errors.ts'
import { bubblewrap } from './bubblewrap.ts'
import { landlock } from './landlock.ts'
import type { Wall } from './wall.ts'

/** In the order in which they are tried. */
const walls: Readonly<Record<string, Wall>> = { bubblewrap, landlock }

/** The wall that holds here, or why none does. */
export type ChosenWall =
  | { readonly wall: Wall; readonly hole?: undefined }
  | { readonly wall?: undefined; readonly hole: string }

/** Takes the first wall that `probe` finds no hole in; `wanted` names one, or is `auto`. */
export async function chooseWall(
  wanted: string,
  probe: (wall: Wall) => Promise<string | undefined>,
): Promise<ChosenWall> {
  const tried = Object.entries(walls).filter(([id]) => wanted === 'auto' || wanted === id)
  if (tried.length === 0) {
    throw new ConfigError([`SCRIPT_WALL must be auto, ${Object.keys(walls).join(' or ')}`])
  }
  if (process.platform !== 'linux') return { hole: 'it needs Linux' }
  const holes: string[] = []
  for (const [id, wall] of tried) {
    const hole = await probe(wall)
    if (hole === undefined) return { wall }
    holes.push(`${id}: ${hole}`)
  }
  return { hole: holes.join('; ') }
}
