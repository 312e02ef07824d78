import { readdir } from 'node:fs/promises'

/** What lies below the folder of homes. */
export interface Homes {
  /** Names of folders that can be somebody's, sorted. */
  readonly people: readonly string[]
  /** What looks like a home and is taken for none, with the reason. */
  readonly passedOver: readonly PassedOver[]
}

/** A home that is left alone, and why. */
export interface PassedOver {
  readonly home: string
  readonly reason: string
}

/** File systems put it at their top; it is nobody's. */
const LOST_AND_FOUND = 'lost+found'

/** Looks through the folder of homes; a new installation has none. */
export async function findHomes(homesDir: string): Promise<Homes> {
  const people: string[] = []
  const passedOver: PassedOver[] = []
  for (const entry of await entriesOf(homesDir)) {
    const home = entry.name
    if (home === LOST_AND_FOUND) continue
    if (entry.isSymbolicLink()) passedOver.push({ home, reason: 'it is a link' })
    else if (!entry.isDirectory()) continue
    else if (/^[A-Za-z0-9_][\w.-]{0,63}$/.test(home)) people.push(home)
    else passedOver.push({ home, reason: 'no username looks like this' })
  }
  return { people: people.toSorted(), passedOver }
}

/** The people who have a folder below the folder of homes, by name. */
export async function findPeople(homesDir: string): Promise<readonly string[]> {
  return (await findHomes(homesDir)).people
}

async function entriesOf(homesDir: string) {
  try {
    return await readdir(homesDir, { withFileTypes: true })
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}
