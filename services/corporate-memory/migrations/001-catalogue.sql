-- What people's notes say together. An id is given once and lives for ever: what becomes of an item is
-- its status. Texts change by versions, and each is kept.
create table corporate_memory.item (
  id text primary key check (id ~ '^km_[0-9a-f]{12,}$'),
  title text not null,
  content text not null,
  category text not null,
  tags text[] not null,
  status text not null check
    (status in ('pending', 'accepted', 'rejected', 'expired', 'withdrawn', 'merged')),
  -- What it was before its last source went; where it comes back, so does this.
  status_before text,
  version integer not null default 1,
  -- Of the words in order: a vote counts for these words only.
  word_hash text not null,
  merged_into text references corporate_memory.item (id),
  -- What a reviewer should look at: it asks for a command, a network, a credential.
  flags text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  accepted_at timestamptz
);

create table corporate_memory.item_version (
  item_id text not null references corporate_memory.item (id),
  version integer not null,
  title text not null,
  content text not null,
  category text not null,
  tags text[] not null,
  actor text not null,
  at timestamptz not null default now(),
  primary key (item_id, version)
);

-- Which block of whose note says it; one that is gone stays as what led to the id.
create table corporate_memory.source (
  username text not null,
  block text not null,
  item_id text not null references corporate_memory.item (id),
  wording text not null,
  line integer not null,
  alive boolean not null default true,
  -- Its owner took it back: it does not return while the note still holds it.
  withdrawn boolean not null default false,
  first_seen_at timestamptz not null default now(),
  primary key (username, block)
);
create index source_item on corporate_memory.source (item_id);

-- What was held back, for its owner: where and what it looks like, never what it is.
create table corporate_memory.quarantine (
  username text not null,
  block text not null,
  rule text not null,
  name text not null,
  line integer not null,
  found_at timestamptz not null default now(),
  primary key (username, block, rule)
);

create table corporate_memory.vote (
  item_id text not null references corporate_memory.item (id),
  username text not null,
  vote smallint not null check (vote in (-1, 1)),
  word_hash text not null,
  at timestamptz not null default now(),
  primary key (item_id, username)
);

-- What people and runs did, with what was before, so that it can be undone.
create table corporate_memory.event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  item_ids text[] not null,
  before jsonb,
  undone_at timestamptz
);
create index event_items on corporate_memory.event using gin (item_ids);

create table corporate_memory.collection (
  only_one boolean primary key default true check (only_one),
  collected_at timestamptz not null,
  people integer not null
);
