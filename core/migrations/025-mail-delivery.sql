-- Mail that was given up stays visible with its reason; what was sent loses its text, which holds links.
alter table core.mail add column failed_at timestamptz;
drop index core.mail_waiting;
create index mail_waiting on core.mail (next_try_at) where sent_at is null and failed_at is null;
