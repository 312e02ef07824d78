-- One password a person. The hash is a PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
create table auth_password.credential (
  person_id uuid primary key references core.person (id) on delete cascade,
  hash text not null,
  updated_at timestamptz not null default now()
);

-- Addresses from which a person has signed in: a stranger's wrong tries do not lock the person out there.
create table auth_password.known_address (
  person_id uuid not null references core.person (id) on delete cascade,
  address text not null,
  seen_at timestamptz not null default now(),
  primary key (person_id, address)
);
