import type { Database } from '#core/database/connect.ts'

export interface Greeting {
  readonly name: string
  readonly at: Date
}

/** What visitors left, in this service's own schema. */
export interface Greetings {
  add(name: string): Promise<void>
  count(): Promise<number>
  /** The newest first. */
  newest(limit: number): Promise<readonly Greeting[]>
}

export function openGreetings({ pool }: Database): Greetings {
  return {
    async add(name) {
      await pool.query('insert into guestbook.greeting (name) values ($1)', [name])
    },
    async count() {
      const { rows } = await pool.query<{ count: number }>(
        'select count(*) from guestbook.greeting',
      )
      return rows[0]?.count ?? 0
    },
    async newest(limit) {
      const { rows } = await pool.query<Greeting>(
        'select name, at from guestbook.greeting order by id desc limit $1',
        [limit],
      )
      return rows
    },
  }
}
