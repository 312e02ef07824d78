-- Who somebody is. The e-mail address is kept in small letters.
create table core.person (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email)),
  username text not null unique,
  name text not null,
  picture text,
  created_at timestamptz not null default now(),
  last_sign_in_at timestamptz,
  suspended_at timestamptz
);

-- How a login provider knows a person: its own unchanging id, never the address.
create table core.identity (
  provider text not null,
  issuer text not null,
  subject text not null,
  person_id uuid not null references core.person (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (provider, issuer, subject)
);
create index identity_person on core.identity (person_id);

-- Rows of origin 'instance' follow instance.yaml at every start; the others are an administrator's.
create table core.person_group (
  name text primary key check (name ~ '^[a-z][a-z0-9_-]*$'),
  description text,
  origin text not null check (origin in ('built-in', 'instance', 'command'))
);

-- By address, so that a person can be named before they come for the first time.
create table core.membership (
  group_name text not null references core.person_group (name) on delete cascade,
  email text not null check (email = lower(email)),
  origin text not null check (origin in ('instance', 'command')),
  primary key (group_name, email, origin)
);
create index membership_email on core.membership (email);

create table core.table_grant (
  group_name text not null references core.person_group (name) on delete cascade,
  pattern text not null,
  origin text not null check (origin in ('built-in', 'instance', 'command')),
  primary key (group_name, pattern, origin)
);

insert into core.person_group (name, description, origin) values
  ('administrators', 'May do everything and see every table', 'built-in'),
  ('everyone', 'All people, without being named', 'built-in');
insert into core.table_grant (group_name, pattern, origin) values ('administrators', '*', 'built-in');

create table core.api_token (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references core.person (id) on delete cascade,
  name text not null,
  hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_token_person on core.api_token (person_id);

create table core.session (
  id uuid primary key default gen_random_uuid(),
  hash bytea not null unique,
  person_id uuid not null references core.person (id) on delete cascade,
  provider text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text,
  address text
);
create index session_person on core.session (person_id);

create table core.one_time_link (
  hash bytea primary key,
  purpose text not null,
  person_id uuid references core.person (id) on delete cascade,
  expires_at timestamptz not null
);

-- What was done to people, rights and tokens, by whom. Never a secret.
create table core.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  address text
);
create index audit_at on core.audit (at);

-- As rate-limiter-flexible lays it out.
create table core.rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
