import type { ClientBase } from 'pg'
import { AppError } from '../errors.ts'

/** A table, and its columns that hold data. */
export interface TableDescription {
  readonly name: string
  readonly columns: readonly string[]
}

/** What makes the schemas of a database again, from nothing. Names are quoted and qualified. */
export interface SchemaDescription {
  readonly schemas: readonly string[]
  readonly tables: readonly TableDescription[]
  readonly sequences: readonly string[]
  /** Statements that go before the rows: schemas, sequences, tables, functions, defaults. */
  readonly before: readonly string[]
  /** Those that go after them: keys, checks, indexes, views, triggers. */
  readonly after: readonly string[]
}

/**
 * Reads the schemas that the stack's parts own, in the client's transaction. PostgreSQL itself writes the definitions, so what comes out is
 * what it would take; a kind of object that is not known here is refused, never left out.
 */
export async function describeSchema(client: ClientBase): Promise<SchemaDescription> {
  // Then every name in a definition is qualified.
  await client.query(`set local search_path = ''`)
  const schemas = await column(
    client,
    `select nspname from pg_catalog.pg_namespace where nspname in
       (select replace(owner, '-', '_') from core.migration union select 'core') order by 1`,
  )
  const ask = (sql: string) => column(client, sql, schemas)
  const unknown = await ask(UNKNOWN)
  if (unknown.length > 0) {
    throw new AppError(500, 'unknown_objects', `cannot be backed up yet: ${unknown.join(', ')}`, {
      remedy:
        'Use tables, sequences, views, functions, triggers, indexes and enumerations, as plain ones.',
    })
  }
  const { rows: tables } = await client.query<TableDescription>(TABLES, [schemas])
  return {
    schemas,
    tables,
    sequences: await ask(SEQUENCES),
    before: [
      ...schemas.map((name) => `create schema ${client.escapeIdentifier(name)}`),
      ...(await ask(ENUMERATIONS)),
      ...(await ask(OWN_SEQUENCES)),
      ...(await ask(CREATE_TABLES)),
      ...(await ask(FUNCTIONS)),
      ...(await ask(DEFAULTS)),
      ...(await ask(SEQUENCE_OWNERS)),
    ],
    after: [
      ...(await ask(CONSTRAINTS)),
      ...(await ask(INDEXES)),
      ...(await ask(VIEWS)),
      ...(await ask(TRIGGERS)),
    ],
  }
}

async function column(
  client: ClientBase,
  text: string,
  schemas?: readonly string[],
): Promise<readonly string[]> {
  const values = schemas ? [schemas] : []
  const { rows } = await client.query<string[]>({ text, values, rowMode: 'array' })
  return rows.map(([value = '']) => value)
}

const ours = (namespace: string) =>
  `${namespace} in (select oid from pg_namespace where nspname = any($1))`

const UNKNOWN = `
  select case relkind when 'p' then 'partitioned table ' when 'm' then 'materialized view ' when 'f' then
    'foreign table ' when 'c' then 'composite type ' else 'relation ' end || oid::regclass
    from pg_class where ${ours('relnamespace')} and relkind not in ('r', 'S', 'v', 'i', 't')
  union all select 'inheritance of ' || inhrelid::regclass from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where ${ours('c.relnamespace')} and c.relkind = 'r'
  union all select 'type ' || oid::regtype from pg_type where ${ours('typnamespace')} and typtype in ('d', 'r')
  union all select 'aggregate ' || oid::regprocedure from pg_proc
    where ${ours('pronamespace')} and prokind in ('a', 'w')
  union all select 'policy ' || polname || ' of ' || polrelid::regclass from pg_policy p
    join pg_class c on c.oid = p.polrelid where ${ours('c.relnamespace')}
  union all select 'rule ' || rulename || ' of ' || ev_class::regclass from pg_rewrite r
    join pg_class c on c.oid = r.ev_class where ${ours('c.relnamespace')} and rulename <> '_RETURN'
  union all select 'row security of ' || oid::regclass from pg_class
    where ${ours('relnamespace')} and (relrowsecurity or relforcerowsecurity)
  union all select 'options of view ' || oid::regclass from pg_class
    where ${ours('relnamespace')} and relkind = 'v' and reloptions is not null
  union all select 'switched trigger ' || tgname || ' of ' || tgrelid::regclass from pg_trigger t
    join pg_class c on c.oid = t.tgrelid where ${ours('c.relnamespace')} and tgenabled <> 'O'
  union all select 'generated column ' || attname || ' of ' || attrelid::regclass || ', which calls a function of ours'
    from pg_attribute a join pg_class c on c.oid = attrelid and relkind = 'r'
    join pg_attrdef d on adrelid = attrelid and adnum = attnum
    where ${ours('c.relnamespace')} and attgenerated = 's' and exists (select from pg_depend p
      join pg_proc f on f.oid = p.refobjid where p.classid = 'pg_attrdef'::regclass and p.objid = d.oid
        and p.refclassid = 'pg_proc'::regclass and ${ours('f.pronamespace')})`

