import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Room } from '#core/backup/try-migrations.ts'
import type { Installation } from '#core/run/installation.ts'

/**
 * What is free where `ownScratch` puts a database: a volume of the stack's own database is on the disk of the other
 * ones. Undefined for a database on a machine that only its administrator can look at.
 */
export async function scratchRoom({
  env,
  paths,
  units,
}: Pick<Installation, 'env' | 'paths' | 'units'>): Promise<Room | undefined> {
  const { DATABASE_URL: address } = env
  const own = units.services.find(({ manifest }) => manifest.role === 'database')?.manifest.id
  if (address !== undefined && !isHere(address, own)) return undefined
  const path = address === undefined ? tmpdir() : paths.dataDir
  const { bavail, bsize } = await statfs(path)
  return { path, bytes: bavail * bsize }
}

/** By a socket, on this machine, or in the container beside ours. */
function isHere(address: string, own: string | undefined): boolean {
  const url = URL.parse(address)
  if (!url) return false
  const { hostname, searchParams } = url
  const host = searchParams.get('host') ?? hostname
  return host.startsWith('/') || /^(localhost|127\.[\d.]+|\[::1\])$/.test(host) || host === own
}
