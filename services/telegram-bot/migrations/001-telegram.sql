-- Whose chat is whose: one chat for a person, one person for a chat.
create table telegram_bot.link (
  username text primary key,
  chat_id bigint not null unique,
  -- How the person is called in Telegram, for their own eyes.
  telegram_name text not null,
  linked_at timestamptz not null default now()
);

-- A link that ended without its person asking for it, until it is read or made again.
create table telegram_bot.ended_link (
  username text primary key,
  reason text not null,
  ended_at timestamptz not null default now()
);

-- A link that a person has begun in the portal. It is made when the chat has agreed and the person has
-- confirmed, in the portal, which chat that is.
create table telegram_bot.link_request (
  username text primary key,
  code text not null unique,
  token text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  chat_id bigint,
  telegram_name text,
  agreed_at timestamptz
);

-- Every update of Telegram, written down before Telegram is told that we have it. A lane is a chat whose
-- updates are handled one after the other; runs of scripts have lanes of their own.
create table telegram_bot.update (
  update_id bigint primary key,
  lane text not null,
  body jsonb not null,
  received_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_try_at timestamptz not null default now(),
  -- A script was started for it; it is not started again.
  begun_at timestamptz,
  -- What to answer, where that took work which must not be done twice.
  reply text,
  last_error text,
  handled_at timestamptz,
  failed_at timestamptz
);
create index update_waiting on telegram_bot.update (lane, update_id)
  where handled_at is null and failed_at is null;
create index update_received on telegram_bot.update (received_at);
