import { z } from 'zod'

const character = z.string().length(1)

const dialectOptions = {
  delimiter: character
    .optional()
    .describe('What separates the fields; by default a comma, a tab for .tsv'),
  quote: character.optional().describe('What encloses a field; by default "'),
  escape: character
    .optional()
    .describe('What stands before a quote inside a field; by default the quote'),
  encoding: z
    .string()
    .min(1)
    .optional()
    .describe('By default utf-8; for example windows-1250 or utf-16le'),
  header: z
    .union([z.literal(true), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('True when the first line names the columns, which is the default; else their names'),
}

/** The section `config` of a source that reads files. */
export const filesConfig = z.strictObject({
  folder: z
    .string()
    .min(1)
    .optional()
    .describe('The folder with the files; relative to the folder of instance.yaml'),
  ...dialectOptions,
  maxBytes: z
    .number()
    .int()
    .positive()
    .default(20 * 2 ** 30)
    .describe('A download larger than this fails'),
  timeoutSeconds: z
    .number()
    .int()
    .positive()
    .default(1800)
    .describe('A download that takes longer fails'),
})

/** The section `options` of one table; what it names wins over the source's. */
export const tableOptions = z.strictObject({
  format: z
    .enum(['csv', 'json', 'jsonl', 'parquet'])
    .optional()
    .describe('By default what the extension says'),
  ...dialectOptions,
})

export type FilesConfig = z.infer<typeof filesConfig>
export type TableOptions = z.infer<typeof tableOptions>
