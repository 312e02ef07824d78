create table auth_intranet.ticket (
  hash bytea primary key,
  at timestamptz not null default now()
);
