import { formatBytes } from '#core/portal/format-bytes.ts'
import type { Run } from '../engine/runs.ts'

/** How far a running run is: "42%", or "3.0 MiB" while the whole is not known. */
export function runProgress({ status, progress_done, progress_total }: Run): string | undefined {
  if (status !== 'running' || !progress_done) return undefined
  if (!progress_total) return formatBytes(progress_done)
  return `${Math.min(100, Math.floor((100 * progress_done) / progress_total))}%`
}
