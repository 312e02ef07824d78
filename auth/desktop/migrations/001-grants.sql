-- Codes of the loopback redirect (RFC 8252). A used one stays until it is old: when it comes again, the
-- device that it made is unlinked.
create table auth_desktop.authorization_code (
  hash bytea primary key,
  person_id uuid not null references core.person (id) on delete cascade,
  client text not null,
  name text not null,
  address text not null,
  redirect_uri text not null,
  challenge text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  device_id uuid references core.linked_device (id) on delete set null
);

-- Programs that wait for a person to type their code (RFC 8628).
create table auth_desktop.device_request (
  hash bytea primary key,
  user_code text not null unique,
  client text not null,
  name text not null,
  address text not null,
  requested_at timestamptz not null default now(),
  expires_at timestamptz not null,
  interval_seconds integer not null,
  polled_at timestamptz,
  decision text check (decision in ('allowed', 'denied')),
  person_id uuid references core.person (id) on delete cascade
);

-- Each is good once. A used one stays, so that a stolen copy gives itself away.
create table auth_desktop.refresh_token (
  hash bytea primary key,
  device_id uuid not null references core.linked_device (id) on delete cascade,
  client text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index refresh_token_device on auth_desktop.refresh_token (device_id);
