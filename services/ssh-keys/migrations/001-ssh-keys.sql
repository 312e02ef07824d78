-- Public keys of people. A key is one person's: who signs in with it must be beyond doubt.
create table ssh_keys.key (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references core.person (id) on delete cascade,
  type text not null,
  -- The key itself, as base64 (RFC 4253, section 6.6).
  blob text not null,
  -- SHA256:…, as ssh-keygen shows it.
  fingerprint text not null unique,
  comment text not null,
  created_at timestamptz not null default now()
);
create index key_person on ssh_keys.key (person_id);
