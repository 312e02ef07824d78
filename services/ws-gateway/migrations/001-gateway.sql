-- Tokens that end before their time.
create table ws_gateway.revoked_token (
  jti text primary key,
  expires_at timestamptz not null
);

-- Everybody who was ever let in: whom a broadcast goes to.
create table ws_gateway.client (
  username text primary key,
  last_seen_at timestamptz not null default now()
);

-- How far a device has said that everything arrived; it may ask to go on from there.
create table ws_gateway.acknowledgement (
  username text not null,
  device text not null,
  epoch uuid not null,
  seq bigint not null,
  acknowledged_at timestamptz not null default now(),
  primary key (username, device)
);