const TABLES = `
  select c.oid::regclass::text as name, array_agg(quote_ident(attname) order by attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where ${ours('relnamespace')} and relkind = 'r' and attnum > 0 and not attisdropped and attgenerated = ''
  group by c.oid order by 1`

const SEQUENCES = `
  select oid::regclass::text from pg_class where ${ours('relnamespace')} and relkind = 'S' order by 1`

const ENUMERATIONS = `
  select format('create type %s as enum (%s)', t.oid::regtype,
    string_agg(quote_literal(enumlabel), ', ' order by enumsortorder))
  from pg_type t join pg_enum e on e.enumtypid = t.oid where ${ours('typnamespace')} group by t.oid order by 1`

const options = `format('start %s increment %s minvalue %s maxvalue %s cache %s%s', seqstart, seqincrement,
  seqmin, seqmax, seqcache, case when seqcycle then ' cycle' else '' end)`

/** The sequence of an identity column comes with its table. */
const OWN_SEQUENCES = `
  select format('create sequence %s as %s ', seqrelid::regclass, format_type(seqtypid, null)) || ${options}
  from pg_sequence s join pg_class c on c.oid = seqrelid where ${ours('relnamespace')} and not exists
    (select from pg_depend where objid = seqrelid and classid = 'pg_class'::regclass and deptype = 'i')
  order by 1`

const CREATE_TABLES = `
  select format('create %stable %s (%s)%s', case relpersistence when 'u' then 'unlogged ' else '' end,
    c.oid::regclass, string_agg(format('%I %s', attname, format_type(atttypid, atttypmod))
      || case when attcollation <> typcollation then
        (select format(' collate %I.%I', nspname, collname) from pg_collation k
         join pg_namespace n on n.oid = collnamespace where k.oid = attcollation) else '' end
      || case when attgenerated = 's' then format(' generated always as (%s) stored', pg_get_expr(adbin, adrelid))
        when attidentity <> '' then (select format(' generated %s as identity (sequence name %s ',
          case attidentity when 'a' then 'always' else 'by default' end, seqrelid::regclass) || ${options} || ')'
          from pg_depend p join pg_sequence s on s.seqrelid = p.objid
          where p.refobjid = c.oid and p.refobjsubid = attnum and p.deptype = 'i') else '' end
      || case when attnotnull then ' not null' else '' end, ', ' order by attnum),
    ' with (' || array_to_string(reloptions, ', ') || ')')
  from pg_class c join pg_attribute a on a.attrelid = c.oid and attnum > 0 and not attisdropped
  join pg_type t on t.oid = atttypid
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = attnum
  where ${ours('relnamespace')} and relkind = 'r'
  group by c.oid order by c.oid::regclass::text`

const FUNCTIONS = `
  select pg_get_functiondef(oid) from pg_proc where ${ours('pronamespace')} and prokind in ('f', 'p')
  order by oid::regprocedure::text`

const DEFAULTS = `
  select format('alter table %s alter column %I set default %s', adrelid::regclass, attname,
    pg_get_expr(adbin, adrelid))
  from pg_attrdef join pg_class c on c.oid = adrelid
  join pg_attribute on attrelid = adrelid and attnum = adnum
  where ${ours('relnamespace')} and attgenerated = '' and relkind = 'r' order by 1`

const SEQUENCE_OWNERS = `
  select format('alter sequence %s owned by %s.%I', objid::regclass, refobjid::regclass, attname)
  from pg_depend join pg_class c on c.oid = objid and relkind = 'S'
  join pg_attribute on attrelid = refobjid and attnum = refobjsubid
  where classid = 'pg_class'::regclass and deptype = 'a' and ${ours('relnamespace')} order by 1`

/** A foreign key needs the key it points at; what is not null stands with its column. */
const CONSTRAINTS = `
  select format('alter table %s add constraint %I ', conrelid::regclass, conname) || pg_get_constraintdef(oid)
  from pg_constraint where ${ours('connamespace')} and contype in ('p', 'u', 'x', 'c', 'f')
  order by contype = 'f', conrelid::regclass::text, conname`

const INDEXES = `
  select pg_get_indexdef(indexrelid) from pg_index join pg_class c on c.oid = indrelid
  where ${ours('relnamespace')} and relkind = 'r'
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  order by 1`

const VIEWS = `
  select format('create view %s as %s', oid::regclass, pg_get_viewdef(oid)) from pg_class
  where ${ours('relnamespace')} and relkind = 'v' order by oid`

const TRIGGERS = `
  select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid
  where ${ours('relnamespace')} and not tgisinternal order by 1`
