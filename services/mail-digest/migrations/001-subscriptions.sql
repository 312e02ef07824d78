-- Who wants a daily mail about what they have not read, and what they were told already.
create table mail_digest.subscription (
  username text primary key,
  send_at time not null,
  time_zone text not null,
  subscribed_at timestamptz not null default now(),
  -- The day, in the person's time zone, of the last look; a day has one.
  looked_on date,
  -- The newest notification that a mail has told of.
  told_seq bigint not null default 0,
  mailed_at timestamptz
);
