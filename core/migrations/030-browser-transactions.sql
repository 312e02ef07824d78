-- What a browser has begun and must end itself: a sign-in at an issuer, a link that was asked for.
create table core.browser_transaction (
  hash bytea primary key,
  purpose text not null,
  data jsonb not null,
  expires_at timestamptz not null
);
create index browser_transaction_expires on core.browser_transaction (expires_at);

-- Statements of issuers that may count only once, until they expire.
create table core.used_statement (
  hash bytea primary key,
  expires_at timestamptz not null
);

-- Groups that an issuer puts people into follow what it said at the last sign-in.
alter table core.membership drop constraint membership_origin_check;
alter table core.membership
  add constraint membership_origin_check check (origin in ('instance', 'command', 'issuer'));
