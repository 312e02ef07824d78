/** How a text becomes a value of a type, in SQL. */
export interface ExactCast {
  /** The value, or NULL when the text does not fit. */
  readonly value: string
  /** True when there is a text and it does not fit. */
  readonly misfit: string
  /**
   * For well-formed columns at full speed: the value, or an error on the first text that `misfit` might
   * refuse. Undefined when DuckDB's own reader refuses the same texts.
   */
  readonly strict?: string
}

/** Raised by `strict`; the whole file is then read again with care. */
export const needsCare = 'text does not fit its type at first sight'

const refuse = `error('${needsCare}')`

/**
 * A cast that never alters a value: DuckDB's own rounds 1.5 to 2 for an integer, rounds away the third
 * decimal, and drops the zone of a timestamp, each without a word. Empty text is NULL.
 * @param text SQL of the text. @param rounds true when the operator declared the type and wants rounding to it.
 */
export function exactCast(text: string, type: string, rounds = false): ExactCast {
  if (type === 'VARCHAR') return { value: text, misfit: 'false' }
  const trimmed = `nullif(trim(${text}), '')`
  // TRY_CAST keeps of a list what fits, with NULL in the place of the rest.
  const cast = type.endsWith(']')
    ? `TRY(CAST(${trimmed} AS ${type}))`
    : `TRY_CAST(${trimmed} AS ${type})`
  const fits = fitting(trimmed, cast, type, rounds)
  const strict = strictCast(text, type, rounds)
  return {
    value: fits === undefined ? cast : `CASE WHEN ${fits} THEN ${cast} END`,
    misfit: `(${trimmed} IS NOT NULL AND NOT coalesce(${fits ?? 'true'} AND ${cast} IS NOT NULL, false))`,
    ...(strict !== undefined && { strict }),
  }
}

function fitting(text: string, cast: string, type: string, rounds: boolean): string | undefined {
  if (isInteger(type)) return `regexp_full_match(${text}, '[+-]?[0-9]+([.]0*)?')`
  const decimal = decimalOf(type)
  if (decimal) {
    const finer = mayRound(decimal, rounds) ? 'false' : isFiner(text, cast, decimal.scale)
    return `NOT (${isEmptyZero(text, cast)} OR ${finer})`
  }
  if (type === 'DATE') {
    // DuckDB takes a day, whatever stands behind it.
    return `(regexp_full_match(${text}, '${day}') OR TRY_CAST(${text} AS TIMESTAMP) = ${cast}) AND NOT ${isWord(text)}`
  }
  if (type === 'TIME') return isTimeOfDay(text, rounds)
  if (isMoment(type)) {
    return `NOT (${momentDoubts(text, type, rounds).join(' OR ')})`
  }
  if (isFloating(type)) return `NOT (${tooLarge(text, cast)})`
  if (type === 'BOOLEAN') {
    return `lower(${text}) IN ('true', 'false', 't', 'f', '1', '0', 'yes', 'no', 'y', 'n')`
  }
  return undefined
}

function strictCast(text: string, type: string, rounds: boolean): string | undefined {
  const cast = `CAST(${text} AS ${type})`
  if (isInteger(type)) return guarded(`CAST(${cast} AS VARCHAR) <> ${text}`, cast)
  const decimal = decimalOf(type)
  if (decimal) {
    const point = `strpos(${text}, '.')`
    const tooFine = `(${point} > 0 AND strlen(${text}) - ${point} > ${decimal.scale})`
    const finer = `${tooFine} OR contains(${text}, 'e') OR contains(${text}, 'E')`
    const doubts = mayRound(decimal, rounds) ? [] : [finer]
    return guarded([isEmptyZero(text, cast), ...doubts].join(' OR '), cast)
  }
  if (type === 'DATE') {
    return guarded(`strlen(${text}) <> 10 OR CAST(${cast} AS VARCHAR) <> ${text}`, cast)
  }
  if (type === 'TIME') return guarded(`NOT ${isTimeOfDay(text, rounds)}`, cast)
  if (isMoment(type)) {
    return guarded(momentDoubts(text, type, rounds).join(' OR '), cast)
  }
  if (isFloating(type)) return guarded(tooLarge(text, cast), cast)
  // Read by DuckDB itself these reject what they cannot read; other types silently become NULL there.
  return type === 'BOOLEAN' ? undefined : cast
}

/** Whole numbers of any length are integers, which nobody wants rounded. */
function mayRound({ scale }: { readonly scale: number }, rounds: boolean): boolean {
  return rounds && scale > 0
}

/** A sign and a blank, as spreadsheets write what is not there, is nought to DuckDB. */
function isEmptyZero(text: string, cast: string): string {
  return `(${cast} = 0 AND NOT contains(${text}, '0') AND NOT contains(lower(${text}), 'e'))`
}

/** Whether digits are lost. Not by way of a finer type: of 38 digits, as many as there are, none is finer. */
function isFiner(text: string, cast: string, scale: number): string {
  const digits = `regexp_replace(regexp_replace(${text}, '[eE].*', ''), '[^0-9]', '', 'g')`
  // So many digits come back from a double.
  const isTold = `length(trim(${digits}, '0')) <= 15`
  return `CASE WHEN contains(lower(${text}), 'e')
    THEN NOT (${isTold} AND TRY_CAST(${text} AS DOUBLE) = CAST(${cast} AS DOUBLE))
    ELSE regexp_matches(${text}, '[.][0-9]{${scale}}[0-9]*[1-9]') END`
}

/** A number beyond the range of the type becomes its infinity, which nobody wrote. */
function tooLarge(text: string, cast: string): string {
  return `isinf(${cast}) AND NOT contains(lower(${text}), 'inf')`
}

function isFloating(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT'
}

function guarded(doubt: string, cast: string): string {
  return `CASE WHEN ${doubt} THEN ${refuse} ELSE ${cast} END`
}

const day = '[0-9]+[-/ \\\\][0-9]{1,2}[-/ \\\\][0-9]{1,2}( [(]BC[)])?'

/** Of a date or a zone beside it, and of what is finer than a microsecond, DuckDB says nothing. */
function isTimeOfDay(text: string, rounds: boolean): string {
  const fraction = rounds ? '[0-9]*' : '[0-9]{0,6}0*'
  return `regexp_full_match(${text}, '[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.]${fraction})?)?')`
}

function hasZone(text: string): string {
  return `regexp_matches(${text}, ':.*([zZ]|[+-][0-9]{2}(:?[0-9]{2}){0,2}|[A-Za-z])$')`
}

function isMoment(type: string): boolean {
  return type.startsWith('TIMESTAMP')
}

/** What a cast would alter: a zone where the type has none, what is finer than a microsecond, no end. */
function momentDoubts(text: string, type: string, rounds: boolean): readonly string[] {
  const tooFine = `(strlen(${text}) > 26 AND regexp_matches(${text}, '[.][0-9]{6}[0-9]*[1-9]'))`
  return [
    ...(type.endsWith('ZONE') ? [] : [hasZone(text)]),
    ...(rounds || type === 'TIMESTAMP_NS' ? [] : [tooFine]),
    isWord(text),
  ]
}

/**
 * Whether it is one of the words that DuckDB takes for a moment: infinity, which to other readers of Parquet is a day
 * some million years away, and epoch.
 */
function isWord(text: string): string {
  return `(contains(lower(${text}), 'inf') OR contains(lower(${text}), 'epoch'))`
}

function isInteger(type: string): boolean {
  return /^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type)
}

function decimalOf(type: string): { readonly scale: number } | undefined {
  const match = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)
  return match ? { scale: Number(match[1]) } : undefined
}
