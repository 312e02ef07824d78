/** Whether a folder is the place or lies below it; on machines with Windows folders are parted by the other slash. */
export function isBelow(folder: string, place: string): boolean {
  const above = place.replace(/[/\\]$/, '')
  return folder.startsWith(above) && /^(?:$|[/\\])/.test(folder.slice(above.length))
}
