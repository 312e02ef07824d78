import {
  countIn,
  fieldsIn,
  isFields,
  nameless,
  own,
  textIn,
  timeOf,
  type Fields,
} from './record.ts'

/** The tokens of one answer of a model. */
export interface Usage {
  readonly model: string
  readonly input: number
  readonly output: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  readonly cacheRead: number
  /** Whether the kind of the cache was not said: the cheaper one is taken. */
  readonly estimated: boolean
  /** What the program itself reckoned, in old versions; US dollars. */
  readonly costUsd: number | undefined
  /** An answer that is an error message and costs nothing. */
  readonly free: boolean
  /** When its first row was written. */
  readonly at: number | undefined
  /** Rows of the transcript that hold it. */
  readonly rows: number
}

/**
 * The key by which rows belong to one answer: message and request, the message alone where the request
 * is missing, the row's own id where both are, and what it says where it has none.
 */
function keyOf(record: Fields, message: Fields, line: number): string {
  const id = textIn(message, 'id')
  const request = textIn(record, 'requestId')
  if (id !== undefined) return request === undefined ? id : `${id} ${request}`
  return textIn(record, 'uuid') ?? nameless(record, line)
}

/**
 * Notes the usage of a record of type `assistant`. One answer is written as several rows while it grows:
 * the last one counts, with the time of the first. False when the record has none.
 */
export function noteUsage(usages: Map<string, Usage>, record: Fields, line: number): boolean {
  const message = fieldsIn(record, 'message')
  if (!isFields(own(message, 'usage'))) return false
  const key = keyOf(record, message, line)
  const before = usages.get(key)
  usages.set(key, {
    ...tokensIn(fieldsIn(message, 'usage')),
    model: textIn(message, 'model') ?? before?.model ?? '(unknown)',
    costUsd: costIn(record) ?? before?.costUsd,
    free: own(record, 'isApiErrorMessage') === true,
    at: before?.at ?? timeOf(textIn(record, 'timestamp')),
    rows: (before?.rows ?? 0) + 1,
  })
  return true
}

function tokensIn(usage: Fields) {
  const split = fieldsIn(usage, 'cache_creation')
  const written = countIn(usage, 'cache_creation_input_tokens')
  const [short, long] = [
    countIn(split, 'ephemeral_5m_input_tokens'),
    countIn(split, 'ephemeral_1h_input_tokens'),
  ]
  const isSplit = short + long > 0
  return {
    input: countIn(usage, 'input_tokens'),
    output: countIn(usage, 'output_tokens'),
    // What the split does not explain is of the cheaper kind.
    cacheWrite5m: isSplit ? Math.max(short, written - long) : written,
    cacheWrite1h: long,
    cacheRead: countIn(usage, 'cache_read_input_tokens'),
    estimated: written > 0 && !isSplit,
  }
}

function costIn(record: Fields): number | undefined {
  const cost = own(record, 'costUSD')
  return typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : undefined
}

/** Two looks at the same answer, from two files: whichever saw more of it, and the time of the earlier one. */
export function laterUsage(one: Usage, other: Usage): Usage {
  const most = (pick: (usage: Usage) => number) => Math.max(pick(one), pick(other))
  // What was written to caches is in both; one that does not say to which would count it again.
  const known = [one, other].filter(({ estimated }) => !estimated)
  const written = known.length === 1 ? known : [one, other]
  const mostWritten = (pick: (usage: Usage) => number) => Math.max(...written.map(pick))
  return {
    ...one,
    input: most(({ input }) => input),
    output: most(({ output }) => output),
    cacheWrite5m: mostWritten(({ cacheWrite5m }) => cacheWrite5m),
    cacheWrite1h: mostWritten(({ cacheWrite1h }) => cacheWrite1h),
    cacheRead: most(({ cacheRead }) => cacheRead),
    estimated: one.estimated && other.estimated,
    costUsd: one.costUsd ?? other.costUsd,
    at: one.at === undefined || (other.at ?? Infinity) < one.at ? other.at : one.at,
    rows: one.rows + other.rows,
  }
}
