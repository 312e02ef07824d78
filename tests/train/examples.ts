import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'

/** A block of a note as its writer would have written it; without `carriers` it is one that tells no secret. */
export interface Example {
  /** The file that it stands in: one writer wrote each, about companies of other trades. */
  readonly writer: string
  readonly text: string
  /** The parts of it that are secret or personal. */
  readonly carriers: readonly string[]
}

const file = z.strictObject({
  secrets: z.array(z.strictObject({ text: z.string(), carriers: z.array(z.string()).min(1) })),
  clean: z.array(z.string()),
})

/** What the rule is trained on, and what it has never seen. */
export const folders = {
  train: join(import.meta.dirname, 'testdata'),
  unseen: join(import.meta.dirname, '../eval/testdata'),
}

/** The examples of all writers of a folder, in the order of their names. Every secret in them is made up. */
export function readExamples(folder: string): readonly Example[] {
  const paths = globSync(join(folder, '*.json')).sort()
  return paths.flatMap((path) => {
    const writer = basename(path, '.json')
    const { secrets, clean } = file.parse(JSON.parse(readFileSync(path, 'utf8')))
    return [
      ...secrets.map((secret) => ({ writer, ...secret })),
      ...clean.map((text) => ({ writer, text, carriers: [] })),
    ]
  })
}
