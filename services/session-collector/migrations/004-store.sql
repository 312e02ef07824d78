-- Which folder of copies belongs to this database: it has the same id in a file, and only then is anything removed
-- there that no row names.
create table session_collector.store (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid()
);
insert into session_collector.store default values;
