-- Links that were sent, by the hash of what stands in the mail.
create table auth_magic_link.link (
  hash bytea primary key,
  email text not null,
  expires_at timestamptz not null
);
create index link_expires on auth_magic_link.link (expires_at);
