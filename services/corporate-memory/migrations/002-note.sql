-- Which text of a person's note was read last: one that is still the same is not read again.
create table corporate_memory.note (
  username text primary key,
  fingerprint text not null,
  left_out jsonb not null default '{}'
);
