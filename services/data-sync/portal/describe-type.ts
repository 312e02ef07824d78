const words: Readonly<Record<string, string>> = {
  VARCHAR: 'Text',
  BOOLEAN: 'Yes or no',
  TINYINT: 'Whole number',
  SMALLINT: 'Whole number',
  INTEGER: 'Whole number',
  BIGINT: 'Whole number',
  HUGEINT: 'Whole number',
  UTINYINT: 'Whole number',
  USMALLINT: 'Whole number',
  UINTEGER: 'Whole number',
  UBIGINT: 'Whole number',
  UHUGEINT: 'Whole number',
  FLOAT: 'Number',
  DOUBLE: 'Number',
  DECIMAL: 'Decimal number',
  DATE: 'Date',
  TIME: 'Time of day',
  TIMESTAMP: 'Date and time',
  'TIMESTAMP WITH TIME ZONE': 'Date and time, with zone',
  INTERVAL: 'Duration',
  UUID: 'Identifier (UUID)',
  BLOB: 'Bytes',
  JSON: 'JSON',
  ENUM: 'One of a list',
  STRUCT: 'Structure',
  MAP: 'Map',
}

/** A DuckDB type in words; a type that has none is its own name. */
export function describeType(type: string): string {
  const exact = type.trim().toUpperCase()
  if (/\[\d*\]$/.test(exact)) return 'List'
  return words[exact] ?? words[exact.replace(/\s*\(.*$/s, '')] ?? type
}
