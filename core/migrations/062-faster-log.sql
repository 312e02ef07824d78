-- Time grows with the number of a notification, so a summary of blocks finds old ones well enough and costs
-- next to nothing when one is stored.
drop index core.notification_created;
create index notification_created on core.notification using brin (created_at);

-- As before, but a group without keys is one plain insert, and one with keys is joined by hashing.
create or replace function core.post_notifications(
  usernames text[], bodies text[], keys text[], collapse_keys text[], priorities smallint[], ttls integer[]
) returns table (place integer, seq bigint, id uuid, duplicate boolean)
language plpgsql as $$
declare
  before bigint;
  stored bigint;
begin
  select inbox.head into strict before from core.inbox for update;
  if not exists (select from unnest(keys) as k where k is not null) then
    stored := before + cardinality(usernames);
    return query
      with inserted as (
        insert into core.notification (seq, username, collapse_key, priority, body, expires_at)
        select before + g.place, g.username, g.collapse_key, coalesce(g.priority, 0), g.body::json,
          now() + make_interval(secs => g.ttl)
        from unnest(usernames, bodies, collapse_keys, priorities, ttls)
          with ordinality as g (username, body, collapse_key, priority, ttl, place)
        returning notification.seq, notification.id
      )
      select (inserted.seq - before)::integer, inserted.seq, inserted.id, false from inserted;
  else
    update core.notification old set key = null
      from unnest(usernames, keys) as given (username, key)
      where old.username = given.username and old.key = given.key
        and old.created_at < now() - interval '1 day';
    return query
      with named as (
        select g.*, coalesce(g.key, chr(1) || g.place) as name
        from unnest(usernames, bodies, keys, collapse_keys, priorities, ttls)
          with ordinality as g (username, body, key, collapse_key, priority, ttl, place)
      ), given as (
        select named.*, row_number() over (partition by named.username, named.name order by named.place) as nth
        from named
      ), known as (
        select given.place, old.seq, old.id from given
        join core.notification old on old.username = given.username and old.key = given.key
      ), fresh as (
        select given.*, before + row_number() over (order by given.place) as new_seq from given
        where given.nth = 1 and not exists (select from known where known.place = given.place)
      ), inserted as (
        insert into core.notification (seq, username, key, collapse_key, priority, body, expires_at)
        select f.new_seq, f.username, f.key, f.collapse_key, coalesce(f.priority, 0), f.body::json,
          now() + make_interval(secs => f.ttl)
        from fresh f order by f.new_seq
        returning notification.seq, notification.id
      )
      select given.place::integer, coalesce(known.seq, inserted.seq), coalesce(known.id, inserted.id),
        known.place is not null or given.nth > 1
      from given
      left join known on known.place = given.place
      left join fresh on fresh.username = given.username and fresh.name = given.name
      left join inserted on inserted.seq = fresh.new_seq;
    select max(notification.seq) into stored from core.notification where notification.seq > before;
  end if;
  if stored > before then
    update core.inbox set head = stored;
    perform pg_notify('core.inbox', stored::text);
  end if;
end $$;
