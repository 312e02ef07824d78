const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** A number of bytes in powers of 1024, with one decimal from KiB on: 1.5 GiB. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  // What would be rounded to 1024.0 belongs to the next unit.
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`
}
