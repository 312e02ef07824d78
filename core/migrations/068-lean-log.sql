-- What storing costs is paid by every sender, so this does as little as it can: ids come from outside and
-- grow with time, which keeps their index's newest page the only one that is written, and the answer is the
-- head before this group (place 0) with the places whose key was known already. A group has each key of a
-- person at most once.
create function core.store_notifications(
  ids text[], usernames text[], bodies json[], keys text[], collapse_keys text[], priorities smallint[],
  ttls integer[]
) returns table (place integer, seq bigint, id uuid)
language plpgsql as $$
declare
  before bigint;
  fresh integer := cardinality(ids);
begin
  if keys is null then
    update core.inbox set head = inbox.head + fresh returning inbox.head - fresh into strict before;
    insert into core.notification (seq, id, username, collapse_key, priority, body, expires_at)
      select before + g.place, g.id::uuid, g.username, g.collapse_key, coalesce(g.priority, 0), g.body,
        now() + make_interval(secs => g.ttl)
      from unnest(ids, usernames, bodies, collapse_keys, priorities, ttls)
        with ordinality as g (id, username, body, collapse_key, priority, ttl, place);
  else
    select inbox.head into strict before from core.inbox for update;
    update core.notification old set key = null
      from unnest(usernames, keys) as given (username, key)
      where old.username = given.username and old.key = given.key
        and old.created_at < now() - interval '1 day';
    return query
      select given.place::integer, old.seq, old.id
      from unnest(usernames, keys) with ordinality as given (username, key, place)
      join core.notification old on old.username = given.username and old.key = given.key;
    insert into core.notification (seq, id, username, key, collapse_key, priority, body, expires_at)
      select before + row_number() over (order by g.place), g.id::uuid, g.username, g.key, g.collapse_key,
        coalesce(g.priority, 0), g.body, now() + make_interval(secs => g.ttl)
      from unnest(ids, usernames, bodies, keys, collapse_keys, priorities, ttls)
        with ordinality as g (id, username, body, key, collapse_key, priority, ttl, place)
      where not exists (
        select from core.notification old where old.username = g.username and old.key = g.key);
    get diagnostics fresh = row_count;
    if fresh > 0 then
      update core.inbox set head = before + fresh;
    end if;
  end if;
  if fresh > 0 then
    perform pg_notify('core.inbox', (before + fresh)::text);
  end if;
  return query select 0, before, null::uuid;
end $$;
