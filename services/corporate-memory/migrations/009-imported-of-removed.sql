-- What was imported of a person stands in no note that could go: it goes with the person as their note does, unless
-- others say it too. Nobody could have taken it back any more.
create or replace function corporate_memory.forget_person() returns trigger language plpgsql as $$
begin
  delete from corporate_memory.vote where username = old.username;
  delete from corporate_memory.quarantine where username = old.username;
  delete from corporate_memory.note where username = old.username;
  update corporate_memory.source
  set username = format('%s (removed, %s)', old.username, left(old.id::text, 8)),
    alive = alive and block not like 'import:%'
  where username = old.username;
  return null;
end $$;

create or replace function corporate_memory.removal_plan(person text)
returns table (what text, count bigint) language sql stable as $$
  with own as (
    select bool_or(s.username <> person) as stays
    from corporate_memory.item i
    join corporate_memory.source s on s.item_id = i.id and s.alive
    where i.status not in ('merged', 'withdrawn')
    group by i.id having bool_or(s.username = person)
  )
  select 'Memory items that only they say, in their note or by an import: withdrawn by the next collection',
    count(*) filter (where not stays) from own
  union all
  select 'Memory items that others say too: they stay', count(*) filter (where stays) from own
  union all
  select 'Votes for memory items: they go at once', count(*)
  from corporate_memory.vote where username = person
$$;
