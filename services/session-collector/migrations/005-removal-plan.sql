create function session_collector.removal_plan(person text) returns table (what text, count bigint)
language sql stable as $$
  select 'Sessions: figures go at once, copies and redacted twins with the next collections', count(*)
  from session_collector.session where username = person
$$;
