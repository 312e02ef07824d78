/** The block of a source that was imported: who said it is known, but not where. */
export function importedBlock(itemId: string): string {
  return `import:${itemId}`
}

/** Whether a source waits for a block of the note to take its place. */
export function isImported({ block }: { readonly block: string }): boolean {
  return block.startsWith('import:')
}
