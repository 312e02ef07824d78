-- Messages to people: queued in the transaction that needs them, delivered later; kept a while as outbox.
create table core.mail (
  id bigint generated always as identity primary key,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  attempts integer not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text
);
create index mail_waiting on core.mail (next_try_at) where sent_at is null;
