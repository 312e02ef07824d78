-- What led to items stays with a name that nobody can get: whoever gets the username later is not its author, and
-- neither reads nor takes back what another person had taken back.
create or replace function corporate_memory.forget_person() returns trigger language plpgsql as $$
begin
  delete from corporate_memory.vote where username = old.username;
  delete from corporate_memory.quarantine where username = old.username;
  delete from corporate_memory.note where username = old.username;
  update corporate_memory.source
  set username = format('%s (removed, %s)', old.username, left(old.id::text, 8))
  where username = old.username;
  return null;
end $$;

-- What the next collection does with it; a text that was imported stands in no note that could go.
create function corporate_memory.removal_plan(person text) returns table (what text, count bigint)
language sql stable as $$
  with own as (
    select i.id, bool_or(s.username <> person or s.block like 'import:%') as stays
    from corporate_memory.item i
    join corporate_memory.source s on s.item_id = i.id and s.alive
    where i.status not in ('merged', 'withdrawn')
    group by i.id having bool_or(s.username = person)
  )
  select 'Memory items that only their note says: withdrawn by the next collection',
    count(*) filter (where not stays) from own
  union all
  select 'Memory items that others say too, or that were imported: they stay',
    count(*) filter (where stays) from own
  union all
  select 'Votes for memory items: they go at once', count(*)
  from corporate_memory.vote where username = person
$$;
