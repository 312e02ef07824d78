import { z } from 'zod'

const onLine = (text: string) => !/[\r\n\0]/.test(text)

/** Any letter that does not end a line. */
const delimiter = z
  .string()
  .length(1, 'must be one character')
  .refine(onLine, 'must not be the end of a line')

/** One byte: what reads the files knows no others. */
const mark = z
  .string()
  .regex(/^[\u0001-\u007f]$/, 'must be one character of ASCII')
  .refine(onLine, 'must not be the end of a line')

const dialectOptions = {
  delimiter: delimiter
    .optional()
    .describe('What separates the fields; by default a comma, a tab for .tsv'),
  quote: mark.optional().describe('What encloses a field; by default "'),
  escape: mark
    .optional()
    .describe('What stands before a quote inside a field; by default the quote'),
  encoding: z
    .string()
    .refine(isEncoding, 'is not known; for example windows-1250 or utf-16le')
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
    // Timers count milliseconds in 32 bits: one that is longer would be over at once.
    .max(2_000_000)
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

/** Labels of the WHATWG Encoding Standard. */
function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding.length > 0
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

export type FilesConfig = z.infer<typeof filesConfig>
export type TableOptions = z.infer<typeof tableOptions>
