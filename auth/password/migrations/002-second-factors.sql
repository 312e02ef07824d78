-- An authenticator app (RFC 6238). The secret is sealed with a key that is not in the database;
-- last_step is the newest time step of which a code was taken: no code works twice.
create table auth_password.authenticator (
  person_id uuid primary key references core.person (id) on delete cascade,
  secret text not null,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  last_step bigint not null default 0
);

-- SHA-256 of codes of 80 random bits, for who has lost the app; a used one is gone.
create table auth_password.recovery_code (
  person_id uuid not null references core.person (id) on delete cascade,
  hash bytea not null,
  primary key (person_id, hash)
);

-- Public keys of passkeys (Web Authentication Level 3); the id is the credential's, in base64url.
create table auth_password.passkey (
  id text primary key,
  person_id uuid not null references core.person (id) on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_person on auth_password.passkey (person_id);

-- What one browser is in the middle of: it holds a cookie whose SHA-256 is the key.
create table auth_password.ceremony (
  hash bytea primary key,
  purpose text not null,
  person_id uuid references core.person (id) on delete cascade,
  challenge text,
  expires_at timestamptz not null
);
create index ceremony_person on auth_password.ceremony (person_id);
