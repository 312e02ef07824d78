import { Client } from 'pg'

const INSERTS = 200

/** How long one row takes until the same database has it on its disk, one after the other, in milliseconds. */
export async function durableInserts(databaseUrl: string): Promise<readonly number[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('create table if not exists bench_row (id bigserial primary key, body text)')
    const took: number[] = []
    for (let n = 0; n < INSERTS; n += 1) {
      const began = performance.now()
      await client.query('insert into bench_row (body) values ($1)', ['x'.repeat(250)])
      took.push(performance.now() - began)
    }
    return took
  } finally {
    await client.end()
  }
}
