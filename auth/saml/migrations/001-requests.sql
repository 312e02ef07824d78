-- Requests that were sent to an issuer and wait for their one response.
create table auth_saml.request (
  id text primary key,
  issuer_id text not null,
  begun_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index request_expires on auth_saml.request (expires_at);
