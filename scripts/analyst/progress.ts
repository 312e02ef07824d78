import { formatBytes } from '#core/portal/format-bytes.ts'
import { formatSeconds } from './format-seconds.ts'
import type { Io } from './io.ts'

/** Counts what arrives and shows it: a bar on a terminal, now and then a line elsewhere. */
export interface Progress {
  add(bytes: number): void
  /** One object is complete. */
  finished(): void
  readonly bytes: number
  /** Removes the bar. */
  end(): void
}

/** How the work stands. */
export interface Standing {
  readonly bytes: number
  readonly totalBytes: number
  readonly objects: number
  readonly totalObjects: number
  readonly seconds: number
}

const lineEveryMs = 5000
const barEveryMs = 100

/** Shows the fetching of `totalObjects` objects of together `totalBytes`. */
export function showProgress(
  io: Io,
  totalBytes: number,
  totalObjects: number,
  now: () => number = Date.now,
): Progress {
  const terminal = io.stderr.isTTY === true
  const began = now()
  let shown = began
  let bytes = 0
  let objects = 0
  const standing = (): Standing => ({
    bytes,
    totalBytes,
    objects,
    totalObjects,
    seconds: (now() - began) / 1000,
  })
  const show = () => {
    if (now() - shown < (terminal ? barEveryMs : lineEveryMs)) return
    shown = now()
    if (terminal) io.stderr.write(`\r${progressBar(standing(), io.stderr.columns || 80)}`)
    else io.stderr.write(`${progressLine(standing())}\n`)
  }
  return {
    add(count) {
      bytes += count
      show()
    },
    finished() {
      objects++
      show()
    },
    get bytes() {
      return bytes
    },
    end() {
      if (terminal) io.stderr.write('\r\u001b[K')
    },
  }
}

/** `120 of 2000 objects, 1.0 of 2.0 GiB, 80 MiB/s, 12 s left` */
export function progressLine({
  bytes,
  totalBytes,
  objects,
  totalObjects,
  seconds,
}: Standing): string {
  const rate = seconds > 0 ? bytes / seconds : 0
  const left = rate > 0 ? `, ${formatSeconds(Math.max(0, totalBytes - bytes) / rate)} left` : ''
  return (
    `${objects} of ${totalObjects} objects, ` +
    `${formatBytes(bytes)} of ${formatBytes(totalBytes)}, ${formatBytes(rate)}/s${left}`
  )
}

/** The line with a bar before it, exactly `columns - 1` wide so that it never wraps. */
export function progressBar(standing: Standing, columns: number): string {
  const line = progressLine(standing)
  const width = Math.min(30, columns - line.length - 4)
  const share = standing.totalBytes === 0 ? 1 : Math.min(1, standing.bytes / standing.totalBytes)
  const full = Math.round(share * width)
  const bar = width < 5 ? '' : `[${'#'.repeat(full)}${'-'.repeat(width - full)}] `
  return (bar + line).slice(0, columns - 1).padEnd(columns - 1)
}
