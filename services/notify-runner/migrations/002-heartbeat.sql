-- The runner says that a run goes on while it does; one that nobody speaks for any more is over.
alter table notify_runner.run add column seen_at timestamptz not null default now();
