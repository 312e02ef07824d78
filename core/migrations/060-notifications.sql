-- One log of everything that people are told. The single row of core.inbox is its lock and its head: a
-- number is given only by a transaction that holds the row until it commits, so the numbers have no
-- holes, and whoever has read up to one has missed nothing before it.
create table core.inbox (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null default gen_random_uuid(),
  head bigint not null default 0
);
insert into core.inbox default values;

create table core.notification (
  seq bigint primary key,
  id uuid not null default gen_random_uuid() unique,
  -- A person's username; no reference, so that the gateway also works for names it does not know.
  username text not null,
  -- The sender's own mark: the same one twice within a day is one notification.
  key text,
  collapse_key text,
  priority smallint not null default 0,
  body json not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  read_at timestamptz,
  dismissed_at timestamptz
);
create index notification_of on core.notification (username, seq desc);
create index notification_unread on core.notification (username) where read_at is null and dismissed_at is null;
create unique index notification_key on core.notification (username, key) where key is not null;
create index notification_created on core.notification (created_at);

-- What retention has taken away from a person: a cursor below it has a gap.
create table core.inbox_pruned (
  username text primary key,
  seq bigint not null
);

-- Images come as bytes and are shown to their owner alone.
create table core.notification_image (
  id uuid primary key default gen_random_uuid(),
  username text not null,
  type text not null check (type in ('image/png', 'image/jpeg')),
  bytes bytea not null,
  created_at timestamptz not null default now()
);

-- How far a channel has read the log.
create table core.channel (
  name text primary key,
  seq bigint not null
);

-- What a channel still has to bring, or could not; the delivered ones stay as long as the notification.
create table core.delivery (
  channel text not null,
  seq bigint not null references core.notification (seq) on delete cascade,
  username text not null,
  attempts integer not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text,
  delivered_at timestamptz,
  failed_at timestamptz,
  primary key (channel, seq)
);
create index delivery_due on core.delivery (channel, username, seq)
  where delivered_at is null and failed_at is null;
create index delivery_seq on core.delivery (seq);

-- Nothing here: the channel brings everything at any hour.
create table core.channel_preference (
  username text not null,
  channel text not null,
  muted boolean not null default false,
  -- No delivery between these two, in the time zone of the person.
  quiet_from time,
  quiet_until time,
  time_zone text not null default 'UTC',
  primary key (username, channel),
  check ((quiet_from is null) = (quiet_until is null))
);

-- Stores notifications in their order, as one group, and wakes who follows the log. `row` is the place in
-- the group; a key that is known within a day gives the number that it has already.
create function core.post_notifications(
  usernames text[], bodies text[], keys text[], collapse_keys text[], priorities smallint[], ttls integer[]
) returns table (place integer, seq bigint, id uuid, duplicate boolean)
language plpgsql as $$
declare
  before bigint;
  stored bigint;
begin
  select inbox.head into strict before from core.inbox for update;
  if exists (select from unnest(keys) as k where k is not null) then
    update core.notification old set key = null
      from unnest(usernames, keys) as given (username, key)
      where old.username = given.username and old.key = given.key
        and old.created_at < now() - interval '1 day';
  end if;
  return query
    with given as (
      select g.*, row_number() over (partition by g.username, coalesce(g.key, g.place::text || chr(1)) order by g.place) as nth
      from unnest(usernames, bodies, keys, collapse_keys, priorities, ttls)
        with ordinality as g (username, body, key, collapse_key, priority, ttl, place)
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
      returning notification.seq, notification.id, notification.username, notification.key
    )
    select given.place::integer,
      coalesce(known.seq, inserted.seq), coalesce(known.id, inserted.id),
      known.place is not null or given.nth > 1
    from given
    left join known on known.place = given.place
    left join fresh on fresh.username = given.username
      and (fresh.place = given.place or (given.key is not null and fresh.key = given.key))
    left join inserted on inserted.seq = fresh.new_seq;
  select max(notification.seq) into stored from core.notification where notification.seq > before;
  if stored is not null then
    update core.inbox set head = stored;
    perform pg_notify('core.inbox', stored::text);
  end if;
end $$;
