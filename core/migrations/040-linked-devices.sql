-- Programs that a person lets act for them. The row is the right itself: without it no token of the
-- device is good, whatever is written in it. `app` is the desktop app with its long token, `browser`
-- and `code` are programs that renew short ones, named after the way on which they were allowed.
create table core.linked_device (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references core.person (id) on delete cascade,
  kind text not null check (kind in ('app', 'browser', 'code')),
  name text not null,
  address text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz not null
);
create index linked_device_person on core.linked_device (person_id);
