import type { Queries } from '../catalogue/load-catalogue.ts'

/** How many items there were at the end of a week (of this one: now), and how many of them were accepted then. */
export interface Week {
  readonly week: Date
  readonly items: number
  readonly accepted: number
}

/** The last 26 weeks, the oldest first, whatever became of the items since. */
export async function growthOf(queries: Queries): Promise<readonly Week[]> {
  const { rows } = await queries.query<Week>(
    `with span as (
       select status, at, lead(at) over (partition by item_id order by at) as until
       from corporate_memory.item_status
     )
     select w as week, count(s.status) as items,
       count(s.status) filter (where s.status = 'accepted') as accepted
     from generate_series(date_trunc('week', now()) - interval '25 weeks', date_trunc('week', now()),
       interval '1 week') w
     left join span s on s.at < w + interval '1 week'
       and (s.until is null or s.until >= w + interval '1 week')
       and s.status not in ('merged', 'withdrawn', 'rejected')
     group by w order by w`,
  )
  return rows
}

/** What a category has: items, how many of them are accepted, and the people whose notes say them. */
export interface Coverage {
  readonly category: string
  readonly items: number
  readonly accepted: number
  readonly people: number
}

export async function coverageOf(queries: Queries): Promise<readonly Coverage[]> {
  const { rows } = await queries.query<Coverage>(
    `select i.category, count(distinct i.id) as items,
       count(distinct i.id) filter (where i.status = 'accepted') as accepted,
       count(distinct s.username) as people
     from corporate_memory.item i
     left join corporate_memory.source s on s.item_id = i.id and s.alive
     where i.status not in ('merged', 'withdrawn', 'rejected')
     group by i.category order by items desc, i.category`,
  )
  return rows
}
