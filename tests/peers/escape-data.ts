import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [granted, foreign] = ['a'.repeat(64), 'b'.repeat(64)]
const objectName = (sha256: string) => join('objects', sha256.slice(0, 2), sha256)

/** What lies in a data folder made by makeEscapeData: two stored objects and a secret, by their paths in it. */
export const escapeData = {
  /** The SHA-256 of the object that scripts are granted: one column `n` that is 42. */
  granted,
  foreignObject: objectName(foreign),
  secret: 'secrets/token',
}

/** Fills a data folder as a stack has one; only the file's mode keeps a secret from other accounts. */
export async function makeEscapeData(data: string, secretMode: number): Promise<void> {
  const duckdb = await DuckDBInstance.create(':memory:')
  const connection = await duckdb.connect()
  for (const sha256 of [granted, foreign]) {
    const file = join(data, objectName(sha256))
    await mkdir(dirname(file), { recursive: true })
    await connection.run(`copy (select 42 as n) to '${file}' (format parquet)`)
  }
  connection.closeSync()
  duckdb.closeSync()
  const secret = join(data, escapeData.secret)
  await mkdir(dirname(secret), { recursive: true })
  await writeFile(secret, 'secret')
  await chmod(secret, secretMode)
}
