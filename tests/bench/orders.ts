import { DuckDBInstance } from '@duckdb/node-api'

/** The types of the columns that `writeOrders` writes. */
export const orderTypes: Readonly<Record<string, string>> = {
  order_id: 'BIGINT',
  customer_code: 'VARCHAR',
  created_at: 'TIMESTAMP WITH TIME ZONE',
  order_date: 'DATE',
  country: 'VARCHAR',
  status: 'VARCHAR',
  amount: 'DECIMAL(18,2)',
  qty: 'BIGINT',
  is_gift: 'BOOLEAN',
  email: 'VARCHAR',
  note: 'VARCHAR',
  score: 'DOUBLE',
}

/**
 * Writes a CSV of orders, the same bytes for the same number of rows: codes with leading zeros, times in
 * UTC, a country NA, an empty quoted status, decimals, gifts that may be unknown, notes over two lines.
 */
export async function writeOrders(path: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB' })
  const db = await instance.connect()
  const secondsApart = 31_500_000 / rows
  await db.run(`COPY (
    SELECT n AS order_id,
      printf('%08d', (n * 7919) % 200000) AS customer_code,
      strftime(TIMESTAMP '2024-01-01' + to_seconds(CAST(n * ${secondsApart} AS BIGINT)), '%Y-%m-%dT%H:%M:%SZ') AS created_at,
      CAST(TIMESTAMP '2024-01-01' + to_seconds(CAST(n * ${secondsApart} AS BIGINT)) AS DATE) AS order_date,
      ['CZ', 'SK', 'DE', 'AT', 'US', 'GB', 'FR', 'NA'][1 + n * 31 % 8] AS country,
      ['new', 'paid', 'shipped', 'returned', ''][1 + n * 17 % 5] AS status,
      CAST((n * 48271 % 10000000) / 100 AS DECIMAL(18,2)) AS amount,
      n * 13 % 50 AS qty,
      CASE n % 3 WHEN 0 THEN 'true' WHEN 1 THEN 'false' END AS is_gift,
      'user' || (n * 69621 % 500000) || '@example.com' AS email,
      CASE WHEN n % 200 = 0 THEN 'quoted, "note"' || chr(10) || 'line two'
           WHEN n % 3 = 0 THEN 'note ' || (n * 7 % 1000) END AS note,
      (n * 16807 % 1000000) / 7.0 AS score
    FROM range(1, ${rows + 1}) t(n)
  ) TO '${path.replaceAll("'", "''")}' (HEADER, DELIMITER ',')`)
  db.closeSync()
  instance.closeSync()
}
